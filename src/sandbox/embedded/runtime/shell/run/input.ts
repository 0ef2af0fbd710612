import {decode} from '../../../bytes/bytes.ts';
import {plainly, type Shell} from '../state/shell.ts';
import {parseLines} from '../syntax/parse.ts';
import {LineInput} from './line-input.ts';
import {attend} from './news.ts';
import {syntaxFault} from './text.ts';

/** Commands that belong together, with their here-documents, are no longer than this. */
const longestCommands = 8 * 1024 * 1024;

/** Runs what comes on standard input, line by line: commands may read the lines that follow theirs. */
export async function runInput(shell: Shell): Promise<number> {
  let lineNumber = 1;
  for (;;) {
    const commands = await readCommands(shell, lineNumber);
    if (commands === undefined) return shell.status;
    lineNumber = commands.line;
    shell.lineRead = lineNumber;
    await shell.interpreter.run(shell, commands.script, plainly);
    if (shell.skip) return shell.status;
  }
}

async function readCommands(
  shell: Shell,
  line: number,
): Promise<Extract<ReturnType<typeof parseLines>, {kind: 'commands'}> | undefined> {
  let text = '';
  let mayEnd = (_: string): boolean => true;
  try {
    for (;;) {
      const read = await readLine(shell);
      if (shell.options.has('v')) await shell.process.write(2, read ?? '');
      shell.hold(read?.length ?? 0);
      text += read ?? '';
      if (text === '') return undefined;
      if (text.length > longestCommands) throw shell.outOfMemory();
      const isLast = read === undefined || !read.endsWith('\n');
      if (!isLast && !mayEnd(read.slice(0, -1))) continue;
      const progress = parseLines(text, {aliases: shell.aliases, line, final: isLast});
      if (progress.kind === 'fault') throw syntaxFault(shell, progress.fault);
      if (progress.kind === 'commands') return progress;
      mayEnd = progress.mayEnd;
    }
  } finally {
    shell.release(text.length);
  }
}

/** A line with its newline; undefined at the end. Traps run while there is nothing to read. */
async function readLine(shell: Shell): Promise<string | undefined> {
  const bytes: number[] = [];
  for (;;) {
    const why = await readInto(shell, bytes);
    if (why === 'line') return decode(Uint8Array.from(bytes));
    if (why === 'end') return bytes.length === 0 ? undefined : decode(Uint8Array.from(bytes));
    await attend(shell);
  }
}

/** Reads on in a line, and tells why it stopped. */
async function readInto(shell: Shell, bytes: number[]): Promise<'line' | 'end' | 'called off'> {
  const input = new LineInput({shell, fd: 0});
  try {
    for (;;) {
      const byte = input.nextAtHand() ?? (await input.next());
      if (typeof byte !== 'number') return byte === 'called off' ? byte : 'end';
      bytes.push(byte);
      if (byte === 0x0a) return 'line';
    }
  } finally {
    input.close();
  }
}
