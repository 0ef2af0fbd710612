import unicode11 from '@xterm/addon-unicode11';
import headless, {type Terminal} from '@xterm/headless';
import {bufferLines} from './buffer-lines.ts';
import type {ColourDepth, Rgb} from './colour.ts';
import {parseMark133, parseMark633, type ShellMark} from './marks.ts';
import {type PaneModes, watchModes} from './modes.ts';
import {serialiseRow} from './row.ts';
import {cellsIn, type Lines, type Span} from './selection.ts';

/** What the emulator tells. Replies are for the program in the shell, the other sequences for the real terminal. */
export interface PaneEvents {
  /** Something may look different now. */
  readonly changed: () => void;
  readonly reply: (bytes: Uint8Array) => void;
  readonly bell: () => void;
  /** DECSCUSR: a cursor shape, to be passed on when the pane has the cursor. */
  readonly cursorShape: (shape: number) => void;
  /** OSC 52: text for the clipboard, still in base64. */
  readonly clipboard: (base64: string) => void;
  readonly mark: (mark: ShellMark) => void;
  readonly title: (title: string) => void;
}

export interface PaneOptions {
  readonly columns: number;
  readonly rows: number;
  /** Lines kept above the screen; 5000 unless told. */
  readonly scrollback?: number;
  readonly events: Partial<PaneEvents>;
  /** What the real terminal's background is, for programs that ask; unknown is not answered. */
  readonly background?: (() => Rgb | undefined) | undefined;
}

/** The learner's terminal as the compositor and the keys see it. */
export interface Pane {
  readonly columns: number;
  readonly rows: number;
  readonly modes: PaneModes;
  readonly lines: Lines;
  /** First visible line of `lines`. */
  readonly top: number;
  /** Lines scrolled back; 0 at the end. */
  readonly scrolledBack: number;
  write(bytes: Uint8Array | string, parsed?: () => void): void;
  /** Parses at once what is written next: a key's echo then needs no further turn of the event loop. */
  hurry(): void;
  resize(columns: number, rows: number): void;
  /** A visible row, `columns` cells wide, to be painted at `originX`. */
  row(y: number, paint: {readonly columns: number; readonly originX: number; readonly depth: ColourDepth}): string;
  /** Cell of the cursor; undefined when it is hidden or scrolled out of sight. */
  cursor(): {readonly x: number; readonly y: number} | undefined;
  scroll(lines: number): void;
  scrollToEnd(): void;
  /** Marks cells (a selection or a match) and brings them into sight when they are not. */
  mark(span: Span | undefined): void;
  dispose(): void;
}

/** A terminal emulator without a screen of its own: Unicode 11 widths, scrollback, and hooks for what is passed on. */
export function createPane({columns, rows, scrollback = 5000, events, background}: PaneOptions): Pane {
  const terminal = new headless.Terminal({
    cols: Math.max(2, columns),
    rows: Math.max(1, rows),
    scrollback,
    allowProposedApi: true,
    // Binary on the screen makes it write to the console, which is our screen.
    logLevel: 'off',
  });
  terminal.loadAddon(new unicode11.Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  const modes = watchModes(terminal);
  listen(terminal, events, background);
  const lines = bufferLines(terminal);
  const work = terminal.buffer.active.getNullCell();
  let marked: Span | undefined;
  const changed = () => events.changed?.();

  return {
    get columns() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
    get modes() {
      return modes();
    },
    lines,
    get top() {
      return terminal.buffer.active.viewportY;
    },
    get scrolledBack() {
      return terminal.buffer.active.baseY - terminal.buffer.active.viewportY;
    },
    write: (bytes, parsed) => terminal.write(bytes, parsed),
    hurry: () => terminal.input('', true),
    resize: (newColumns, newRows) => terminal.resize(Math.max(2, newColumns), Math.max(1, newRows)),
    row(y, {columns: wide, originX, depth}) {
      const line = terminal.buffer.active.viewportY + y;
      const span = marked && cellsIn(marked, line, terminal.cols);
      return serialiseRow(terminal.buffer.active.getLine(line), work, {columns: wide, originX, depth, marked: span});
    },
    cursor: () => (modes().cursorVisible ? cursorOf(terminal) : undefined),
    scroll(count) {
      terminal.scrollLines(count);
      changed();
    },
    scrollToEnd() {
      terminal.scrollToBottom();
      changed();
    },
    mark(span) {
      marked = span;
      if (span) bringIntoSight(terminal, span.from.line);
      changed();
    },
    dispose: () => terminal.dispose(),
  };
}

function cursorOf(terminal: Terminal): {readonly x: number; readonly y: number} | undefined {
  const {baseY, cursorX, cursorY, viewportY} = terminal.buffer.active;
  const y = baseY + cursorY - viewportY;
  if (y < 0 || y >= terminal.rows) return undefined;
  // After the last column the cursor waits beyond it.
  return {x: Math.min(cursorX, terminal.cols - 1), y};
}

function bringIntoSight(terminal: Terminal, line: number): void {
  const top = terminal.buffer.active.viewportY;
  if (line < top || line >= top + terminal.rows) terminal.scrollToLine(Math.max(0, line - (terminal.rows >> 1)));
}

/** The sequences headless xterm leaves to whoever owns the screen. See the numbers in xterm's ctlseqs. */
function listen(terminal: Terminal, events: Partial<PaneEvents>, background: PaneOptions['background']): void {
  terminal.onWriteParsed(() => events.changed?.());
  terminal.onData((data) => events.reply?.(Buffer.from(data, 'utf8')));
  terminal.onBinary((data) => events.reply?.(Buffer.from(data, 'latin1')));
  terminal.onBell(() => events.bell?.());
  terminal.onTitleChange((title) => events.title?.(title));
  terminal.parser.registerCsiHandler({intermediates: ' ', final: 'q'}, ([shape]) => {
    events.cursorShape?.(typeof shape === 'number' ? shape : 0);
    return false;
  });
  terminal.parser.registerOscHandler(52, (text) => {
    const [, data] = text.split(';');
    // Only writing: what the learner has copied elsewhere is nobody's business.
    if (data !== undefined && /^[\w+/]*={0,2}$/.test(data)) events.clipboard?.(data);
    return true;
  });
  terminal.parser.registerOscHandler(133, (text) => tell(parseMark133(text), events));
  terminal.parser.registerOscHandler(633, (text) => tell(parseMark633(text), events));
  terminal.parser.registerOscHandler(11, (text) => {
    const rgb = background?.();
    if (text !== '?' || rgb === undefined) return false;
    const parts = [16, 8, 0].map((shift) => ((rgb >> shift) & 255).toString(16).padStart(2, '0').repeat(2));
    events.reply?.(Buffer.from(`\x1b]11;rgb:${parts.join('/')}\x1b\\`));
    return true;
  });
}

function tell(mark: ShellMark | undefined, events: Partial<PaneEvents>): boolean {
  if (mark) events.mark?.(mark);
  return mark !== undefined;
}
