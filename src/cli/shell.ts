import {spawn} from 'node:child_process';
import {basename} from 'node:path';
import {LearnError} from '../errors.ts';
import {findHost} from '../sandbox/host-client.ts';
import {sandboxEnvironment, shellEnvironment} from '../sandbox/shell/environment.ts';
import {integrateShell} from '../sandbox/shell/integration.ts';
import {workFolder} from '../work-folder.ts';
import type {Context, ExitCode} from './context.ts';
import {currentPlace} from './context.ts';

/** `shell`: the learner's own shell in the sandbox, without the lesson. Its exit ends the command. */
export async function shell(context: Context): Promise<ExitCode> {
  const {words, env, paths} = context;
  const course = await context.course();
  const {lesson} = currentPlace(course, context.progress());
  const sandbox = await context.sandbox('attend');
  const folder = workFolder(sandbox.shell.folder, lesson).path;
  const places = {...sandbox.shell, folder};
  const variables = shellEnvironment({base: env, ...places});
  const start = integrateShell({
    shell: env['SHELL'] || '/bin/sh',
    folder: paths.shell,
    environment: sandboxEnvironment(places),
    variables,
    colour: env['NO_COLOR'] === undefined,
  });
  context.note(words.shellIn(folder));
  const child = spawn(start.file, start.args, {cwd: folder, stdio: 'inherit', env: {...variables, ...start.variables}});
  // The shell handles ^C itself; this process waits for it to end.
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      context.note(`${basename(start.file)}: ${error.message}`);
      resolve();
    });
  });
  return 0;
}

/** `sandbox env`: shell lines that point another terminal at the sandbox. */
async function sandboxEnv(context: Context): Promise<ExitCode> {
  const {options, out, env} = context;
  const sandbox = await context.sandbox('plain');
  const {set, unset} = sandboxEnvironment(sandbox.shell);
  if (options.json) {
    out(JSON.stringify({set, unset, folder: sandbox.shell.folder}, null, 2));
    return 0;
  }
  const fish = basename(env['SHELL'] ?? '') === 'fish';
  for (const name of unset) if (env[name] !== undefined) out(fish ? `set -e ${name};` : `unset ${name};`);
  for (const [name, value] of Object.entries(set))
    out(fish ? `set -gx ${name} ${quote(value)};` : `export ${name}=${quote(value)};`);
  return 0;
}

/** `sandbox stop`: ends the background process; what the learner made stays. */
async function sandboxStop(context: Context): Promise<ExitCode> {
  const {words, paths} = context;
  const host = await findHost(paths, 'real');
  await host?.stop();
  context.note(host ? words.sandboxStopped : words.sandboxNotRunning);
  return 0;
}

/** `sandbox env|stop`. */
export async function sandboxCommand(context: Context, [what]: readonly string[]): Promise<ExitCode> {
  if (what === 'env') return sandboxEnv(context);
  if (what === 'stop') return sandboxStop(context);
  throw new LearnError({
    code: 'UNKNOWN_COMMAND',
    message: `sandbox knows env and stop, not "${what ?? ''}".`,
    fix: 'k8s-learn --help',
    exitCode: 2,
  });
}

function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
