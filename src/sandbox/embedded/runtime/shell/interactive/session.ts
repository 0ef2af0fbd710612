import type {TerminalDevice} from '../../process/descriptor.ts';
import {takeTerminal} from '../run/foreground.ts';
import {attend} from '../run/news.ts';
import {syntaxFault} from '../run/text.ts';
import {jobLine} from '../state/job-lines.ts';
import {ExitShell, Interrupted, ShellFault} from '../state/outcome.ts';
import {plainly, type Shell} from '../state/shell.ts';
import {parseLines} from '../syntax/parse.ts';
import {editLine} from './editor.ts';
import {promptOf} from './prompt.ts';

/** Reads commands at a terminal and runs them, until there are no more. */
export async function runInteractive(shell: Shell, terminal: TerminalDevice): Promise<number> {
  const before = terminal.foreground;
  shell.tellsLine = false;
  shell.options.set('m', true);
  shell.jobControl = {terminal};
  takeTerminal(shell, shell.process.group);
  handleSignals(shell);
  try {
    for (;;) {
      const goesOn = await runNext(shell, terminal);
      if (!goesOn) return shell.status;
    }
  } finally {
    terminal.foreground = before;
    letJobsGo(shell);
  }
}

/** A shell somebody works at does not end by what is meant for the commands it runs. */
function handleSignals(shell: Shell): void {
  shell.traps.handle('SIGINT', () => {
    shell.interrupted = true;
    shell.bell.ring();
  });
  for (const signal of ['SIGQUIT', 'SIGTERM', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'] as const)
    shell.traps.handle(signal, () => {});
}

/** One command; false at the end. What goes wrong in it is told, and the shell goes on. */
async function runNext(shell: Shell, terminal: TerminalDevice): Promise<boolean> {
  try {
    await tellOfJobs(shell);
    const script = await readCommand(shell, terminal);
    if (script === 'end') return leave(shell);
    if (script === 'interrupted') {
      // What a trap says about it is done, if there is one.
      shell.process.kill('SIGINT');
      await attend(shell);
      return true;
    }
    const wasWarned = shell.warnedOfJobs;
    await shell.interpreter.run(shell, script, plainly);
    if (wasWarned) shell.warnedOfJobs = false;
  } catch (error) {
    if (error instanceof Interrupted) {
      shell.status = 130;
      await shell.process.write(2, '\n');
    } else if (error instanceof ShellFault) {
      if (error.message !== '') await shell.process.complain(error.message);
      shell.status = error.code;
    } else throw error;
  }
  shell.skip = undefined;
  shell.loops = 0;
  return true;
}

type Read = Extract<ReturnType<typeof parseLines>, {kind: 'commands'}>['script'] | 'end' | 'interrupted';

/** The lines of one command. */
async function readCommand(shell: Shell, terminal: TerminalDevice): Promise<Read> {
  let text = '';
  for (;;) {
    const edited = await editLine(shell, terminal, await promptOf(shell, text === '' ? 'PS1' : 'PS2'));
    if (edited.kind === 'interrupted') return 'interrupted';
    if (edited.kind === 'end' && text === '') return 'end';
    if (edited.kind === 'line') text += `${edited.text}\n`;
    const progress = parseLines(text, {aliases: shell.aliases, line: 1, final: edited.kind === 'end'});
    if (progress.kind === 'commands') return progress.script;
    if (progress.kind === 'fault') throw syntaxFault(shell, progress.fault);
  }
}

/** Tells of jobs that have ended or were stopped since they were last told of. */
async function tellOfJobs(shell: Shell): Promise<void> {
  for (const job of shell.jobs.list()) {
    const {kind} = job.state;
    if (kind !== job.told) await shell.process.write(2, `${jobLine(shell.jobs, job)}\n`);
    job.told = kind;
    if (kind === 'ended') shell.jobs.remove(job);
  }
}

/** Nobody is left to make stopped jobs go on: as the kernel does, they are told so. */
function letJobsGo({jobs, process}: Shell): void {
  for (const {state, group} of jobs.list()) {
    if (state.kind !== 'stopped' || group === undefined) continue;
    process.space.killGroup(group, 'SIGHUP');
    process.space.killGroup(group, 'SIGCONT');
  }
}

/** The end of the input ends the shell, unless jobs are stopped and nobody was told of them. */
async function leave(shell: Shell): Promise<boolean> {
  const {status} = shell;
  try {
    await shell.interpreter.call(shell, ['exit'], {manner: plainly});
  } catch (error) {
    if (!(error instanceof ExitShell)) throw error;
    shell.status = status;
    return false;
  }
  return true;
}
