/** What is used of the process; a test has its own. */
export interface TerminalProcess {
  readonly pid: number;
  on(event: string, listener: (reason: unknown) => void): unknown;
  off(event: string, listener: (reason: unknown) => void): unknown;
  kill(pid: number, signal: string): unknown;
}

export interface ScreenOptions {
  readonly input: {setRawMode?(raw: boolean): unknown; resume(): unknown; pause(): unknown};
  /** Writes at once, also while the process is dying. */
  readonly write: (text: string) => void;
  readonly process: TerminalProcess;
  /** The whole screen has to be painted again: after a stop (Ctrl-Z from outside) and its continuation. */
  readonly onContinue: () => void;
}

/** The real terminal while it is ours. */
export interface Screen {
  enter(): void;
  /** Gives the terminal back as it was. Synchronous, and harmless when called again or never entered. */
  leave(): void;
  /** Takes the mouse, or hands it back so that text can be selected. */
  mouse(on: boolean): void;
}

/** Buttons and drags, in SGR form. */
const mouseOn = '\x1b[?1002h\x1b[?1006h';
const mouseOff = '\x1b[?1006l\x1b[?1003l\x1b[?1002l\x1b[?1000l';

/**
 * Alternate screen, bracketed paste, mouse. Lines do not wrap: should this terminal draw a character wider than we
 * think, the rest of the row is cut and the screen does not scroll.
 */
export const enterSequence = `\x1b[?1049h\x1b[?7l\x1b[?2004h${mouseOn}\x1b[0m\x1b[2J\x1b[H`;

/** Undoes everything a run may have left, also one that was killed: print it when in doubt. */
export const leaveSequence = `\x1b[?2026l${mouseOff}\x1b[?2004l\x1b[?1l\x1b>\x1b[?7h\x1b[0m\x1b[?25h\x1b[0 q\x1b[?1049l`;

/** Owns the terminal from `enter` to `leave`, and lets go of it while the process is stopped. */
export function createScreen({input, write, process, onContinue}: ScreenOptions): Screen {
  let entered = false;
  let withMouse = true;
  const begin = () => {
    input.setRawMode?.(true);
    input.resume();
    write(withMouse ? enterSequence : enterSequence + mouseOff);
  };
  const end = () => {
    // Raw mode may fail when the terminal hung up; what can still be written is written.
    for (const act of [() => input.setRawMode?.(false), () => input.pause(), () => write(leaveSequence)]) quietly(act);
  };
  const stop = () => {
    end();
    process.off('SIGTSTP', stop);
    process.kill(process.pid, 'SIGTSTP');
  };
  const proceed = () => {
    process.on('SIGTSTP', stop);
    begin();
    onContinue();
  };
  return {
    enter() {
      if (entered) return;
      entered = true;
      process.on('SIGTSTP', stop);
      process.on('SIGCONT', proceed);
      begin();
    },
    leave() {
      if (!entered) return;
      entered = false;
      process.off('SIGTSTP', stop);
      process.off('SIGCONT', proceed);
      end();
    },
    mouse(on) {
      withMouse = on;
      if (entered) write(on ? mouseOn : mouseOff);
    },
  };
}

/** Ways a process ends that leave no time for anything but this. */
export interface Ending {
  readonly exitCode: number;
  /** What was thrown, for the log; undefined for a signal. */
  readonly error: unknown;
}

/** Calls back once, whatever ends the process: a signal, an exception nobody caught, or exit (undefined). */
export function onEnding(process: TerminalProcess, ended: (ending: Ending | undefined) => void): void {
  let done = false;
  const once = (ending: Ending | undefined) => {
    if (done) return;
    done = true;
    ended(ending);
  };
  process.on('exit', () => once(undefined));
  for (const [signal, exitCode] of signals) process.on(signal, () => once({exitCode, error: undefined}));
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error: unknown) => once({exitCode: 1, error}));
  }
}

const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGQUIT', 131],
] as const;

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // The terminal is gone; so is the need to restore it.
  }
}
