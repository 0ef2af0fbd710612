import {spawn} from 'node:child_process';
import {basename} from 'node:path';
import {LearnError} from '../errors.ts';
import {findHost} from '../sandbox/host-client.ts';
import {sandboxEnvironment} from '../sandbox/shell/environment.ts';
import {exportLines, fishExportLines} from '../sandbox/shell/quote.ts';
import type {Context, ExitCode} from './context.ts';
import {currentPlace} from './context.ts';
import {enterIfPossible} from './enter.ts';
import {learnerShell} from './learner-shell.ts';
import {sandboxNoticeText} from './notice-text.ts';

/** `shell`: the learner's own shell in the sandbox, without the lesson. Its exit ends the command. */
export async function shell(context: Context): Promise<ExitCode> {
  const {words} = context;
  const course = await context.course();
  const {lesson} = currentPlace(course, context.progress());
  const sandbox = await context.sandbox('attend');
  for (const notice of await sandbox.notices()) context.note(sandboxNoticeText(notice, words));
  await enterIfPossible(context, sandbox);
  const {start, variables, folder} = learnerShell(context, lesson);
  context.note(words.shellIn(folder));
  const child = spawn(start.file, start.args, {cwd: folder, stdio: 'inherit', env: {...variables, ...start.variables}});
  // The shell handles ^C itself; this process waits for it to end.
  const wait = (): void => {};
  process.on('SIGINT', wait);
  try {
    return await new Promise<ExitCode>((resolve) => {
      child.once('exit', () => resolve(0));
      child.once('error', (error) => {
        context.note(`${basename(start.file)}: ${error.message}`);
        resolve(3);
      });
    });
  } finally {
    process.removeListener('SIGINT', wait);
  }
}

/** `sandbox env`: shell lines that point another terminal at the sandbox. */
async function sandboxEnv(context: Context): Promise<ExitCode> {
  const {options, out, env} = context;
  const sandbox = await context.sandbox('plain');
  await enterIfPossible(context, sandbox);
  const changes = sandboxEnvironment(sandbox.shell);
  if (options.json) {
    out(JSON.stringify({set: changes.set, unset: changes.unset, folder: sandbox.shell.folder}, null, 2));
    return 0;
  }
  const isFish = basename(env['SHELL'] ?? '') === 'fish';
  out(isFish ? fishExportLines(changes) : exportLines(changes));
  return 0;
}

/** `sandbox stop`: ends the background process; what the learner made in a real Docker stays. */
async function sandboxStop(context: Context): Promise<ExitCode> {
  const {words, paths} = context;
  const host = await findHost(paths);
  await host?.stop();
  const stopped = host?.about.docker === 'embedded' ? words.sandboxForgotten : words.sandboxStopped;
  context.note(host ? stopped : words.sandboxNotRunning);
  return 0;
}

/** `sandbox env|stop`. */
export async function sandboxCommand(context: Context, [what]: readonly string[]): Promise<ExitCode> {
  if (what === 'env') return sandboxEnv(context);
  if (what === 'stop') return sandboxStop(context);
  throw new LearnError({
    code: 'UNKNOWN_COMMAND',
    message: context.words.sandboxKnows(what ?? ''),
    fix: context.words.help,
    exitCode: 2,
  });
}
