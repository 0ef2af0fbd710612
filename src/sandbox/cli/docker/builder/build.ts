import {concatBytes, decodeText, encodeText, streamOf} from '../../bytes.ts';
import {bool, csv, int, list, text} from '../../cobra/flag-kinds.ts';
import type {ByteSink, ByteStream} from '../../context.ts';
import {type Docker, type DockerCall, defineCommand} from '../app.ts';
import {checkExtraHost, checkLabel} from '../containers/create/checks.ts';
import {ulimit} from '../containers/create/limit-flags.ts';
import type {Query} from '../engine/query.ts';
import {ExitError, errorOf} from '../errors.ts';
import {bytes, swapBytes} from '../flags/kinds.ts';
import {parseReference} from '../images/reference.ts';
import {type Json, text as textOf} from '../json.ts';
import {registryConfig} from '../registry/auth.ts';
import {ProgressError, showProgress} from '../streams/progress.ts';
import {humanSize} from '../units.ts';
import {type BuildContext, folderContext, stdinContext} from './context.ts';
import {gzip} from './gzip.ts';

const flags = {
  addHost: list('add-host', {usage: 'Add a custom host-to-IP mapping ("host:ip")', check: checkExtraHost}),
  buildArg: list('build-arg', {usage: 'Set build-time variables'}),
  cacheFrom: csv('cache-from', {usage: 'Images to consider as cache sources'}),
  cgroupParent: text('cgroup-parent', {usage: 'Set the parent cgroup for the "RUN" instructions during build'}),
  compress: bool('compress', {usage: 'Compress the build context using gzip'}),
  cpuPeriod: int('cpu-period', {usage: 'Limit the CPU CFS (Completely Fair Scheduler) period'}),
  cpuQuota: int('cpu-quota', {usage: 'Limit the CPU CFS (Completely Fair Scheduler) quota'}),
  cpuShares: int('cpu-shares', {short: 'c', usage: 'CPU shares (relative weight)'}),
  cpusetCpus: text('cpuset-cpus', {usage: 'CPUs in which to allow execution (0-3, 0,1)'}),
  cpusetMems: text('cpuset-mems', {usage: 'MEMs in which to allow execution (0-3, 0,1)'}),
  disableContentTrust: bool('disable-content-trust', {usage: 'Skip image verification', initial: true}),
  file: text('file', {short: 'f', usage: 'Name of the Dockerfile (Default is "PATH/Dockerfile")'}),
  forceRm: bool('force-rm', {usage: 'Always remove intermediate containers'}),
  iidfile: text('iidfile', {usage: 'Write the image ID to the file'}),
  isolation: text('isolation', {usage: 'Container isolation technology'}),
  label: list('label', {usage: 'Set metadata for an image', check: checkLabel}),
  memory: bytes('memory', {short: 'm', usage: 'Memory limit'}),
  memorySwap: swapBytes('memory-swap', {
    usage: 'Swap limit equal to memory plus swap: -1 to enable unlimited swap',
  }),
  network: text('network', {
    usage: 'Set the networking mode for the RUN instructions during build',
    initial: 'default',
  }),
  noCache: bool('no-cache', {usage: 'Do not use cache when building the image'}),
  platform: text('platform', {usage: 'Set platform if server is multi-platform capable'}),
  pull: bool('pull', {usage: 'Always attempt to pull a newer version of the image'}),
  quiet: bool('quiet', {short: 'q', usage: 'Suppress the build output and print image ID on success'}),
  rm: bool('rm', {usage: 'Remove intermediate containers after a successful build', initial: true}),
  securityOpt: csv('security-opt', {usage: 'Security options'}),
  shmSize: bytes('shm-size', {usage: 'Size of "/dev/shm"'}),
  squash: bool('squash', {usage: 'Squash newly built layers into a single new layer', needs: 'experimental'}),
  tag: list('tag', {short: 't', usage: 'Name and optionally a tag in the "name:tag" format', check: checkTag}),
  target: text('target', {usage: 'Set the target build stage to build.'}),
  ulimit: ulimit('ulimit', {usage: 'Ulimit options'}),
};

/** `docker build`, by the classic builder. https://docs.docker.com/reference/cli/docker/image/build/ */
export const build = defineCommand({
  usage: '[OPTIONS] PATH | URL | -',
  short: 'Build an image from a Dockerfile',
  aliases: 'docker image build, docker build, docker builder build',
  flags: Object.values(flags),
  args: {kind: 'exactly', count: 1},
  async run(call) {
    const {app, get} = call;
    const [where = ''] = call.args;
    const remote = /^https?:\/\/(?!github\.com\/)/.test(where) ? where : undefined;
    if (remote === undefined && /^(git|https?):\/\/|^git@|^github\.com\//.test(where)) {
      throw new Error(
        'a build from a git repository is not part of this docker command: clone it, and build its folder.',
      );
    }
    const context = remote === undefined ? await localContext(call, where) : undefined;
    const image = await send(call, {context, remote});
    if (get(flags.iidfile) === '') return 0;
    if (image === '') throw new Error(`Server did not provide an image ID. Cannot write ${get(flags.iidfile)}`);
    await app.context.files.write(get(flags.iidfile), streamOf(encodeText(image)), 0o666);
    return 0;
  },
});

function checkTag(given: string): string {
  try {
    parseReference(given);
  } catch (error) {
    throw new Error(errorOf(error).message);
  }
  return given;
}

function localContext({app, get}: DockerCall, where: string): Promise<BuildContext> {
  const file = get(flags.file);
  if (where === '-') {
    if (file === '-') throw new Error("invalid argument: can't use stdin for both build context and dockerfile");
    return stdinContext(app.context.stdin, file);
  }
  return folderContext(app.context, {folder: where, file});
}

interface Sent {
  readonly context: BuildContext | undefined;
  readonly remote: string | undefined;
}

/** Sends the context and shows what becomes of it; resolves with the image's ID. */
async function send(call: DockerCall, {context, remote}: Sent): Promise<string> {
  const {app, get} = call;
  const {stdout, tty} = app.context;
  const quiet = get(flags.quiet);
  const held: Uint8Array[] = [];
  const hold: ByteSink = {
    async write(piece) {
      held.push(piece);
    },
  };
  const sink = quiet ? hold : stdout;
  let image = '';
  const archive = context === undefined ? undefined : tellSize(context.archive, {sink, terminal: tty.stdout && !quiet});
  try {
    const {body} = await app.engine.call({
      method: 'POST',
      path: '/build',
      query: {...buildQuery(call, context?.dockerfile ?? get(flags.file)), remote},
      headers: {
        'X-Registry-Config': await registryConfig(app),
        ...(archive === undefined ? {} : {'Content-Type': 'application/x-tar'}),
      },
      ...(archive === undefined ? {} : {body: get(flags.compress) ? gzip(archive) : archive}),
    });
    const onAux = (aux: Json) => {
      image = textOf(aux['ID']) || image;
    };
    await showProgress(body, {sink, terminal: tty.stdout && !quiet, tty, onAux});
  } catch (error) {
    if (quiet) await app.warn(decodeText(concatBytes(held)));
    throw error instanceof ProgressError ? new ExitError(error.code || 1, error.message) : error;
  }
  if (!quiet) return image;
  return printQuietly(app, held);
}

/** A quiet build says nothing but the image's ID, as the Engine sends it last. */
async function printQuietly(app: Docker, held: readonly Uint8Array[]): Promise<string> {
  const id = /sha256:[0-9a-f]{64}\n?$/.exec(decodeText(concatBytes(held)))?.[0] ?? '';
  await app.print(id);
  return id.trim();
}

function buildQuery({get}: DockerCall, dockerfile: string): Query {
  const args = get(flags.buildArg);
  const labels = get(flags.label);
  const tags = get(flags.tag);
  const cacheFrom = get(flags.cacheFrom);
  const limits = get(flags.ulimit);
  const hosts = get(flags.addHost);
  const security = get(flags.securityOpt);
  return {
    t: tags.length === 0 ? undefined : tags,
    securityopt: security.length === 0 ? undefined : security,
    extrahosts: hosts.length === 0 ? undefined : hosts,
    q: get(flags.quiet),
    nocache: get(flags.noCache),
    rm: get(flags.rm) ? undefined : '0',
    forcerm: get(flags.forceRm),
    pull: get(flags.pull),
    squash: get(flags.squash),
    isolation: get(flags.isolation) || undefined,
    cpusetcpus: get(flags.cpusetCpus) || undefined,
    cpusetmems: get(flags.cpusetMems) || undefined,
    cpushares: get(flags.cpuShares) || undefined,
    cpuquota: get(flags.cpuQuota) || undefined,
    cpuperiod: get(flags.cpuPeriod) || undefined,
    memory: get(flags.memory) || undefined,
    memswap: get(flags.memorySwap) || undefined,
    cgroupparent: get(flags.cgroupParent) || undefined,
    shmsize: get(flags.shmSize) || undefined,
    dockerfile: dockerfile || undefined,
    target: get(flags.target) || undefined,
    networkmode: get(flags.network) === 'default' ? undefined : get(flags.network),
    ulimits: limits.length === 0 ? undefined : JSON.stringify(limits),
    buildargs: args.length === 0 ? undefined : JSON.stringify(argumentsObject(args)),
    labels: labels.length === 0 ? undefined : JSON.stringify(Object.fromEntries(labels.map(labelPair))),
    cachefrom: cacheFrom.length === 0 ? undefined : JSON.stringify(cacheFrom),
    platform: get(flags.platform) ? get(flags.platform).toLowerCase() : undefined,
    version: '1',
  };
}

/** A bare name of a build argument says that it is to be unset. */
function argumentsObject(args: readonly string[]): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    args.map((argument) => {
      const [, key = argument, value] = /^([^=]*)=(.*)$/s.exec(argument) ?? [];
      return [key, value ?? null] as const;
    }),
  );
}

function labelPair(label: string): readonly [string, string] {
  const [, key = label, value = ''] = /^([^=]*)=(.*)$/s.exec(label) ?? [];
  return [key, value];
}

const told = 'Sending build context to Docker daemon';

/** Tells how much is sent: all along on a terminal, else once at the end. */
async function* tellSize(
  archive: ByteStream,
  {sink, terminal}: {readonly sink: ByteSink; readonly terminal: boolean},
): AsyncGenerator<Uint8Array> {
  const stepBytes = 512 * 1024;
  let size = 0;
  let shown = 0;
  const tell = () => sink.write(encodeText(`${told} ${humanSize(size).padStart(8)}\r`));
  for await (const piece of archive) {
    size += piece.length;
    yield piece;
    if (terminal && size - shown >= stepBytes) {
      shown = size;
      await tell();
    }
  }
  await tell();
  await sink.write(encodeText('\r\n'));
}
