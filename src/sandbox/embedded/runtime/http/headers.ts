/** A header as it is sent: the name's case is kept. */
export type HeaderPair = readonly [name: string, value: string];

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Whether a text may be a header's name or a method. https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
export function isToken(text: string): boolean {
  return token.test(text);
}

/** The headers of one message, in order; names are compared without case. */
export class HttpHeaders {
  readonly pairs: readonly HeaderPair[];

  constructor(pairs: readonly HeaderPair[] = []) {
    this.pairs = pairs;
  }

  /** The first value; undefined when there is none. */
  get(name: string): string | undefined {
    return this.all(name)[0];
  }

  all(name: string): readonly string[] {
    const wanted = name.toLowerCase();
    return this.pairs.filter(([own]) => own.toLowerCase() === wanted).map(([, value]) => value);
  }

  has(name: string): boolean {
    return this.all(name).length > 0;
  }

  /** The parts of a header that is a list, in lower case: `Connection: Keep-Alive, Upgrade`. */
  list(name: string): readonly string[] {
    return this.all(name)
      .flatMap((value) => value.split(','))
      .map((part) => part.trim().toLowerCase())
      .filter((part) => part !== '');
  }

  /** With a header in the place of the first that has its name, or at the end. */
  with(name: string, value: string): HttpHeaders {
    const wanted = name.toLowerCase();
    const at = this.pairs.findIndex(([own]) => own.toLowerCase() === wanted);
    if (at < 0) return new HttpHeaders([...this.pairs, [name, value]]);
    const rest = new HttpHeaders(this.pairs.slice(at + 1)).without(name);
    return new HttpHeaders([...this.pairs.slice(0, at), [name, value], ...rest.pairs]);
  }

  without(...names: readonly string[]): HttpHeaders {
    const gone = new Set(names.map((name) => name.toLowerCase()));
    return new HttpHeaders(this.pairs.filter(([name]) => !gone.has(name.toLowerCase())));
  }
}
