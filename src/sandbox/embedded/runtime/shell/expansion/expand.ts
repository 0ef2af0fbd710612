import type {Shell} from '../state/shell.ts';
import type {ParameterPart, TextPart, Word, WordPart} from '../syntax/ast.ts';
import {arithmeticValue} from './arithmetic.ts';
import {captureOutput, mostCharacters} from './capture.ts';
import {expandPath} from './glob.ts';
import {type Context, type Expander, expandParameter} from './parameter.ts';
import {compilePattern, type Pattern} from './pattern.ts';
import {isBoundary, joinedSpans, type Segment, type Span, spanText} from './spans.ts';
import {splitFields, usualIfs} from './split.ts';
import {homeOf} from './tilde.ts';

/** One expansion makes no more fields than these. */
const mostFields = 1_000_000;

const segmentsPerBreath = 512;

/** The fields words come to: expanded, split, and replaced by the paths they fit. Throws ShellFault. */
export async function expandWords(shell: Shell, words: readonly Word[]): Promise<string[]> {
  const fields: string[] = [];
  for (const word of words) await addFields(shell, fields, word);
  return fields;
}

/** Adds the fields one word comes to. Throws ShellFault. */
export async function addFields(shell: Shell, fields: string[], word: Word): Promise<void> {
  for (const field of await expandWord(shell, word)) {
    fields.push(field);
    if (fields.length % segmentsPerBreath === 0) await shell.process.breathe();
  }
  if (fields.length > mostFields) throw shell.outOfMemory();
}

/** About how much memory fields take, in bytes. */
export function sizeOfFields(fields: readonly string[]): number {
  return fields.reduce((size, field) => size + field.length + 16, 0);
}

async function expandWord(shell: Shell, word: Word): Promise<readonly string[]> {
  const [only] = word;
  if (word.length === 1 && only?.kind === 'text' && (only.quoted || !/[~*?[]/.test(only.text))) return [only.text];
  if (word.length === 1 && only?.kind === 'parameter' && isAllQuoted(only)) return shell.positional;
  const segments = await expansion(shell, word, 'field');
  const ifs = shell.variables.get('IFS') ?? usualIfs;
  const fields: string[] = [];
  for (const field of await splitFields(segments, ifs, () => shell.process.breathe())) {
    const paths = shell.options.has('f') ? [] : await pathsOf(shell, field);
    for (const path of paths) fields.push(path);
    if (paths.length === 0) fields.push(spanText(field));
    if (fields.length > mostFields) throw shell.outOfMemory();
    if (fields.length % segmentsPerBreath === 0) await shell.process.breathe();
  }
  return fields;
}

/** "$@", which is what is there. */
function isAllQuoted({name, operation, quoted}: ParameterPart): boolean {
  return quoted && name === '@' && operation === undefined;
}

/** A word as one text: the value of an assignment, a file's name, the subject of `case`. */
export async function expandText(shell: Shell, word: Word): Promise<string> {
  return spanText(await expandSpans(shell, word, 'text'));
}

/** The value of an assignment, where a tilde may also follow a colon. */
export async function expandAssigned(shell: Shell, word: Word): Promise<string> {
  return spanText(await expandSpans(shell, word, 'assigned'));
}

/** A word as a pattern: what is quoted in it stands for itself. */
export async function expandPattern(shell: Shell, word: Word): Promise<Pattern> {
  return compilePattern(await expandSpans(shell, word, 'text'));
}

async function expandSpans(shell: Shell, word: Word, context: Context): Promise<readonly Span[]> {
  return joinedSpans(await expansion(shell, word, context));
}

function expansion(shell: Shell, word: Word, context: Context): Promise<readonly Segment[]> {
  return new Expansion(shell).segments(word, context);
}

async function pathsOf(shell: Shell, field: readonly Span[]): Promise<readonly string[]> {
  let held = 0;
  try {
    return await expandPath(shell.process, field, (bytes) => {
      shell.hold(bytes - held);
      held = bytes;
    });
  } finally {
    shell.release(held);
  }
}

/** One word on its way to be text. */
class Expansion implements Expander {
  readonly shell: Shell;
  #characters = 0;

  constructor(shell: Shell) {
    this.shell = shell;
  }

  async segments(word: Word, context: Context): Promise<readonly Segment[]> {
    const segments: Segment[] = [];
    for (const [index, part] of word.entries()) {
      for (const segment of await this.#part(part, {context, isFirst: index === 0})) {
        this.#characters += isBoundary(segment) ? 1 : segment.text.length;
        if (this.#characters > mostCharacters) throw this.shell.outOfMemory();
        segments.push(segment);
        if (segments.length % segmentsPerBreath === 0) await this.shell.process.breathe();
      }
    }
    return segments;
  }

  async text(word: Word): Promise<string> {
    return spanText(joinedSpans(await this.segments(word, 'text')));
  }

  async pattern(word: Word): Promise<Pattern> {
    return compilePattern(joinedSpans(await this.segments(word, 'text')));
  }

  async arithmetic(word: Word): Promise<bigint> {
    return arithmeticValue(this.shell, await this.text(word));
  }

  async #part(
    part: WordPart,
    {context, isFirst}: {readonly context: Context; readonly isFirst: boolean},
  ): Promise<Iterable<Segment>> {
    switch (part.kind) {
      case 'text':
        return part.quoted ? [{text: part.text, quoted: true, split: false}] : this.#literal(part, context, isFirst);
      case 'parameter':
        return expandParameter(this, part, context);
      case 'command':
        return [outcome(await captureOutput(this.shell, part.body), part.quoted)];
      case 'arithmetic':
        return [outcome((await this.arithmetic(part.expression)).toString(), part.quoted)];
    }
  }

  /** Text as it is written. In the braces of an expansion it is split like what is expanded. */
  #literal({text}: TextPart, context: Context, isFirst: boolean): readonly Segment[] {
    const split = context === 'braces';
    if (!text.includes('~') || (!isFirst && context !== 'assigned')) return [{text, quoted: false, split}];
    const pieces = context === 'assigned' ? text.split(/(?<=:)/) : [text];
    return pieces.flatMap((piece, index): readonly Segment[] => {
      const name = index > 0 || isFirst ? /^~([^/:]*)/.exec(piece)?.[1] : undefined;
      const home = name === undefined ? undefined : homeOf(this.shell, name);
      if (home === undefined || name === undefined) return [{text: piece, quoted: false, split}];
      return [
        {text: home, quoted: true, split: false},
        {text: piece.slice(name.length + 1), quoted: false, split},
      ];
    });
  }
}

function outcome(text: string, quoted: boolean): Segment {
  return {text, quoted, split: !quoted};
}
