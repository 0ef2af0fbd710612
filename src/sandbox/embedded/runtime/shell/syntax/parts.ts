import type {TextPart, Word, WordPart} from './ast.ts';

/** Puts the parts of a word together; characters next to each other become one text. */
export class Parts {
  readonly #parts: WordPart[] = [];
  #text = '';
  #quoted = false;
  #hasText = false;

  /** Adds characters; '' as well makes a quoted part, which an empty pair of quotes is. */
  text(text: string, quoted: boolean): void {
    if (this.#hasText && this.#quoted !== quoted) this.#flush();
    if (text === '' && !quoted) return;
    this.#text += text;
    this.#quoted = quoted;
    this.#hasText = true;
  }

  add(part: WordPart): void {
    this.#flush();
    this.#parts.push(part);
  }

  word(): Word {
    this.#flush();
    return this.#parts;
  }

  #flush(): void {
    if (this.#hasText) this.#parts.push({kind: 'text', text: this.#text, quoted: this.#quoted});
    this.#text = '';
    this.#hasText = false;
  }
}

/** The text of a word nothing of which is quoted or expanded: what can be a keyword, a name, an alias. */
export function literalText(word: Word): string | undefined {
  const [only] = word;
  return word.length === 1 && only?.kind === 'text' && !only.quoted ? only.text : undefined;
}

/** The text of a word without its quotes, as a here-document's delimiter is taken; expansions come to nothing. */
export function unquotedText(word: Word): string {
  return word
    .filter((part): part is TextPart => part.kind === 'text')
    .map(({text}) => text)
    .join('');
}

/** Text that is nothing but text. */
export function textWord(text: string, quoted: boolean): Word {
  return [{kind: 'text', text, quoted}];
}
