import type {TerminalDevice} from '../../process/descriptor.ts';
import type {Call} from '../call.ts';
import {waitForKey} from './keys.ts';

export interface Paged {
  readonly lines: readonly string[];
  readonly withNumbers: boolean;
  readonly name: string;
}

/** Shows lines on a terminal, as much as fits, and moves about in them until q is pressed. */
export class Pager {
  readonly #call: Call;
  readonly #terminal: TerminalDevice;
  readonly #paged: Paged;
  #top = 0;
  #search = '';
  #note = '';

  constructor(call: Call, terminal: TerminalDevice, paged: Paged) {
    this.#call = call;
    this.#terminal = terminal;
    this.#paged = paged;
  }

  async run(): Promise<void> {
    for (;;) {
      await this.#show();
      const key = await waitForKey(this.#call.process, Number.MAX_SAFE_INTEGER);
      if (key === undefined || key === 'q' || key === 'Q') break;
      await this.#press(key);
    }
    await this.#call.print('\r\x1b[K');
    await this.#call.out.flush();
  }

  get #height(): number {
    return Math.max(1, this.#terminal.rows - 1);
  }

  async #show(): Promise<void> {
    const {lines, withNumbers, name} = this.#paged;
    const last = Math.max(0, lines.length - this.#height);
    this.#top = Math.min(Math.max(0, this.#top), last);
    const shown = lines.slice(this.#top, this.#top + this.#height).map((line, index) => {
      const number = withNumbers ? `${String(this.#top + index + 1).padStart(5)} ` : '';
      return `${number}${line}`.slice(0, this.#terminal.columns);
    });
    while (shown.length < this.#height) shown.push('~');
    const isAtEnd = this.#top >= last;
    const prompt = this.#note !== '' ? this.#note : isAtEnd ? '(END)' : name === '' ? ':' : name;
    this.#note = '';
    await this.#call.print(`\x1b[H\x1b[J${shown.join('\n')}\n\x1b[7m${prompt}\x1b[m`);
    await this.#call.out.flush();
  }

  async #press(key: string): Promise<void> {
    const moves: {readonly [key: string]: number} = {
      ' ': this.#height,
      f: this.#height,
      '\x1b[6~': this.#height,
      b: -this.#height,
      '\x1b[5~': -this.#height,
      d: this.#height >> 1,
      u: -(this.#height >> 1),
      j: 1,
      '\n': 1,
      '\r': 1,
      '\x1b[B': 1,
      k: -1,
      '\x1b[A': -1,
      g: -this.#paged.lines.length,
      G: this.#paged.lines.length,
    };
    const move = Object.hasOwn(moves, key) ? moves[key] : undefined;
    if (move !== undefined) this.#top += move;
    else if (key === '/') await this.#ask();
    else if (key === 'n') this.#find();
  }

  async #ask(): Promise<void> {
    let text = '';
    for (;;) {
      await this.#call.print(`\r\x1b[K/${text}`);
      await this.#call.out.flush();
      const key = await waitForKey(this.#call.process, Number.MAX_SAFE_INTEGER);
      if (key === undefined || key === '\x1b') return;
      if (key === '\r' || key === '\n') break;
      text = key === '\x7f' || key === '\b' ? text.slice(0, -1) : text + key;
    }
    if (text !== '') this.#search = text;
    this.#find();
  }

  #find(): void {
    const at = this.#paged.lines.findIndex((line, index) => index > this.#top && line.includes(this.#search));
    if (at < 0) this.#note = 'No matches found';
    else this.#top = at;
  }
}
