import {isBoundary, type Segment, type Span} from './spans.ts';

/** How much is split in one go. */
const charactersPerBreath = 512;
const segmentsPerBreath = 512;

/** What separates fields while nobody has set IFS. */
export const usualIfs = ' \t\n';

/**
 * Splits an expanded word into fields. What is quoted, and what was in the word as it is, is never split; a field
 * without anything in it remains only where quotes were.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_06_05
 */
export async function splitFields(
  segments: readonly Segment[],
  ifs: string,
  breathe: () => Promise<void>,
): Promise<readonly (readonly Span[])[]> {
  const splitter = new Splitter(ifs);
  for (const [index, segment] of segments.entries()) {
    if (index % segmentsPerBreath === segmentsPerBreath - 1) await breathe();
    if (isBoundary(segment)) splitter.end();
    else if (segment.split && ifs !== '') {
      for (let at = 0; at < segment.text.length; at += charactersPerBreath) {
        splitter.split(segment.text.slice(at, at + charactersPerBreath));
        await breathe();
      }
    } else splitter.add(segment);
  }
  splitter.end();
  return splitter.fields;
}

class Splitter {
  readonly fields: (readonly Span[])[] = [];
  readonly #blanks: ReadonlySet<string>;
  readonly #marks: ReadonlySet<string>;
  #field: Span[] = [];
  #began = false;
  /** A field has just ended by blanks: a mark that follows belongs to the same gap. */
  #afterBlanks = false;

  constructor(ifs: string) {
    const characters = [...ifs];
    this.#blanks = new Set(characters.filter((character) => usualIfs.includes(character)));
    this.#marks = new Set(characters.filter((character) => !usualIfs.includes(character)));
  }

  add(span: Span): void {
    if (span.text === '' && !span.quoted) return;
    this.#field.push(span);
    this.#began = true;
    this.#afterBlanks = false;
  }

  split(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const character = text.charAt(at);
      const isBlank = this.#blanks.has(character);
      if (!isBlank && !this.#marks.has(character)) continue;
      if (at > from) this.add({text: text.slice(from, at), quoted: false});
      from = at + 1;
      if (isBlank) this.#blank();
      else this.#mark();
    }
    if (from < text.length) this.add({text: text.slice(from), quoted: false});
  }

  /** Ends a field that has begun. */
  end(): void {
    if (this.#began) this.#finish();
    this.#afterBlanks = false;
  }

  #blank(): void {
    if (!this.#began) return;
    this.#finish();
    this.#afterBlanks = true;
  }

  #mark(): void {
    if (this.#afterBlanks) this.#afterBlanks = false;
    else this.#finish();
  }

  #finish(): void {
    this.fields.push(this.#field);
    this.#field = [];
    this.#began = false;
  }
}
