import {isSystemError} from '../../system-error.ts';
import type {TerminalDevice} from '../process/descriptor.ts';
import type {Process} from '../process/process.ts';
import {type CommandLine, CommandLineError, parseCommandLine} from './command-line.ts';
import {runInteractive} from './interactive/session.ts';
import {conclude} from './run/conclude.ts';
import {runInput} from './run/input.ts';
import {readScriptFile} from './run/script-file.ts';
import {runText} from './run/text.ts';
import {importEnvironment} from './state/import.ts';
import {ShellFault} from './state/outcome.ts';
import {type Interpreter, plainly, Shell} from './state/shell.ts';

/** The whole life of a shell process. */
export async function startShell(process: Process, interpreter: Interpreter): Promise<number> {
  const own = process.argv[0] ?? 'sh';
  let line: CommandLine;
  try {
    line = parseCommandLine(process.argv);
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error;
    await process.complain(`${own}: ${error.message}`);
    return 2;
  }
  const {script, positional, options} = line;
  const shell = new Shell({process, interpreter, name: line.name ?? own, positional});
  for (const key of options) shell.options.set(key, true);
  importEnvironment(shell);
  const terminal = terminalOf(process);
  if (script.kind === 'input' && terminal) shell.options.set('i', true);
  return conclude(shell, async () => {
    if (line.login) await readProfiles(shell);
    if (shell.isInteractive) await readIfThere(shell, shell.variables.get('ENV'));
    return runMain(shell, line, terminal);
  });
}

/** Where a person sits: both what is typed and what is told go there. */
function terminalOf(process: Process): TerminalDevice | undefined {
  const {terminal} = process.descriptor(0) ?? {};
  return process.descriptor(2)?.terminal && terminal;
}

async function runMain(shell: Shell, {script}: CommandLine, terminal: TerminalDevice | undefined): Promise<number> {
  switch (script.kind) {
    case 'text':
      shell.line = 0;
      return runText(shell, script.text, {tested: false, last: true, line: 0});
    case 'file':
      shell.commandName = shell.name;
      return runText(shell, await readScript(shell, script.path), {...plainly, line: 1});
    case 'input':
      return shell.isInteractive && terminal ? runInteractive(shell, terminal) : runInput(shell);
  }
}

async function readScript(shell: Shell, path: string): Promise<string> {
  try {
    return await readScriptFile(shell, path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ShellFault(`${shell.process.argv[0] ?? 'sh'}: can't open '${path}': ${error.message}`);
  }
}

async function readProfiles(shell: Shell): Promise<void> {
  await readIfThere(shell, '/etc/profile');
  await readIfThere(shell, `${shell.variables.get('HOME') ?? ''}/.profile`);
}

async function readIfThere(shell: Shell, path: string | undefined): Promise<void> {
  const {files} = shell.process;
  if (!path || files.stat(path)?.kind !== 'file' || !files.allows(path, 4)) return;
  const {commandName} = shell;
  shell.commandName = path;
  await runText(shell, await readScript(shell, path), {...plainly, line: 1});
  shell.commandName = commandName;
  shell.skip = undefined;
}
