import type {ShellStart} from './integration.ts';

/** A running program behind a pseudo-terminal. */
export interface Pty {
  readonly pid: number;
  write(bytes: Uint8Array | string): void;
  resize(columns: number, rows: number): void;
  /** Hangs up: the shell tells its jobs. Safe at any time, also in an exit handler. */
  kill(): void;
}

export interface PtyOptions {
  readonly start: ShellStart;
  /** The sandbox's environment; the pane's own variables are added here. */
  readonly variables: {readonly [name: string]: string};
  readonly folder: string;
  readonly columns: number;
  readonly rows: number;
  /** The outer terminal shows 24-bit colours. */
  readonly trueColour: boolean;
  /** Bytes as they come; call `consumed` when they are parsed: that is what holds a flood back. */
  readonly onOutput: (bytes: Uint8Array, consumed: () => void) => void;
  /** Its last bytes may be lost (node-pty), so never run checks through a PTY. */
  readonly onExit: (exitCode: number) => void;
}

export type OpenPty = (options: PtyOptions) => Pty;

/** The native module, or in one line why it does not work here. */
export type PtyModule =
  | {readonly works: true; readonly open: OpenPty}
  | {readonly works: false; readonly reason: string};

/** Loads the native module, which has no build for some platforms (musl, for one). Never rejects. */
export async function loadPty(
  load: () => Promise<NativeModule> = () => import('@lydell/node-pty'),
): Promise<PtyModule> {
  try {
    const native = await load();
    return {works: true, open: (options) => openPty(native, options)};
  } catch (error) {
    return {works: false, reason: firstLine(error)};
  }
}

/** What is used of node-pty. With `encoding: null` it hands out and takes bytes, which its types do not say. */
interface NativePty {
  readonly pid: number;
  onData(listener: (data: unknown) => void): unknown;
  onExit(listener: (exit: {exitCode: number; signal?: number}) => void): unknown;
  write(data: string | Uint8Array): void;
  resize(columns: number, rows: number): void;
  pause(): void;
  resume(): void;
  kill(signal?: string): void;
}

interface NativeModule {
  spawn(file: string, args: string[], options: NativeOptions): NativePty;
}

interface NativeOptions {
  name: string;
  cols: number;
  rows: number;
  cwd: string;
  env: {[name: string]: string};
  encoding: null;
}

function openPty(native: NativeModule, options: PtyOptions): Pty {
  const {start, columns, rows} = options;
  const child = native.spawn(start.file, [...start.args], {
    name: 'xterm-256color',
    cols: Math.max(2, columns),
    rows: Math.max(1, rows),
    cwd: options.folder,
    env: {...paneVariables(options.variables, options.trueColour), ...start.variables},
    encoding: null,
  });
  let ended = false;
  child.onData(withBackpressure(child, options.onOutput));
  child.onExit(({exitCode, signal}) => {
    ended = true;
    options.onExit(signal ? 128 + signal : exitCode);
  });
  return {
    pid: child.pid,
    write: (bytes) => (ended ? undefined : child.write(bytes)),
    resize: (newColumns, newRows) =>
      ended ? undefined : quietly(() => child.resize(Math.max(2, newColumns), Math.max(1, newRows))),
    kill: () => (ended ? undefined : quietly(() => child.kill('SIGHUP'))),
  };
}

/** More than this unparsed, and the program behind the PTY has to wait. */
const highBytes = 512 * 1024;
const lowBytes = 64 * 1024;

/** Pauses the reader at 512 KiB of unparsed output and resumes it at 64 KiB, so that Ctrl-C works in a flood. */
export function withBackpressure(
  reader: {pause(): void; resume(): void},
  onOutput: PtyOptions['onOutput'],
): (data: unknown) => void {
  let waiting = 0;
  let paused = false;
  return (data) => {
    const bytes = data instanceof Uint8Array ? data : Buffer.from(String(data));
    waiting += bytes.length;
    if (waiting > highBytes && !paused) {
      paused = true;
      reader.pause();
    }
    onOutput(bytes, () => {
      waiting -= bytes.length;
      if (paused && waiting < lowBytes) {
        paused = false;
        reader.resume();
      }
    });
  };
}

/** Programs look at these to guess what the terminal can do; here the terminal is the pane. */
const ofOtherTerminals =
  /^(TMUX|TMUX_PANE|STY|WINDOW|WINDOWID|LINES|COLUMNS|TERMCAP|TERM|COLORTERM|TERM_PROGRAM.*|VTE_VERSION|KITTY_.*|WEZTERM_.*|ITERM_.*|LC_TERMINAL.*|KONSOLE_.*|VSCODE_.*|GHOSTTY_.*|WT_.*)$/;

function paneVariables(variables: {readonly [name: string]: string}, trueColour: boolean): {[name: string]: string} {
  const kept = Object.entries(variables).filter(([name]) => !ofOtherTerminals.test(name));
  return {...Object.fromEntries(kept), TERM_PROGRAM: 'k8s-learn', ...(trueColour ? {COLORTERM: 'truecolor'} : {})};
}

/** The child may be gone an instant before we hear of it. */
function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // Nothing left to resize or to hang up.
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
