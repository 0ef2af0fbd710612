/** A place in the text of an action. */
export class Cursor {
  rest: string;

  constructor(source: string) {
    this.rest = source;
  }

  /** What the pattern, which starts with `^`, matches here; undefined leaves the place as it is. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    const match = pattern.exec(this.rest);
    if (match === null) return undefined;
    this.rest = this.rest.slice(match[0].length);
    return match;
  }
}
