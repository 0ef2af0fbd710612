import type {TerminalDevice, TerminalModes} from '../../process/descriptor.ts';
import {LineInput} from '../run/line-input.ts';
import {attend} from '../run/news.ts';
import type {Shell} from '../state/shell.ts';
import {complete, inColumns} from './completion.ts';
import {History} from './history.ts';
import {type Action, KeyReader} from './keys.ts';
import {emptyLine, insert, type Line, lineOf, moveTo, remove, textOf, wordEnd, wordStart} from './line.ts';
import {paint, repaint} from './paint.ts';
import type {Prompt} from './prompt.ts';

/** How a line ended: it was typed to its end, given up by ^C, or there are no more. */
export type Edited =
  | {readonly kind: 'line'; readonly text: string}
  | {readonly kind: 'interrupted'}
  | {readonly kind: 'end'};

/** Every byte as it is typed, and nothing done about it. */
const editing: Partial<TerminalModes> = {canonical: false, echo: false, signals: false, returnIsNewline: false};

/** A line longer than this takes nothing more. */
const longestLine = 65_536;

/** Edits a line at a terminal as busybox' own line editing does. */
export async function editLine(shell: Shell, terminal: TerminalDevice, prompt: Prompt): Promise<Edited> {
  const before = terminal.modes;
  terminal.modes = {...before, ...editing};
  try {
    return await new Editor(shell, terminal, prompt).run();
  } finally {
    terminal.modes = before;
  }
}

class Editor {
  readonly #shell: Shell;
  readonly #terminal: TerminalDevice;
  readonly #prompt: Prompt;
  readonly #history: History;
  readonly #keys = new KeyReader();
  #line: Line = emptyLine;
  /** The last key was for completion as well: the choices are listed now. */
  #completing = false;

  constructor(shell: Shell, terminal: TerminalDevice, prompt: Prompt) {
    this.#shell = shell;
    this.#terminal = terminal;
    this.#prompt = prompt;
    this.#history = new History(shell.history);
  }

  async run(): Promise<Edited> {
    await this.#write(this.#prompt.text);
    for (;;) {
      const byte = await this.#nextByte();
      if (byte === undefined) return {kind: 'end'};
      const key = this.#keys.take(byte);
      if (key === undefined) continue;
      if (key.kind === 'text') await this.#show(this.#inserted(key.text));
      else {
        const ended = await this.#act(key.action);
        if (ended) return ended;
      }
      this.#completing = key.kind === 'action' && key.action === 'complete';
    }
  }

  /** Undefined at the end of the input. Traps run while nobody types. */
  async #nextByte(): Promise<number | undefined> {
    for (;;) {
      const input = new LineInput({shell: this.#shell, fd: 0});
      try {
        const byte = await input.next();
        if (typeof byte === 'number') return byte;
        if (byte === 'end') return undefined;
      } finally {
        input.close();
      }
      await attend(this.#shell);
    }
  }

  #inserted(text: string): Line {
    return this.#line.characters.length < longestLine ? insert(this.#line, text) : this.#line;
  }

  async #act(action: Action): Promise<Edited | undefined> {
    switch (action) {
      case 'accept':
        return this.#accept();
      case 'interrupt':
        await this.#show(moveTo(this.#line, this.#line.characters.length));
        await this.#write('^C\n');
        return {kind: 'interrupted'};
      case 'end or delete':
        if (this.#line.characters.length > 0) await this.#show(changed('delete', this.#line));
        else {
          await this.#write('\n');
          return {kind: 'end'};
        }
        return undefined;
      case 'older':
        await this.#recall(this.#history.older(textOf(this.#line)));
        return undefined;
      case 'newer':
        await this.#recall(this.#history.newer(textOf(this.#line)));
        return undefined;
      case 'complete':
        await this.#complete();
        return undefined;
      case 'clear':
        await this.#write('\x1b[H\x1b[J');
        await this.#rewrite();
        return undefined;
      default:
        await this.#show(changed(action, this.#line));
        return undefined;
    }
  }

  async #accept(): Promise<Edited> {
    await this.#show(moveTo(this.#line, this.#line.characters.length));
    await this.#write('\n');
    const text = textOf(this.#line);
    this.#history.add(text);
    return {kind: 'line', text};
  }

  async #recall(text: string | undefined): Promise<void> {
    if (text === undefined) await this.#bell();
    else await this.#show(lineOf(text));
  }

  async #complete(): Promise<void> {
    const {characters, cursor} = this.#line;
    const {length, text, choices} = complete(this.#shell, characters.slice(0, cursor).join(''));
    if (choices.length === 0) return this.#bell();
    const completed = insert(remove(this.#line, cursor - length, cursor), text);
    const isFurther = textOf(completed) !== textOf(this.#line);
    if (isFurther) await this.#show(completed);
    if (choices.length === 1) return;
    if (!this.#completing || isFurther) return this.#bell();
    await this.#write(`\n${inColumns(choices, this.#terminal.columns)}`);
    await this.#rewrite();
  }

  /** Writes prompt and line anew, where nothing of them is shown. */
  async #rewrite(): Promise<void> {
    await this.#write(this.#prompt.text + paint(this.#line, this.#geometry));
  }

  async #show(line: Line): Promise<void> {
    const bytes = repaint(this.#line, line, this.#geometry);
    this.#line = line;
    await this.#write(bytes);
  }

  get #geometry(): {readonly start: number; readonly columns: number} {
    return {start: this.#prompt.cells, columns: Math.max(1, this.#terminal.columns)};
  }

  #bell(): Promise<void> {
    return this.#write('\x07');
  }

  async #write(text: string): Promise<void> {
    if (text !== '') await this.#shell.process.write(2, text);
  }
}

type Edit = Exclude<Action, 'accept' | 'interrupt' | 'end or delete' | 'older' | 'newer' | 'complete' | 'clear'>;

function changed(action: Edit, line: Line): Line {
  const {cursor, characters} = line;
  switch (action) {
    case 'erase':
      return cursor > 0 ? remove(line, cursor - 1, cursor) : line;
    case 'erase word':
      return remove(line, wordStart(line), cursor);
    case 'erase to start':
      return remove(line, 0, cursor);
    case 'delete':
      return remove(line, cursor, cursor + 1);
    case 'delete word':
      return remove(line, cursor, wordEnd(line));
    case 'cut to end':
      return remove(line, cursor, characters.length);
    case 'left':
      return moveTo(line, cursor - 1);
    case 'right':
      return moveTo(line, cursor + 1);
    case 'word left':
      return moveTo(line, wordStart(line));
    case 'word right':
      return moveTo(line, wordEnd(line));
    case 'start':
      return moveTo(line, 0);
    case 'end':
      return moveTo(line, characters.length);
  }
}
