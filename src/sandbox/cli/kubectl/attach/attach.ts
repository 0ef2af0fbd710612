import {defineCommand} from '../app.ts';
import {UsageError} from '../errors.ts';
import {ttyOf} from '../exec/exec.ts';
import {at, objects, text} from '../json.ts';
import {defaultContainer, isCompleted} from '../streams/containers.ts';
import {podOf} from '../streams/pod-of.ts';
import {streamFlags} from '../streams/stream-flags.ts';
import {attachTo} from './attach-to.ts';

export const attach = defineCommand({
  usage: '(POD | TYPE/NAME) -c CONTAINER',
  short: 'Attach to a running container',
  long: 'Attach to a process that is already running inside an existing container.',
  examples: '# What the running process of a pod says from now on\nkubectl attach mypod',
  flags: Object.values(streamFlags),
  args: {kind: 'atLeast', count: 0},
  async run({app, args, get}) {
    const [given] = args;
    if (given === undefined) throw new UsageError('at least 1 argument is required for attach');
    if (args.length > 1)
      throw new UsageError(
        `expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(' ')}]`,
      );
    const pod = await podOf(app, {given, timeoutMs: get(streamFlags.podTimeout) / 1e6});
    if (isCompleted(pod)) {
      throw new Error(
        `cannot attach a container in a completed pod; current phase is ${text(at(pod, 'status', 'phase'))}`,
      );
    }
    const quiet = get(streamFlags.quiet);
    const container = get(streamFlags.container) || (await defaultContainer(app, pod, quiet));
    const known = objects(at(pod, 'spec', 'containers')).find(({name}) => name === container);
    if (get(streamFlags.tty) && known !== undefined && known['tty'] !== true && !quiet) {
      await app.warn(`error: Unable to use a TTY - container ${container} did not allocate one\n`);
    }
    const stdin = get(streamFlags.stdin);
    const tty = get(streamFlags.tty) && known?.['tty'] === true && (await ttyOf(app, {stdin, tty: true, quiet}));
    await attachTo(app, {pod, container, stdin, tty, quiet});
    return 0;
  },
});
