/** What is no JSON, in the words of Go's encoding/json. */
export class JsonFault extends Error {}

/** Go stops at ten thousand; nothing that means anything is this deep, and others walk through it after us. */
const mostDepth = 1000;
const literals: {readonly [first: string]: string} = {t: 'true', f: 'false', n: 'null'};
/** A text without escapes, which nearly all are. */
const plainString = /"[^"\\\u0000-\u001f]*"/y;
const spaces = /[ \t\r\n]*/y;
const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Looks through a JSON text for names that come twice in an object, and for what is no JSON. */
export class JsonText {
  readonly #text: string;
  readonly #onDuplicate: (path: string) => void;
  #at = 0;
  #depth = 0;

  constructor(text: string, onDuplicate: (path: string) => void) {
    this.#text = text;
    this.#onDuplicate = onDuplicate;
  }

  /** Throws a JsonFault. */
  check(): void {
    this.#value('', 'looking for beginning of value');
    this.#space();
    if (this.#at < this.#text.length) throw this.#unexpected('after top-level value');
  }

  #value(path: string, context: string): void {
    this.#space();
    const first = this.#text[this.#at];
    const literal = first === undefined ? undefined : literals[first];
    if (first === '{' || first === '[') this.#nested(first, path);
    else if (first === '"') this.#string();
    else if (literal !== undefined) this.#literal(literal);
    else if (first !== undefined && /[-\d]/.test(first)) this.#number();
    else throw this.#unexpected(context);
  }

  #nested(first: '{' | '[', path: string): void {
    this.#depth += 1;
    if (this.#depth > mostDepth) throw new JsonFault('exceeded max depth');
    this.#at += 1;
    if (first === '{') this.#object(path);
    else this.#list(path);
    this.#depth -= 1;
  }

  #object(path: string): void {
    const names = new Set<string>();
    this.#space();
    if (this.#take('}')) return;
    for (;;) {
      this.#space();
      if (this.#text[this.#at] !== '"') throw this.#unexpected('looking for beginning of object key string');
      const name = this.#string();
      const inner = path === '' ? name : `${path}.${name}`;
      if (names.has(name)) this.#onDuplicate(inner);
      names.add(name);
      this.#space();
      if (!this.#take(':')) throw this.#unexpected('after object key');
      this.#value(inner, 'looking for beginning of value');
      this.#space();
      if (this.#take('}')) return;
      if (!this.#take(',')) throw this.#unexpected('after object key:value pair');
    }
  }

  #list(path: string): void {
    this.#space();
    if (this.#take(']')) return;
    for (let index = 0; ; index += 1) {
      this.#value(`${path}[${index}]`, 'looking for beginning of value');
      this.#space();
      if (this.#take(']')) return;
      if (!this.#take(',')) throw this.#unexpected('after array element');
    }
  }

  #string(): string {
    const start = this.#at;
    plainString.lastIndex = start;
    if (plainString.test(this.#text)) {
      this.#at = plainString.lastIndex;
      return this.#text.slice(start + 1, this.#at - 1);
    }
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at] ?? '';
      if (character === '"') {
        this.#at += 1;
        return JSON.parse(this.#text.slice(start, this.#at));
      }
      if (character < ' ') throw this.#unexpected('in string literal');
      if (character === '\\') this.#escape();
    }
    throw this.#ended();
  }

  #escape(): void {
    this.#at += 1;
    const character = this.#text[this.#at];
    if (character === undefined) throw this.#ended();
    if (!/["\\/bfnrtu]/.test(character)) throw this.#unexpected('in string escape code');
    if (character !== 'u') return;
    for (let left = 4; left > 0; left -= 1) {
      this.#at += 1;
      if (!/[\da-fA-F]/.test(this.#text[this.#at] ?? '')) throw this.#unexpected('in \\u hexadecimal character escape');
    }
  }

  #literal(word: string): void {
    for (const [index, expected] of [...word].entries()) {
      if (this.#text[this.#at] !== expected && index > 0)
        throw this.#unexpected(`in literal ${word} (expecting '${expected}')`);
      this.#at += 1;
    }
  }

  #number(): void {
    numberForm.lastIndex = this.#at;
    const found = numberForm.exec(this.#text);
    if (found) {
      this.#at += found[0].length;
      return;
    }
    this.#at += 1;
    throw this.#unexpected('in numeric literal');
  }

  #space(): void {
    // A space is the highest of them, and most values stand close together.
    if (this.#text.charCodeAt(this.#at) > 32) return;
    spaces.lastIndex = this.#at;
    spaces.test(this.#text);
    this.#at = spaces.lastIndex;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #unexpected(context: string): JsonFault {
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) return this.#ended();
    return new JsonFault(`invalid character ${quoted(String.fromCodePoint(code))} ${context}`);
  }

  #ended(): JsonFault {
    return new JsonFault('unexpected end of JSON input');
  }
}

/** Go's quoteChar. */
function quoted(character: string): string {
  if (character === "'") return "'\\''";
  if (character === '"') return `'"'`;
  return `'${JSON.stringify(character).slice(1, -1)}'`;
}
