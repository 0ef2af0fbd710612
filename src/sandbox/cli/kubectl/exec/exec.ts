import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {UsageError} from '../errors.ts';
import {commaList} from '../flag-kinds.ts';
import {at, type Json, metaOf, text} from '../json.ts';
import {readManifests} from '../resources/manifests.ts';
import {defaultContainer, isCompleted} from '../streams/containers.ts';
import {podOf} from '../streams/pod-of.ts';
import {runRemote} from '../streams/remote-command.ts';
import {streamFlags} from '../streams/stream-flags.ts';

const flags = {
  filename: commaList('filename', {short: 'f', usage: 'to use to exec into the resource'}),
  ...streamFlags,
} as const;

export const exec = defineCommand({
  usage: '(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  short: 'Execute a command in a container',
  examples: `# The date in a pod, in its first container
kubectl exec mypod -- date

# A shell in one of its containers
kubectl exec mypod -c ruby-container -i -t -- sh`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, get} = call;
    const {target, command} = await splitArgs(call);
    const pod = await podOf(app, {given: target, timeoutMs: get(flags.podTimeout) / 1e6});
    const {name, namespace} = metaOf(pod);
    if (isCompleted(pod)) {
      throw new Error(
        `cannot exec into a container in a completed pod; current phase is ${text(at(pod, 'status', 'phase'))}`,
      );
    }
    const container = get(flags.container) || (await defaultContainer(app, pod, get(flags.quiet)));
    const stdin = get(flags.stdin);
    const tty = await ttyOf(app, {stdin, tty: get(flags.tty), quiet: get(flags.quiet)});
    const resource = await app.discovery.find('pods');
    await runRemote(app, {
      path: pathOf(resource, {namespace, name, subresource: 'exec'}),
      query: {command, container, ...(stdin ? {stdin} : {}), stdout: true, ...(tty ? {tty} : {stderr: true})},
      ...(stdin ? {stdin: app.context.stdin} : {}),
      stdout: app.context.stdout,
      stderr: app.context.stderr,
      tty,
    });
    return 0;
  },
});

async function splitArgs(call: KubectlCall): Promise<{readonly target: string; readonly command: readonly string[]}> {
  const {args, argsBeforeDash, get, app} = call;
  const filenames = get(flags.filename);
  const before = argsBeforeDash ?? args.length;
  if (before === 0 && filenames.length === 0) throw new Error('pod, type/name or --filename must be specified');
  if (argsBeforeDash === undefined && args.length > (filenames.length > 0 ? 0 : 1)) {
    throw new UsageError('exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead');
  }
  const command = args.slice(before);
  if (command.length === 0) throw new Error('you must specify at least one command for the container');
  if (filenames.length === 0) return {target: args[0] ?? '', command};
  const [first] = await readManifests(app, {filenames, kustomize: '', recursive: false});
  return {target: manifestTarget(first?.object ?? {}), command};
}

function manifestTarget(found: Json): string {
  return `${text(found['kind'])}/${metaOf(found).name}`;
}

/** Whether there is to be a terminal; without one of our own there is none, and it is told. */
export async function ttyOf(
  app: Kubectl,
  {stdin, tty, quiet}: {readonly stdin: boolean; readonly tty: boolean; readonly quiet: boolean},
): Promise<boolean> {
  if (!tty) return false;
  if (stdin && app.context.tty.stdin) return true;
  if (!quiet) await app.warn('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  return false;
}
