import {bool, text} from '../../cobra/flag-kinds.ts';
import type {Duplex} from '../../context.ts';
import {type Docker, type DockerCall, defineCommand} from '../app.ts';
import {configText} from '../config-file.ts';
import {awaitExit} from '../streams/exit.ts';
import {followSize} from '../streams/resize.ts';
import {checkTerminal, runSession} from '../streams/session.ts';
import {forwardSignals} from '../streams/signals.ts';
import {type NewContainer, readContainer} from './create/config.ts';
import {checkPull, createContainer, orWithHelp, startFailureCode, withHelp} from './create/create-container.ts';
import {containerFlags, makingFlags} from './create/flags.ts';
import {containerPath} from './paths.ts';

const runFlags = {
  detach: bool('detach', {short: 'd', usage: 'Run container in background and print container ID'}),
  detachKeys: text('detach-keys', {usage: 'Override the key sequence for detaching a container'}),
  pull: text('pull', {usage: 'Pull image before running ("always", "missing", "never")', initial: 'missing'}),
  sigProxy: bool('sig-proxy', {usage: 'Proxy received signals to the process', initial: true}),
};

/** `docker run`. https://docs.docker.com/reference/cli/docker/container/run/ */
export const run = defineCommand({
  usage: '[OPTIONS] IMAGE [COMMAND] [ARG...]',
  short: 'Create and run a new container from an image',
  aliases: 'docker container run, docker run',
  flags: [...Object.values(containerFlags), ...Object.values(makingFlags), ...Object.values(runFlags)],
  args: {kind: 'atLeast', count: 1},
  stopsAtFirst: true,
  async run(call) {
    const read = await orWithHelp(async () => {
      checkPull(call.get(runFlags.pull));
      return readContainer(call);
    }, call);
    const container = call.get(runFlags.detach) ? detached(call, read) : read;
    if (!call.get(runFlags.detach)) checkTerminal(call.app.context, {stdin: read.attach.stdin, tty: read.tty});
    const id = await makeContainer(call, container);
    const stopForwarding = call.get(runFlags.sigProxy) ? forwardSignals(call.app, id) : () => undefined;
    try {
      return await runContainer(call, container, id);
    } finally {
      stopForwarding();
    }
  },
});

/** A container that nobody is attached to. */
function detached({get}: DockerCall, container: NewContainer): NewContainer {
  if (get(containerFlags.attach).length > 0) {
    throw new Error('conflicting options: cannot specify both --attach and --detach');
  }
  const none = {AttachStdin: false, AttachStdout: false, AttachStderr: false, StdinOnce: false};
  return {
    ...container,
    attach: {stdin: false, stdout: false, stderr: false},
    config: {...container.config, ...none},
  };
}

async function makeContainer(call: DockerCall, container: NewContainer): Promise<string> {
  const {app, get} = call;
  try {
    return await createContainer(app, container, {
      name: get(makingFlags.name),
      platform: get(makingFlags.platform),
      quiet: get(makingFlags.quiet),
      pull: get(runFlags.pull),
      cidfile: get(containerFlags.cidfile),
    });
  } catch (error) {
    throw withHelp(error, {path: call.path, exitCode: startFailureCode(error)});
  }
}

async function runContainer(call: DockerCall, container: NewContainer, id: string): Promise<number> {
  const {app, get} = call;
  const {attach, tty, autoRemove} = container;
  const attaches = attach.stdin || attach.stdout || attach.stderr;
  const shown = attach.stdout || attach.stderr;
  if (!shown) await app.print(`${id}\n`);
  const detachKeys = get(runFlags.detachKeys) || (await configText(app.config, 'detachKeys'));
  const stream = attaches ? await attachTo(app, id, {...attach, detachKeys}) : undefined;
  const {status} = await awaitExit(app, id, autoRemove ? 'removed' : 'next-exit');
  const session = stream === undefined ? undefined : runSession(app, {stream, tty, ...attach, detachKeys});
  session?.catch(() => undefined);
  try {
    await app.engine.done({method: 'POST', path: containerPath(id, 'start')});
  } catch (error) {
    stream?.close();
    await session?.catch(() => undefined);
    if (autoRemove) await status.catch(() => undefined);
    throw withHelp(error, {path: call.path, exitCode: startFailureCode(error)});
  }
  const stopFollowing =
    attaches && tty && app.context.tty.stdout ? followSize(app, containerPath(id)) : () => undefined;
  try {
    if ((await session) === 'detached') return 0;
  } finally {
    stopFollowing();
  }
  return shown ? await status : 0;
}

/** What is asked of an attachment. */
export interface Attachment {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly detachKeys: string;
}

/** Both ways of a container's streams. */
export function attachTo(
  {engine}: Docker,
  id: string,
  {stdin, stdout, stderr, detachKeys}: Attachment,
): Promise<Duplex> {
  const query = {stream: true, stdin, stdout, stderr, detachKeys: detachKeys || undefined};
  return engine.hijack({path: containerPath(id, 'attach'), query});
}
