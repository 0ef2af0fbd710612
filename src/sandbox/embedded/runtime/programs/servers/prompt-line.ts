import type {TerminalDevice, TerminalModes} from '../../process/descriptor.ts';
import type {Process} from '../../process/process.ts';
import {History} from '../../shell/interactive/history.ts';
import {type Action, KeyReader} from '../../shell/interactive/keys.ts';
import {
  emptyLine,
  insert,
  type Line,
  lineOf,
  moveTo,
  remove,
  textOf,
  wordEnd,
  wordStart,
} from '../../shell/interactive/line.ts';
import {paint, repaint} from '../../shell/interactive/paint.ts';

/** How a line at a prompt ended: it was typed to its end, given up by ^C, or there are no more. */
export type Typed =
  | {readonly kind: 'line'; readonly text: string}
  | {readonly kind: 'interrupted'}
  | {readonly kind: 'end'};

/** Every byte as it is typed, and nothing done about it. */
const editing: Partial<TerminalModes> = {canonical: false, echo: false, signals: false, returnIsNewline: false};

/** A line with its prompt on a terminal, edited as linenoise does; `history` is added to. */
export async function promptLine(
  process: Process,
  terminal: TerminalDevice,
  {prompt, history}: {readonly prompt: string; readonly history: string[]},
): Promise<Typed> {
  const before = terminal.modes;
  terminal.modes = {...before, ...editing};
  try {
    return await new PromptEditor(process, terminal, {prompt, history}).run();
  } finally {
    terminal.modes = before;
  }
}

class PromptEditor {
  readonly #process: Process;
  readonly #prompt: string;
  readonly #history: History;
  readonly #keys = new KeyReader();
  readonly #terminal: TerminalDevice;
  #line: Line = emptyLine;

  constructor(
    process: Process,
    terminal: TerminalDevice,
    {prompt, history}: {readonly prompt: string; readonly history: string[]},
  ) {
    this.#process = process;
    this.#terminal = terminal;
    this.#prompt = prompt;
    this.#history = new History(history);
  }

  async run(): Promise<Typed> {
    await this.#process.print(this.#prompt);
    for (;;) {
      const bytes = await this.#process.read(0, 1);
      if (bytes === null) return {kind: 'end'};
      const key = this.#keys.take(bytes[0] ?? 0);
      if (key === undefined) continue;
      if (key.kind === 'text') await this.#show(insert(this.#line, key.text));
      else {
        const ended = await this.#act(key.action);
        if (ended) return ended;
      }
    }
  }

  async #act(action: Action): Promise<Typed | undefined> {
    switch (action) {
      case 'accept': {
        await this.#show(moveTo(this.#line, this.#line.characters.length));
        await this.#process.print('\n');
        const text = textOf(this.#line);
        this.#history.add(text);
        return {kind: 'line', text};
      }
      case 'interrupt':
        await this.#process.print('\n');
        return {kind: 'interrupted'};
      case 'end or delete':
        if (this.#line.characters.length > 0) await this.#show(edited('delete', this.#line));
        else {
          await this.#process.print('\n');
          return {kind: 'end'};
        }
        return undefined;
      case 'older':
      case 'newer': {
        const text = this.#history[action](textOf(this.#line));
        if (text !== undefined) await this.#show(lineOf(text));
        return undefined;
      }
      case 'clear':
        await this.#process.print(`\x1b[H\x1b[J${this.#prompt}${paint(this.#line, this.#geometry)}`);
        return undefined;
      case 'complete':
        return undefined;
      default:
        await this.#show(edited(action, this.#line));
        return undefined;
    }
  }

  async #show(line: Line): Promise<void> {
    const bytes = repaint(this.#line, line, this.#geometry);
    this.#line = line;
    if (bytes !== '') await this.#process.print(bytes);
  }

  get #geometry(): {readonly start: number; readonly columns: number} {
    return {start: this.#prompt.length, columns: Math.max(1, this.#terminal.columns)};
  }
}

type Edit = Exclude<Action, 'accept' | 'interrupt' | 'end or delete' | 'older' | 'newer' | 'complete' | 'clear'>;

function edited(action: Edit, line: Line): Line {
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
