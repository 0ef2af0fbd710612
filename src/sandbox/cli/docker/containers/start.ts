import {bool, text} from '../../cobra/flag-kinds.ts';
import {type Docker, type DockerCall, defineCommand} from '../app.ts';
import {configText} from '../config-file.ts';
import {ExitError, errorOf} from '../errors.ts';
import {object, text as textOf} from '../json.ts';
import {awaitExit} from '../streams/exit.ts';
import {followSize} from '../streams/resize.ts';
import {checkTerminal, runSession} from '../streams/session.ts';
import {forwardSignals} from '../streams/signals.ts';
import {containerPath} from './paths.ts';
import {attachTo} from './run.ts';

const flags = {
  attach: bool('attach', {short: 'a', usage: 'Attach STDOUT/STDERR and forward signals'}),
  checkpoint: text('checkpoint', {usage: 'Restore from this checkpoint', needs: 'experimental'}),
  checkpointDir: text('checkpoint-dir', {usage: 'Use a custom checkpoint storage directory', needs: 'experimental'}),
  detachKeys: text('detach-keys', {usage: 'Override the key sequence for detaching a container'}),
  interactive: bool('interactive', {short: 'i', usage: "Attach container's STDIN"}),
};

/** `docker start`. https://docs.docker.com/reference/cli/docker/container/start/ */
export const start = defineCommand({
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Start one or more stopped containers',
  aliases: 'docker container start, docker start',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 1},
  async run(call) {
    const {app, args, get} = call;
    if (!get(flags.attach) && !get(flags.interactive)) return startAll(app, args);
    if (args.length > 1) throw new Error('you cannot start and attach multiple containers at once');
    return startAttached(call, args[0] ?? '');
  },
});

async function startAll(docker: Docker, names: readonly string[]): Promise<number> {
  const failed: string[] = [];
  for (const name of names) {
    try {
      await docker.engine.done({method: 'POST', path: containerPath(name, 'start')});
      await docker.print(`${name}\n`);
    } catch (error) {
      await docker.warn(`${errorOf(error).message}\n`);
      failed.push(name);
    }
  }
  if (failed.length > 0) throw new Error(`Error: failed to start containers: ${failed.join(', ')}`);
  return 0;
}

async function startAttached({app, get}: DockerCall, name: string): Promise<number> {
  const container = object(await app.engine.json({path: containerPath(name, 'json')}));
  const id = textOf(container['Id']);
  const config = object(container['Config']);
  const tty = config['Tty'] === true;
  const stdin = get(flags.interactive) && config['OpenStdin'] === true;
  checkTerminal(app.context, {stdin, tty});
  const stop = tty ? () => undefined : forwardSignals(app, id);
  try {
    const detachKeys = get(flags.detachKeys) || (await configText(app.config, 'detachKeys'));
    const stream = await attachTo(app, id, {stdin, stdout: true, stderr: true, detachKeys});
    const autoRemove = object(container['HostConfig'])['AutoRemove'] === true;
    const {status} = await awaitExit(app, id, autoRemove ? 'removed' : 'next-exit');
    const session = runSession(app, {stream, tty, stdin, stdout: true, stderr: true, detachKeys});
    session.catch(() => undefined);
    try {
      await app.engine.done({method: 'POST', path: containerPath(id, 'start')});
    } catch (error) {
      stream.close();
      await session.catch(() => undefined);
      throw error;
    }
    const stopFollowing = tty && app.context.tty.stdout ? followSize(app, containerPath(id)) : () => undefined;
    const end = await session;
    stopFollowing();
    if (end === 'detached') return 0;
    const code = await status;
    if (code !== 0) throw new ExitError(code);
    return 0;
  } finally {
    stop();
  }
}
