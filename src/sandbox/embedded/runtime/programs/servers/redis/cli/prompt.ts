import type {TerminalDevice} from '../../../../process/descriptor.ts';
import {bytesOfText} from '../../../text/codec.ts';
import {promptLine} from '../../prompt-line.ts';
import {InputLines} from '../../read-input.ts';
import type {Reply} from '../reply.ts';
import {splitWords} from '../words.ts';
import {Unreachable} from './connection.ts';
import type {CliSession} from './session.ts';

type Show = (words: readonly string[], reply: Reply) => Promise<void>;

/** Commands line by line: with a prompt on a terminal, from standard input otherwise. */
export async function runPrompt(session: CliSession, show: Show): Promise<number> {
  const {process} = session;
  try {
    await session.connect();
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    await process.complain(error.message);
    if (!process.descriptor(0)?.terminal) return 1;
  }
  const terminal = process.descriptor(0)?.terminal;
  return terminal ? atTerminal(session, terminal, show) : fromInput(session, show);
}

async function atTerminal(session: CliSession, terminal: TerminalDevice, show: Show): Promise<number> {
  const history: string[] = [];
  for (;;) {
    const typed = await promptLine(session.process, terminal, {prompt: session.prompt, history});
    if (typed.kind !== 'line') return 0;
    if ((await runLine(session, bytesOfText(typed.text), show)) === 'quit') return 0;
  }
}

async function fromInput(session: CliSession, show: Show): Promise<number> {
  const lines = new InputLines(session.process);
  for (let line = await lines.next(); line !== undefined; line = await lines.next())
    if ((await runLine(session, line, show)) === 'quit') return 0;
  return 0;
}

async function runLine(session: CliSession, line: string, show: Show): Promise<'quit' | undefined> {
  const {process} = session;
  const words = splitWords(line);
  if (!words) {
    await process.print('Invalid argument(s)\n');
    return undefined;
  }
  const [name] = words.map((word) => word.toLowerCase());
  if (name === undefined) return undefined;
  if (name === 'quit' || name === 'exit') return 'quit';
  if (name === 'clear') await process.print('\x1b[H\x1b[2J');
  else if (name === 'help' || name === '?') await process.print(help);
  else await runCommand(session, words, show);
  return undefined;
}

const help = `To get help about Redis commands see https://redis.io/docs/latest/commands/
      "quit" to exit
`;

async function runCommand(session: CliSession, words: readonly string[], show: Show): Promise<void> {
  const {process} = session;
  try {
    const connection = await session.connect();
    const reply = await connection.ask(words);
    if (!reply) {
      session.lose();
      return;
    }
    remember(session, words, reply);
    await show(words, reply);
    if (/^(p?subscribe|monitor)$/i.test(words[0] ?? '') && reply.kind !== 'error') await listen(session, words, show);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    await process.complain(error.message);
  }
}

/** What the prompt shows of it. */
function remember(session: CliSession, words: readonly string[], reply: Reply): void {
  const name = words[0]?.toLowerCase();
  if (reply.kind === 'error') {
    if (name === 'exec' || name === 'discard') session.isInTransaction = false;
    return;
  }
  if (name === 'select') session.database = Number(words[1] ?? 0);
  if (name === 'multi') session.isInTransaction = true;
  if (name === 'exec' || name === 'discard') session.isInTransaction = false;
}

/** Messages until somebody presses ^C; then the connection begins anew. */
async function listen(session: CliSession, words: readonly string[], show: Show): Promise<void> {
  const {process} = session;
  const {connection} = session;
  if (!connection) return;
  await process.print('Reading messages... (press Ctrl-C to quit or any key to type command)\n');
  let enough: () => void = () => {};
  const interrupted = new Promise<undefined>((resolve) => {
    enough = () => resolve(undefined);
  });
  process.onSignal('SIGINT', enough);
  try {
    for (;;) {
      const reply = await process.wait(Promise.race([connection.next(), interrupted]));
      if (!reply) break;
      await show(words, reply);
    }
  } finally {
    process.onSignal('SIGINT', undefined);
  }
  session.lose();
  await session.connect();
}
