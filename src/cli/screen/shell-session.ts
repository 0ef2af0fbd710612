import type {Clock} from '../../clock.ts';
import type {ShellStart} from '../../sandbox/shell/integration.ts';
import type {OpenPty, Pty} from '../../sandbox/shell/pty.ts';
import {keysForShell, pasteForShell} from '../../ui/terminal/to-shell.ts';
import type {Pane, PaneEvents} from '../../ui/terminal/vt.ts';
import {createPane} from '../../ui/terminal/vt.ts';

export interface ShellSessionOptions {
  readonly open: OpenPty;
  readonly start: () => {
    readonly start: ShellStart;
    readonly variables: {readonly [name: string]: string};
    readonly folder: string;
  };
  readonly trueColour: boolean;
  readonly size: () => {readonly columns: number; readonly rows: number};
  readonly background: () => number | undefined;
  readonly clock: Clock;
  readonly onChange: () => void;
  readonly onState: () => void;
  /** A command line has ended; the exit code is undefined where the shell does not tell. */
  readonly onCommand: (line: string, exitCode: number | undefined) => void;
  /** Bell, cursor shape and clipboard go on to the real terminal. */
  readonly events: Pick<PaneEvents, 'bell' | 'cursorShape' | 'clipboard'>;
}

/** The learner's shell with its terminal, and a new one when it has ended. */
export interface ShellSession {
  readonly state: 'starting' | 'runs' | 'ended';
  /** Why it could not be started; '' when it could. */
  readonly trouble: string;
  readonly pane: Pane;
  keys(bytes: Buffer): void;
  paste(bytes: Buffer): void;
  /** Puts text on the prompt without running it; several lines stay one edit where the shell can do that. */
  type(text: string): void;
  /** Goes to a folder at the next prompt. */
  enter(folder: string): void;
  resize(): void;
  restart(): void;
  kill(): void;
}

const killLine = Buffer.from('\x15');

export function createShellSession(options: ShellSessionOptions): ShellSession {
  let state: ShellSession['state'] = 'starting';
  let pty: Pty | undefined;
  let atPrompt = false;
  let folder = '';
  let trouble = '';
  let line = '';
  let pane = newPane();

  function newPane(): Pane {
    return createPane({
      ...options.size(),
      background: options.background,
      events: {
        ...options.events,
        changed: options.onChange,
        reply: (bytes) => pty?.write(bytes),
        mark: (mark) => {
          if (mark.type === 'line') line = mark.line;
          if (mark.type === 'done') options.onCommand(line, mark.exitCode);
          atPrompt = mark.type === 'input';
          if (atPrompt) goToFolder();
        },
      },
    });
  }

  function begin(): void {
    state = 'starting';
    trouble = '';
    folder = '';
    try {
      pty = open();
    } catch (error) {
      // A full disk, a working folder that is gone: the learner can mend that and try again.
      state = 'ended';
      trouble = error instanceof Error ? error.message : String(error);
      options.onState();
    }
  }

  function open(): Pty {
    const {start, variables, folder: first} = options.start();
    return options.open({
      start,
      variables,
      folder: first,
      ...options.size(),
      trueColour: options.trueColour,
      onOutput: (bytes, consumed) => {
        if (state === 'starting') {
          state = 'runs';
          options.onState();
        }
        pane.write(bytes, consumed);
      },
      onExit: () => {
        state = 'ended';
        atPrompt = false;
        options.onState();
      },
    });
  }

  function goToFolder(): void {
    if (folder === '' || !atPrompt) return;
    // The blank keeps it out of the history.
    pty?.write(Buffer.concat([killLine, Buffer.from(` cd '${folder.replaceAll("'", `'\\''`)}'\r`)]));
    folder = '';
  }

  begin();
  return {
    get state() {
      return state;
    },
    get trouble() {
      return trouble;
    },
    get pane() {
      return pane;
    },
    keys(bytes) {
      if (pane.scrolledBack > 0) pane.scrollToEnd();
      // Parses the echo in the turn it arrives in.
      pane.hurry();
      pty?.write(keysForShell(bytes, pane.modes.keyboard));
    },
    paste(bytes) {
      if (pane.scrolledBack > 0) pane.scrollToEnd();
      pty?.write(pasteForShell(bytes, pane.modes.keyboard));
    },
    type(text) {
      const bytes = Buffer.from(pane.modes.keyboard.bracketedPaste ? text : (text.split('\n')[0] ?? ''));
      pty?.write(Buffer.concat([atPrompt ? killLine : Buffer.alloc(0), pasteForShell(bytes, pane.modes.keyboard)]));
    },
    enter(wanted) {
      folder = wanted;
      goToFolder();
    },
    resize() {
      const {columns, rows} = options.size();
      if (columns === pane.columns && rows === pane.rows) return;
      pane.resize(columns, rows);
      pty?.resize(columns, rows);
    },
    restart() {
      pty?.kill();
      pane.dispose();
      pane = newPane();
      begin();
    },
    kill: () => pty?.kill(),
  };
}
