import headless, {type Terminal as Screen} from '@xterm/headless';
import {encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import type {Process} from '../../../../../src/sandbox/embedded/runtime/process/process.ts';
import {Terminal} from '../../../../../src/sandbox/embedded/runtime/terminal/terminal.ts';
import {type Box, createBox} from './box.ts';
import {corpusEnvironment, corpusFolder} from './corpus.ts';

/** A person at a shell: types, and sees a screen. */
export interface Session {
  readonly box: Box;
  readonly process: Process;
  readonly terminal: Terminal;
  /** Types, and lets everything happen that follows at once. */
  type(text: string): Promise<void>;
  /** Lets time go by. */
  pass(ms: number): Promise<void>;
  /** The lines of the screen, without blanks at their ends and without the empty ones at its own. */
  lines(): Promise<readonly string[]>;
  /** Where the cursor is, from 0. */
  cursor(): Promise<{readonly row: number; readonly column: number}>;
}

/** Starts a shell at a terminal, as the first process unless `argv` says otherwise. */
export async function openSession({
  argv = ['sh'],
  files = {},
  columns = 40,
  env = {},
  user,
}: {
  readonly argv?: readonly string[];
  readonly files?: {readonly [path: string]: string};
  readonly columns?: number;
  readonly env?: {readonly [name: string]: string};
  readonly user?: Process['user'];
} = {}): Promise<Session> {
  const box = createBox({files});
  const terminal = new Terminal({columns, rows: 24});
  const screen = new headless.Terminal({cols: columns, rows: 24, allowProposedApi: true});
  void follow(terminal, screen);
  const {process} = box.machine.start(argv, {
    folder: corpusFolder,
    env: {...corpusEnvironment, ...env},
    terminal,
    ...(user ? {user} : {}),
  });
  const settle = async (): Promise<void> => {
    await box.clock.settle();
    await new Promise<void>((resolve) => screen.write('', resolve));
  };
  await settle();
  return {
    box,
    process,
    terminal,
    async type(text) {
      await terminal.input.write(encode(text));
      await settle();
    },
    async pass(ms) {
      await box.clock.advance(ms);
      await settle();
    },
    async lines() {
      await settle();
      const buffer = screen.buffer.active;
      const lines = Array.from({length: 24}, (_, row) => (buffer.getLine(row)?.translateToString() ?? '').trimEnd());
      return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
    },
    async cursor() {
      await settle();
      return {row: screen.buffer.active.cursorY, column: screen.buffer.active.cursorX};
    },
  };
}

async function follow(terminal: Terminal, screen: Screen): Promise<void> {
  for (let bytes = await terminal.output.read(); bytes; bytes = await terminal.output.read()) screen.write(bytes);
}
