import type {Operation, ParameterPart, Script, Word, WordPart} from './ast.ts';

/** Prints what is in substitutions. */
export interface ScriptPrinter {
  nested(script: Script): string;
}

/** Where a word stands: what has to be escaped depends on it. */
type Context = 'plain' | 'braces' | 'quoted braces' | 'quoted' | 'document';

const escaped: Readonly<Record<Exclude<Context, 'plain' | 'braces'>, RegExp>> = {
  'quoted braces': /[\\$`"}]/g,
  quoted: /[\\$`"]/g,
  document: /[\\$`]/g,
};

/** A word as text that parses to the same again. */
export function printWord(word: Word, context: Context, printer: ScriptPrinter): string {
  if (context !== 'plain' && context !== 'braces')
    return word.map((part) => printPart(part, context, printer)).join('');
  let text = '';
  for (let at = 0; at < word.length; ) {
    const part = word[at];
    if (!part?.quoted) {
      if (part) text += printPart(part, context, printer);
      at += 1;
      continue;
    }
    const run = word.slice(at).findIndex(({quoted}) => !quoted);
    const end = run < 0 ? word.length : at + run;
    text += printQuoted(word.slice(at, end), printer);
    at = end;
  }
  return text;
}

/** Quoted parts in double quotes; an empty pair of quotes that was there is there again. */
function printQuoted(parts: Word, printer: ScriptPrinter): string {
  const isEmpty = (part: WordPart | undefined): boolean => part?.kind === 'text' && part.text === '';
  const quoted = parts.map((part) => printPart(part, 'quoted', printer)).join('');
  const inner = quoted === '' && parts.every(isEmpty) ? '' : `"${quoted}"`;
  return `${isEmpty(parts[0]) ? "''" : ''}${inner}${parts.length > 1 && isEmpty(parts.at(-1)) ? "''" : ''}`;
}

function printPart(part: WordPart, context: Context, printer: ScriptPrinter): string {
  switch (part.kind) {
    case 'text':
      return context === 'plain' || context === 'braces' ? part.text : part.text.replace(escaped[context], '\\$&');
    case 'parameter':
      return printParameter(part, printer);
    case 'command':
      return `$(${printer.nested(part.body)})`;
    case 'arithmetic':
      return `$((${printWord(part.expression, 'quoted', printer)}))`;
  }
}

function printParameter({name, operation, quoted}: ParameterPart, printer: ScriptPrinter): string {
  if (operation?.kind === 'length') return `\${#${name}}`;
  return `\${${name}${operation ? printOperation(operation, quoted, printer) : ''}}`;
}

function printOperation(
  operation: Exclude<Operation, {kind: 'length'}>,
  quoted: boolean,
  printer: ScriptPrinter,
): string {
  const print = (word: Word, context: Context): string => printWord(word, context, printer);
  switch (operation.kind) {
    case 'default':
    case 'assign':
    case 'error':
    case 'alternative': {
      const operator = {default: '-', assign: '=', error: '?', alternative: '+'}[operation.kind];
      return `${operation.colon ? ':' : ''}${operator}${print(operation.word, quoted ? 'quoted braces' : 'braces')}`;
    }
    case 'trim': {
      const operator = operation.side === 'prefix' ? '#' : '%';
      return operator.repeat(operation.longest ? 2 : 1) + print(operation.pattern, 'braces');
    }
    case 'slice': {
      const length = operation.length ? `:${print(operation.length, 'quoted braces')}` : '';
      return `:${print(operation.offset, 'quoted braces')}${length}`;
    }
    case 'replace': {
      const replacement = operation.replacement ? `/${print(operation.replacement, 'braces')}` : '';
      return `/${operation.all ? '/' : ''}${print(operation.pattern, 'braces')}${replacement}`;
    }
    case 'bad':
      return '.';
  }
}
