import {Failure} from '../failure.ts';
import type {Input} from '../input.ts';

/** Words for one command of xargs. */
export interface Batch {
  readonly words: readonly string[];
  /** The line as it was, for `-I`. */
  readonly line: string;
}

export interface BatchRules {
  /** Words with quotes and backslashes, whole lines, or what NULs end. */
  readonly form: 'words' | 'lines' | 'nul';
  readonly words: number;
  readonly lines: number;
  readonly bytes: number;
  readonly stopsAt: string | undefined;
  /** A word that does not fit ends everything instead of beginning the next batch. */
  readonly mustFit: boolean;
}

/** Gathers the words of an input for one command after the other. */
export async function* batches(input: Input, rules: BatchRules): AsyncGenerator<Batch> {
  let words: string[] = [];
  let lines = 0;
  let bytes = 0;
  for await (const {items, line} of lineItems(input, rules)) {
    for (const word of items) {
      const isFull = words.length >= rules.words || bytes + word.length + 1 > rules.bytes;
      if (isFull && words.length > 0) {
        yield {words, line};
        words = [];
        bytes = 0;
        lines = 0;
      }
      if (word.length + 1 > rules.bytes) throw new Failure('argument line too long');
      words.push(word);
      bytes += word.length + 1;
    }
    if (items.length > 0) lines += 1;
    if (words.length > 0 && (lines >= rules.lines || words.length >= rules.words)) {
      yield {words, line};
      words = [];
      bytes = 0;
      lines = 0;
    }
  }
  if (words.length > 0) yield {words, line: words.join(' ')};
}

async function* lineItems(
  input: Input,
  {form, stopsAt}: BatchRules,
): AsyncGenerator<{readonly items: readonly string[]; readonly line: string}> {
  for (let line = await input.line(); line !== undefined; line = await input.line()) {
    if (form === 'nul') {
      yield {items: [line], line};
      continue;
    }
    if (form === 'lines') {
      const text = unquoted(line.trimStart());
      if (text !== '') yield {items: [text], line: text};
      continue;
    }
    // A backslash at the end takes the next line along.
    while (/(?:^|[^\\])(?:\\\\)*\\$/.test(line)) line = `${line}\n${(await input.line()) ?? ''}`;
    const items = splitWords(line);
    const stop = stopsAt === undefined ? -1 : items.indexOf(stopsAt);
    yield {items: stop < 0 ? items : items.slice(0, stop), line};
    if (stop >= 0) return;
  }
}

function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === ' ' || character === '\t' || character === '\n') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === '\\') {
      at += 1;
      word = `${word ?? ''}${line[at] ?? ''}`;
    } else if (character === '"' || character === "'") {
      const close = line.indexOf(character, at + 1);
      if (close < 0) throw new Failure(`unmatched ${character === '"' ? 'double' : 'single'} quote`);
      word = `${word ?? ''}${line.slice(at + 1, close)}`;
      at = close;
    } else word = `${word ?? ''}${character}`;
  }
  return word === undefined ? words : [...words, word];
}

function unquoted(line: string): string {
  return line.replace(
    /\\(.)|'([^']*)'|"([^"]*)"/gs,
    (_, escaped?: string, single?: string, double?: string) => escaped ?? single ?? double ?? '',
  );
}
