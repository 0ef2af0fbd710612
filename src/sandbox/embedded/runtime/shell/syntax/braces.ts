import type {Operation, ParameterPart, Word} from './ast.ts';
import type {Source} from './source.ts';

/** What braces are read with: characters, and the words in them. */
export interface BraceReader {
  readonly source: Source;
  /** Double quotes are open. */
  readonly isInQuotes: boolean;
  name(): string;
  inBraces(quoted: boolean, ends: string): Word;
}

const special = /[@*#?$!-]/;

/** Reads `${...}` from behind its opening brace; the closing one is taken. */
export function readBraces(reader: BraceReader, quoted: boolean): ParameterPart {
  const {source} = reader;
  const part = source.accept('#') ? readLength(reader, quoted) : readNamed(reader, quoted);
  if (!source.accept('}')) throw source.fault(reader.isInQuotes ? 'unterminated quoted string' : "missing '}'");
  return part;
}

function readNamed(reader: BraceReader, quoted: boolean): ParameterPart {
  const name = readName(reader);
  return {kind: 'parameter', name, operation: name === '' ? bad(reader) : readOperation(reader, quoted), quoted};
}

/** After `${#`: the length of a parameter, or something done with `$#`. */
function readLength(reader: BraceReader, quoted: boolean): ParameterPart {
  const {source} = reader;
  const count = {kind: 'parameter', name: '#', quoted} as const;
  const next = source.peek();
  if (next === '}') return {...count, operation: undefined};
  if (!/[A-Za-z0-9_]/.test(next) && !special.test(next)) return {...count, operation: readOperation(reader, quoted)};
  const name = readName(reader);
  if (source.peek() === '}') return {kind: 'parameter', name, operation: {kind: 'length'}, quoted};
  const isOperator = name === '-' || name === '?' || name === '#';
  return {...count, operation: isOperator ? readOperation(reader, quoted, name) : bad(reader)};
}

function readName(reader: BraceReader): string {
  const {source} = reader;
  const next = source.peek();
  if (/[0-9]/.test(next)) {
    let digits = '';
    while (/[0-9]/.test(source.peek())) digits += source.next();
    return digits;
  }
  return special.test(next) ? source.next() : reader.name();
}

function bad(reader: BraceReader): Operation {
  reader.inBraces(false, '}');
  return {kind: 'bad'};
}

/** The operation from its operator on; `taken` when that has been read already. */
function readOperation(reader: BraceReader, quoted: boolean, taken?: string): Operation | undefined {
  const {source} = reader;
  const operator = taken ?? source.peek();
  if (operator === '}') return undefined;
  // An end in the middle is told of by whoever wants the closing brace.
  if (operator === '') return undefined;
  if (taken === undefined && ':-=?+#%/'.includes(operator)) source.next();
  switch (operator) {
    case ':':
      return /[-=?+]/.test(source.peek())
        ? readDefault(reader, source.next(), {quoted, colon: true})
        : readSlice(reader);
    case '-':
    case '=':
    case '?':
    case '+':
      return readDefault(reader, operator, {quoted, colon: false});
    case '#':
    case '%': {
      const side = operator === '#' ? 'prefix' : 'suffix';
      const longest = source.accept(operator);
      // A pattern is written as outside of quotes, whatever is around the braces.
      return {kind: 'trim', side, longest, pattern: reader.inBraces(false, '}')};
    }
    case '/':
      return readReplacement(reader);
    default:
      return bad(reader);
  }
}

function readDefault(
  reader: BraceReader,
  operator: string,
  {quoted, colon}: {readonly quoted: boolean; readonly colon: boolean},
): Operation {
  const kind = operator === '-' ? 'default' : operator === '=' ? 'assign' : operator === '?' ? 'error' : 'alternative';
  return {kind, colon, word: reader.inBraces(quoted, '}')};
}

function readSlice(reader: BraceReader): Operation {
  const offset = reader.inBraces(true, ':}');
  const length = reader.source.accept(':') ? reader.inBraces(true, '}') : undefined;
  return {kind: 'slice', offset, length};
}

function readReplacement(reader: BraceReader): Operation {
  const {source} = reader;
  const all = source.accept('/');
  const pattern = reader.inBraces(false, '/}');
  const replacement = source.accept('/') ? reader.inBraces(false, '}') : undefined;
  return {kind: 'replace', all, pattern, replacement};
}
