import {bool, text} from '../../cobra/flag-kinds.ts';
import {type Docker, defineCommand} from '../app.ts';
import {configText} from '../config-file.ts';
import {ExitError} from '../errors.ts';
import {object} from '../json.ts';
import {awaitExit} from '../streams/exit.ts';
import {followSize, resize} from '../streams/resize.ts';
import {checkTerminal, runSession} from '../streams/session.ts';
import {forwardSignals} from '../streams/signals.ts';
import {containerPath} from './paths.ts';
import {attachTo} from './run.ts';

const flags = {
  detachKeys: text('detach-keys', {usage: 'Override the key sequence for detaching a container'}),
  noStdin: bool('no-stdin', {usage: 'Do not attach STDIN'}),
  sigProxy: bool('sig-proxy', {usage: 'Proxy all received signals to the process', initial: true}),
};

/** `docker attach`. https://docs.docker.com/reference/cli/docker/container/attach/ */
export const attach = defineCommand({
  usage: '[OPTIONS] CONTAINER',
  short: 'Attach local standard input, output, and error streams to a running container',
  aliases: 'docker container attach, docker attach',
  flags: Object.values(flags),
  args: {kind: 'exactly', count: 1},
  async run({app, args: [name = ''], get}) {
    // Begun before anything else, so that an end in between is not missed.
    const exit = await awaitExit(app, name, 'next-exit');
    const config = await runningConfig(app, name);
    const tty = config['Tty'] === true;
    const stdin = !get(flags.noStdin) && config['OpenStdin'] === true;
    checkTerminal(app.context, {stdin: !get(flags.noStdin), tty});
    const detachKeys = get(flags.detachKeys) || (await configText(app.config, 'detachKeys'));
    const stop = get(flags.sigProxy) && !tty ? forwardSignals(app, name) : () => undefined;
    try {
      const stream = await attachTo(app, name, {stdin, stdout: true, stderr: true, detachKeys});
      // It may have ended while the connection was made.
      await runningConfig(app, name);
      const stopFollowing = tty && app.context.tty.stdout ? await drawAnew(app, name) : () => undefined;
      const end = await runSession(app, {stream, tty, stdin, stdout: true, stderr: true, detachKeys});
      stopFollowing();
      if (end === 'detached') throw new Error('read escape sequence');
    } finally {
      stop();
    }
    const code = await exit.status;
    if (code !== 0) throw new ExitError(code);
    return 0;
  },
});

async function runningConfig({engine}: Docker, name: string) {
  const container = object(await engine.json({path: containerPath(name, 'json')}));
  const state = object(container['State']);
  if (state['Running'] !== true) throw new Error('You cannot attach to a stopped container, start it first');
  if (state['Paused'] === true) throw new Error('You cannot attach to a paused container, unpause it first');
  if (state['Restarting'] === true)
    throw new Error('You cannot attach to a restarting container, wait until it is running');
  return object(container['Config']);
}

/** A program that sees its size change draws its screen again: so the newcomer sees it. */
async function drawAnew(docker: Docker, name: string): Promise<() => void> {
  await resize(docker, containerPath(name), 1).catch(() => undefined);
  return followSize(docker, containerPath(name));
}
