import {bool, int, text as textFlag} from '../../cobra/flag-kinds.ts';
import type {ByteSink, ByteStream, CommandFiles} from '../../context.ts';
import {packTarStream, readTarStream, type TarItem} from '../../tar.ts';
import {defineCommand, type KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {ExitError} from '../errors.ts';
import {defaultContainer} from '../streams/containers.ts';
import {runRemote} from '../streams/remote-command.ts';
import {ByteQueue} from './byte-queue.ts';
import {baseOf, type CopyPlace, copyPlace, folderOf} from './paths.ts';

const flags = {
  container: textFlag('container', {
    short: 'c',
    usage:
      'Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen',
  }),
  noPreserve: bool('no-preserve', {
    usage: "The copied file/directory's ownership and permissions will not be preserved in the container",
  }),
  retries: int('retries', {
    usage:
      'Set number of retries to complete a copy operation from a container. Specify 0 to disable or any negative value for infinite retrying. The default is 0 (no retry).',
  }),
} as const;

type Remote = Extract<CopyPlace, {readonly kind: 'remote'}>;

export const cp = defineCommand({
  usage: '<file-spec-src> <file-spec-dest>',
  short: 'Copy files and directories to and from containers',
  long: "Copy files and directories to and from containers. The container needs a program 'tar'.",
  examples: `# A file of ours into a pod
kubectl cp /tmp/foo my-pod:/tmp/bar -c my-container

# A file of a pod's to here
kubectl cp my-namespace/my-pod:/tmp/foo /tmp/bar`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const [first, second, ...more] = call.args;
    if (first === undefined || second === undefined || more.length > 0)
      throw new Error('source and destination are required');
    const [from, to] = [copyPlace(first), copyPlace(second)];
    if (from.kind === 'remote' && to.kind === 'remote')
      throw new Error('one of src or dest must be a local file specification');
    if (from.kind === 'local' && to.kind === 'local')
      throw new Error('one of src or dest must be a remote file specification');
    if (from.path === '' || to.path === '') throw new Error('filepath can not be empty');
    if (from.kind === 'local' && to.kind === 'remote') await copyIn(call, from.path, to);
    if (from.kind === 'remote' && to.kind === 'local') await copyOut(call, from, to.path);
    return 0;
  },
});

interface Streams {
  readonly stdin?: ByteStream;
  readonly stdout?: ByteSink;
}

async function runIn(call: KubectlCall, remote: Remote, command: readonly string[], streams: Streams): Promise<void> {
  const {app, get} = call;
  const namespace = remote.namespace || (await app.namespace());
  const pods = await app.discovery.find('pods');
  const pod = await app.api.json({path: pathOf(pods, {namespace, name: remote.pod})});
  const container = get(flags.container) || (await defaultContainer(app, pod));
  await runRemote(app, {
    path: pathOf(pods, {namespace, name: remote.pod, subresource: 'exec'}),
    query: {command, container, ...(streams.stdin === undefined ? {} : {stdin: true}), stdout: true, stderr: true},
    ...streams,
    stderr: app.context.stderr,
    tty: false,
  });
}

async function copyIn(call: KubectlCall, path: string, to: Remote): Promise<void> {
  const {files} = call.app.context;
  const stat = await files.stat(path, {follow: true});
  if (stat === undefined) throw new Error(`${path} doesn't exist in local filesystem`);
  // A folder that is there takes the copy in; anything else is the copy's own name.
  const isFolder = to.path.endsWith('/') || (await isRemoteFolder(call, to));
  const [folder, name] = isFolder ? [to.path, baseOf(path)] : [folderOf(to.path), baseOf(to.path)];
  const into = folder === '' ? [] : ['-C', folder];
  const tar = call.get(flags.noPreserve)
    ? ['tar', '--no-same-permissions', '--no-same-owner', '-xmf', '-']
    : ['tar', '-xmf', '-'];
  await runIn(call, to, [...tar, ...into], {
    stdin: packTarStream(itemsOf(files, {path, name})),
    stdout: call.app.context.stdout,
  });
}

async function isRemoteFolder(call: KubectlCall, to: Remote): Promise<boolean> {
  try {
    await runIn(call, to, ['test', '-d', to.path], {});
    return true;
  } catch (error) {
    if (error instanceof ExitError) return false;
    throw error;
  }
}

async function* itemsOf(
  files: CommandFiles,
  {path, name}: {readonly path: string; readonly name: string},
): AsyncGenerator<TarItem> {
  const stat = await files.stat(path);
  if (stat === undefined) return;
  const header = {
    name,
    mode: stat.mode,
    mtime: new Date(Math.floor(stat.modifiedMs / 1000) * 1000),
    uid: stat.uid,
    gid: stat.gid,
  };
  if (stat.kind === 'link') {
    yield {header: {...header, size: 0, type: 'symlink', linkname: await files.readLink(path)}};
  } else if (stat.kind === 'file') {
    yield {header: {...header, size: stat.sizeBytes, type: 'file'}, body: files.read(path)};
  } else if (stat.kind === 'folder') {
    yield {header: {...header, name: `${name}/`, size: 0, type: 'directory'}};
    for (const inner of await files.list(path))
      yield* itemsOf(files, {path: `${path}/${inner}`, name: `${name}/${inner}`});
  }
}

async function copyOut(call: KubectlCall, from: Remote, path: string): Promise<void> {
  const {files} = call.app.context;
  const queue = new ByteQueue();
  const running = runIn(call, from, ['tar', 'cf', '-', from.path], {stdout: queue}).then(
    () => queue.end(),
    (error: unknown) => queue.end(error),
  );
  const isFolder = (await files.stat(path, {follow: true}))?.kind === 'folder';
  const target = isFolder || path.endsWith('/') ? `${path.replace(/\/+$/, '')}/${baseOf(from.path)}` : path;
  const prefix = from.path.replace(/^\/+/, '').replace(/\/+$/, '');
  for await (const {header, body} of readTarStream(queue.read())) {
    const name = header.name.replace(/^\/+/, '').replace(/\/+$/, '');
    const rest = name === prefix ? '' : name.startsWith(`${prefix}/`) ? name.slice(prefix.length) : `/${name}`;
    if (rest.split('/').includes('..')) throw new Error(`tar contents corrupted: ${header.name}`);
    await unpack(call, {path: `${target}${rest}`, header, body});
  }
  await running;
}

interface Unpacking {
  readonly path: string;
  readonly header: {readonly type?: string; readonly mode?: number; readonly linkname?: string};
  readonly body: ByteStream;
}

async function unpack({app}: KubectlCall, {path, header, body}: Unpacking): Promise<void> {
  const {files} = app.context;
  const parent = folderOf(path);
  if (parent !== '' && (await files.stat(parent)) === undefined) await files.makeFolder(parent, {parents: true});
  if (header.type === 'directory') {
    if ((await files.stat(path)) === undefined)
      await files.makeFolder(path, {parents: true, mode: header.mode ?? 0o755});
  } else if (header.type === 'symlink' || header.type === 'link') {
    await app.warn(`warning: skipping symlink: ${JSON.stringify(path)} -> ${JSON.stringify(header.linkname ?? '')}\n`);
  } else await files.write(path, body, header.mode ?? 0o644);
}
