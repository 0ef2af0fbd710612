import type {CaseItem, Command, Script, Word} from './ast.ts';
import type {openingKeywords} from './keywords.ts';
import type {SyntaxFault} from './source.ts';
import type {Token, TokenReader, WordToken} from './tokens.ts';

/** What compound commands are read with. */
export interface CommandReader {
  readonly tokens: TokenReader;
  list(options?: {readonly mayBeEmpty?: boolean}): Script;
  command(): Command;
  accept(text: string): boolean;
  acceptWord(text: string): boolean;
  expect(text: string, options?: {readonly isPlain?: boolean}): void;
  expectWord(): WordToken;
  expectPattern(): Word;
  skipNewlines(): void;
  unexpected(token: Token, expected?: string): SyntaxFault;
}

type Reader = (reader: CommandReader) => Command;

/** One reader per keyword, called behind it. */
const readers: ReadonlyMap<string, Reader> = new Map<(typeof openingKeywords)[number], Reader>([
  ['if', readIf],
  ['while', (reader) => readLoop(reader, false)],
  ['until', (reader) => readLoop(reader, true)],
  ['for', readFor],
  ['case', readCase],
  ['{', readGroup],
  ['function', readFunction],
]);

/** The compound command a token begins; undefined when it begins none. */
export function readCompound(reader: CommandReader, token: Token): Command | undefined {
  if (token.kind === 'operator' && token.text === '(') return readSubshell(reader);
  if (token.kind !== 'word' || token.text === undefined) return undefined;
  return readers.get(token.text)?.(reader);
}

function readSubshell(reader: CommandReader): Command {
  const body = reader.list();
  reader.expect(')');
  return {kind: 'subshell', body};
}

function readGroup(reader: CommandReader): Command {
  const body = reader.list();
  reader.expect('}');
  return {kind: 'group', body};
}

function readIf(reader: CommandReader): Command {
  const branches: {condition: Script; body: Script}[] = [];
  do {
    const condition = reader.list();
    reader.expect('then');
    branches.push({condition, body: reader.list()});
  } while (reader.acceptWord('elif'));
  const otherwise = reader.acceptWord('else') ? reader.list() : undefined;
  reader.expect('fi');
  return {kind: 'if', branches, otherwise};
}

function readLoop(reader: CommandReader, until: boolean): Command {
  const condition = reader.list();
  return {kind: 'loop', until, condition, body: readBody(reader)};
}

function readBody(reader: CommandReader): Script {
  reader.expect('do');
  const body = reader.list();
  reader.expect('done');
  return body;
}

function readFor(reader: CommandReader): Command {
  const {source} = reader.tokens;
  const {line} = source;
  const token = reader.tokens.next();
  const name = token.kind === 'word' ? token.text : undefined;
  if (name === undefined || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw source.fault('bad for loop variable');
  reader.skipNewlines();
  const words = reader.acceptWord('in') ? readWords(reader) : undefined;
  if (words === undefined) reader.accept(';');
  reader.skipNewlines();
  return {kind: 'for', line, name, words, body: readBody(reader)};
}

function readWords(reader: CommandReader): readonly Word[] {
  const words: Word[] = [];
  for (;;) {
    const token = reader.tokens.next();
    if (token.kind === 'word') words.push(token.word);
    else if (token.kind === 'newline' || (token.kind === 'operator' && token.text === ';')) return words;
    else throw reader.unexpected(token);
  }
}

function readCase(reader: CommandReader): Command {
  const {line} = reader.tokens.source;
  const {word} = reader.expectWord();
  reader.skipNewlines();
  reader.expect('in');
  const items: CaseItem[] = [];
  for (;;) {
    reader.skipNewlines();
    if (reader.acceptWord('esac')) break;
    reader.accept('(');
    const patterns = [reader.expectPattern()];
    while (reader.accept('|')) patterns.push(reader.expectPattern());
    reader.expect(')', {isPlain: true});
    items.push({patterns, body: reader.list({mayBeEmpty: true})});
    if (reader.acceptWord('esac')) break;
    reader.expect(';;');
  }
  return {kind: 'case', line, word, items};
}

/** `function name [()] body`, which busybox takes from bash. */
function readFunction(reader: CommandReader): Command {
  const {text} = reader.expectWord();
  if (reader.accept('(')) reader.expect(')');
  reader.skipNewlines();
  return {kind: 'function', name: text ?? '', body: reader.command()};
}
