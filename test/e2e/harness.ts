import {type IPty, spawn} from '@lydell/node-pty';
import unicode11 from '@xterm/addon-unicode11';
import headless, {type Terminal} from '@xterm/headless';

export interface StartOptions {
  readonly command: string;
  readonly args?: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  /** Laid over this process's environment; `undefined` removes a variable. */
  readonly env?: {readonly [name: string]: string | undefined};
  readonly folder?: string;
}

export type Wanted = string | RegExp | ((screen: string) => boolean);

/** A program in a terminal of its own: a PTY with an emulator as its screen. */
export interface Harness {
  readonly terminal: Terminal;
  readonly pid: number;
  /** Resolves when the screen shows it; rejects with the screen after `timeoutMs` (10 s unless told). */
  waitFor(wanted: Wanted, timeoutMs?: number): Promise<void>;
  /** Resolves when nothing has been written for `quietMs` (100 unless told). */
  idle(quietMs?: number): Promise<void>;
  /** The visible lines, without trailing blanks. */
  screen(): string;
  keys(bytes: string | Uint8Array): void;
  resize(columns: number, rows: number): void;
  cells(rect?: Rect): readonly (readonly Cell[])[];
  cursor(): {readonly x: number; readonly y: number; readonly visible: boolean};
  /** Everything the program has written so far. */
  output(): Buffer;
  /** Resolves with its exit code. */
  readonly ended: Promise<number>;
  /** Kills the program and waits for its end. */
  close(): Promise<void>;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What one cell shows. `width` 0 is the right half of a wide character. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  readonly style: string;
}

/** Starts a program in a PTY; every wait has a timeout and shows the screen when it fails. */
export function start(options: StartOptions): Harness {
  const {columns = 120, rows = 36} = options;
  const terminal = emulator(columns, rows);
  const cursorShown = watchCursor(terminal);
  const child = spawn(options.command, [...(options.args ?? [])], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.folder ?? process.cwd(),
    env: environment(options.env ?? {}),
    encoding: null,
  });
  const written: Buffer[] = [];
  const watchers = new Set<() => void>();
  let lastAt = performance.now();
  const notify = () => {
    for (const watcher of [...watchers]) watcher();
  };
  child.onData((data: unknown) => {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.from(String(data));
    written.push(bytes);
    lastAt = performance.now();
    terminal.write(bytes, notify);
  });
  terminal.onData((reply) => send(child, reply));
  let live = true;
  const ended = new Promise<number>((resolve) => {
    child.onExit(({exitCode, signal}) => {
      live = false;
      resolve(signal ? 128 + signal : exitCode);
      notify();
    });
  });
  const screen = () => screenOf(terminal);

  return {
    terminal,
    pid: child.pid,
    ended,
    screen,
    waitFor: (wanted, timeoutMs = 10_000) =>
      until({wanted: describe(wanted), holds: () => matches(wanted, screen()), watchers, timeoutMs, screen}),
    idle: (quietMs = 100) => quiet(() => lastAt, quietMs),
    keys: (bytes) => (live ? send(child, bytes) : undefined),
    resize(newColumns, newRows) {
      terminal.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    cells: (rect = {x: 0, y: 0, width: terminal.cols, height: terminal.rows}) => cellsOf(terminal, rect),
    cursor: () => ({x: terminal.buffer.active.cursorX, y: terminal.buffer.active.cursorY, visible: cursorShown()}),
    output: () => Buffer.concat(written),
    async close() {
      if (live) child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A terminal of a size that counts widths as ours does. */
export function emulator(columns: number, rows: number): Terminal {
  const terminal = new headless.Terminal({
    cols: columns,
    rows,
    scrollback: 1000,
    allowProposedApi: true,
    logLevel: 'off',
  });
  terminal.loadAddon(new unicode11.Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  return terminal;
}

/** A CI variable makes Ink draw nothing, and a surrounding tmux would be talked to. */
function environment(extra: {readonly [name: string]: string | undefined}): {[name: string]: string} {
  const merged = {...process.env, LC_ALL: 'C.UTF-8', ...extra};
  const without =
    /^(CI|CONTINUOUS_INTEGRATION|TMUX|TMUX_PANE|STY|LINES|COLUMNS|VITEST.*|NODE_ENV|NO_COLOR|FORCE_COLOR)$/;
  const kept: {[name: string]: string} = {};
  for (const [name, value] of Object.entries(merged)) {
    if (value !== undefined && (name in extra || !without.test(name))) kept[name] = value;
  }
  return kept;
}

/** node-pty takes bytes too; its types know only strings. */
function send(child: {write(data: string | Uint8Array): void} & Pick<IPty, 'pid'>, bytes: string | Uint8Array): void {
  child.write(bytes);
}

function watchCursor(terminal: Terminal): () => boolean {
  let visible = true;
  const watch = (final: string, value: boolean) =>
    terminal.parser.registerCsiHandler({prefix: '?', final}, (params) => {
      if (params.includes(25)) visible = value;
      return false;
    });
  watch('h', true);
  watch('l', false);
  return () => visible;
}

function screenOf(terminal: Terminal): string {
  const buffer = terminal.buffer.active;
  const line = (y: number) => buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? '';
  return Array.from({length: terminal.rows}, (_, y) => line(y).trimEnd())
    .join('\n')
    .trimEnd();
}

function matches(wanted: Wanted, screen: string): boolean {
  if (typeof wanted === 'string') return screen.includes(wanted);
  return wanted instanceof RegExp ? wanted.test(screen) : wanted(screen);
}

function describe(wanted: Wanted): string {
  return typeof wanted === 'string' ? JSON.stringify(wanted) : String(wanted);
}

interface Until {
  readonly wanted: string;
  readonly holds: () => boolean;
  readonly watchers: Set<() => void>;
  readonly timeoutMs: number;
  readonly screen: () => string;
}

function until({wanted, holds, watchers, timeoutMs, screen}: Until): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => {
      if (!holds()) return;
      watchers.delete(check);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      watchers.delete(check);
      reject(new Error(`not on the screen within ${timeoutMs} ms: ${wanted}\n${screen()}`));
    }, timeoutMs);
    watchers.add(check);
    check();
  });
}

function quiet(lastAt: () => number, quietMs: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const left = quietMs - (performance.now() - lastAt());
      if (left <= 0) resolve();
      else setTimeout(look, left);
    };
    look();
  });
}

/** What an emulator shows in a part of its screen. */
export function cellsOf(terminal: Terminal, rect: Rect): readonly (readonly Cell[])[] {
  const buffer = terminal.buffer.active;
  return Array.from({length: rect.height}, (_, y) => {
    const line = buffer.getLine(buffer.viewportY + rect.y + y);
    return Array.from({length: rect.width}, (__, x): Cell => {
      const cell = line?.getCell(rect.x + x);
      if (!cell) return {text: ' ', width: 1, style: ''};
      return {
        text: cell.getChars() || (cell.getWidth() === 0 ? '' : ' '),
        width: cell.getWidth(),
        style: styleOf(cell),
      };
    });
  });
}

type BufferCell = NonNullable<ReturnType<NonNullable<ReturnType<Terminal['buffer']['active']['getLine']>>['getCell']>>;

function styleOf(cell: BufferCell): string {
  const flags = [
    cell.isBold() && 'bold',
    cell.isDim() && 'dim',
    cell.isItalic() && 'italic',
    cell.isUnderline() && 'underline',
    cell.isBlink() && 'blink',
    cell.isInverse() && 'inverse',
    cell.isInvisible() && 'invisible',
    cell.isStrikethrough() && 'strike',
    cell.isOverline() && 'overline',
    !cell.isFgDefault() && `fg:${cell.getFgColorMode()}:${cell.getFgColor()}`,
    !cell.isBgDefault() && `bg:${cell.getBgColorMode()}:${cell.getBgColor()}`,
  ];
  return flags.filter(Boolean).join(' ');
}
