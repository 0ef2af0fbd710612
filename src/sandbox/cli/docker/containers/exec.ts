import {bool, list, text} from '../../cobra/flag-kinds.ts';
import {type Docker, type DockerCall, defineCommand} from '../app.ts';
import {configText} from '../config-file.ts';
import {number, object, text as textOf} from '../json.ts';
import {followSize} from '../streams/resize.ts';
import {checkTerminal, runSession} from '../streams/session.ts';
import {checkEnvironment} from './create/checks.ts';
import {readEnvironment} from './create/environment.ts';
import {containerPath} from './paths.ts';

const flags = {
  detach: bool('detach', {short: 'd', usage: 'Detached mode: run command in the background'}),
  detachKeys: text('detach-keys', {usage: 'Override the key sequence for detaching a container'}),
  env: list('env', {short: 'e', usage: 'Set environment variables', check: checkEnvironment}),
  envFile: list('env-file', {usage: 'Read in a file of environment variables'}),
  interactive: bool('interactive', {short: 'i', usage: 'Keep STDIN open even if not attached'}),
  privileged: bool('privileged', {usage: 'Give extended privileges to the command'}),
  tty: bool('tty', {short: 't', usage: 'Allocate a pseudo-TTY'}),
  user: text('user', {short: 'u', usage: 'Username or UID (format: "<name|uid>[:<group|gid>]")'}),
  workdir: text('workdir', {short: 'w', usage: 'Working directory inside the container'}),
};

/** `docker exec`. https://docs.docker.com/reference/cli/docker/container/exec/ */
export const exec = defineCommand({
  usage: '[OPTIONS] CONTAINER COMMAND [ARG...]',
  short: 'Execute a command in a running container',
  aliases: 'docker container exec, docker exec',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 2},
  stopsAtFirst: true,
  async run(call) {
    const {app, args, get} = call;
    const [name = '', ...command] = args;
    const env = await readEnvironment(app.context, {paths: get(flags.envFile), given: get(flags.env)});
    // Asked first: an exec on a container that is not there is told apart from one that fails.
    await app.engine.done({path: containerPath(name, 'json')});
    const detach = get(flags.detach);
    const tty = get(flags.tty);
    const stdin = get(flags.interactive) && !detach;
    if (!detach) checkTerminal(app.context, {stdin, tty});
    const keys = get(flags.detachKeys) || (await configText(app.config, 'detachKeys'));
    const id = textOf(object(await createExec(call, {name, command, env, stdin, keys}))['Id']);
    if (id === '') throw new Error('exec ID empty');
    if (!detach) return attachExec(call, {id, stdin, keys});
    await app.engine.done({method: 'POST', path: `/exec/${id}/start`, json: {Detach: true, Tty: tty}});
    return 0;
  },
});

interface NewExec {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: readonly string[];
  readonly stdin: boolean;
  readonly keys: string;
}

function createExec({app, get}: DockerCall, {name, command, env, stdin, keys}: NewExec): Promise<unknown> {
  const attached = !get(flags.detach);
  return app.engine.json({
    method: 'POST',
    path: containerPath(name, 'exec'),
    json: {
      User: get(flags.user),
      Privileged: get(flags.privileged),
      Tty: get(flags.tty),
      ...consoleSize(app, get(flags.tty) && attached),
      AttachStdin: stdin,
      AttachStderr: attached,
      AttachStdout: attached,
      Detach: !attached,
      DetachKeys: keys,
      Env: env.length === 0 ? null : env,
      WorkingDir: get(flags.workdir),
      Cmd: command,
    },
  });
}

/** The size of the terminal to begin with. */
function consoleSize({context: {tty}}: Docker, wanted: boolean): {readonly ConsoleSize?: readonly [number, number]} {
  const size = wanted && tty.stdout ? tty.size() : undefined;
  return size === undefined ? {} : {ConsoleSize: [size.rows, size.columns]};
}

async function attachExec(
  {app, get}: DockerCall,
  {id, stdin, keys}: {readonly id: string; readonly stdin: boolean; readonly keys: string},
): Promise<number> {
  const tty = get(flags.tty);
  const json = {Detach: false, Tty: tty, ...consoleSize(app, tty)};
  const stream = await app.engine.hijack({path: `/exec/${id}/start`, json});
  // The size first: a program may ask for it as soon as it runs.
  const stopFollowing = tty && app.context.tty.stdin ? followSize(app, `/exec/${id}`) : () => undefined;
  const end = await runSession(app, {stream, tty, stdin, stdout: true, stderr: true, detachKeys: keys});
  stopFollowing();
  if (end === 'detached') throw new Error('read escape sequence');
  return number(object(await app.engine.json({path: `/exec/${id}/json`}))['ExitCode']);
}
