import type {DockerCall} from '../../app.ts';
import {knows} from '../../engine/version.ts';
import type {Json} from '../../json.ts';
import {endpointsConfig} from './endpoints.ts';
import {pairsToObject, readEnvironment, readLabels} from './environment.ts';
import {containerFlags as flags} from './flags.ts';
import {hostConfig} from './host-config.ts';
import {parseExposed, parsePublished} from './ports.ts';
import {splitVolumes} from './volumes.ts';

/** What a new container is to be, as the API takes it, and which of its streams the command attaches to. */
export interface NewContainer {
  readonly image: string;
  readonly config: Json;
  readonly hostConfig: Json;
  readonly endpoints: Json;
  readonly attach: {readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean};
  readonly tty: boolean;
  readonly autoRemove: boolean;
}

/** Reads the flags and arguments of `docker run` and `docker create`; throws in docker's words. */
export async function readContainer(call: DockerCall): Promise<NewContainer> {
  const {app, args, get} = call;
  const {context} = app;
  const [image = '', ...command] = args;
  const attached = get(flags.attach);
  const attach = {
    stdin: attached.includes('stdin') || get(flags.interactive),
    stdout: attached.length === 0 || attached.includes('stdout'),
    stderr: attached.length === 0 || attached.includes('stderr'),
  };
  checkMac(get(flags.macAddress));
  const published = parsePublished(get(flags.publish));
  const exposed = [...new Set([...published.exposed, ...parseExposed(get(flags.expose))])];
  const env = await readEnvironment(context, {paths: get(flags.envFile), given: get(flags.env)});
  const labels = await readLabels(context, {paths: get(flags.labelFile), given: get(flags.label)});
  const host = await hostConfig(call, {ports: published, consoleSize: consoleSize(call)});
  const {api} = await app.engine.about();
  return {
    image,
    attach,
    tty: get(flags.tty),
    autoRemove: get(flags.rm),
    hostConfig: host,
    endpoints: endpointsConfig(call),
    config: {
      Hostname: get(flags.hostname),
      Domainname: get(flags.domainname),
      User: get(flags.user),
      AttachStdin: attach.stdin,
      AttachStdout: attach.stdout,
      AttachStderr: attach.stderr,
      ...(exposed.length === 0 ? {} : {ExposedPorts: Object.fromEntries(exposed.map((port) => [port, {}]))}),
      Tty: get(flags.tty),
      OpenStdin: get(flags.interactive),
      StdinOnce: get(flags.interactive) && attach.stdin,
      Env: env.length === 0 ? null : env,
      Cmd: command.length === 0 ? null : command,
      ...healthcheck(call),
      Image: image,
      Volumes: Object.fromEntries(
        splitVolumes(get(flags.volume), context.files.folder).anonymous.map((path) => [path, {}]),
      ),
      WorkingDir: get(flags.workdir),
      Entrypoint: entrypoint(call),
      // Newer engines take it from the network alone.
      ...(get(flags.macAddress) === '' || knows(api, '1.44') ? {} : {MacAddress: get(flags.macAddress)}),
      OnBuild: null,
      Labels: pairsToObject(labels),
      ...(call.changed(flags.stopSignal) ? {StopSignal: get(flags.stopSignal)} : {}),
      ...(call.changed(flags.stopTimeout) ? {StopTimeout: get(flags.stopTimeout)} : {}),
    },
  };
}

function consoleSize({app: {context}}: DockerCall): readonly [number, number] {
  const size = context.tty.stdout ? context.tty.size() : undefined;
  return [size?.rows ?? 0, size?.columns ?? 0];
}

function checkMac(address: string): void {
  if (address !== '' && !/^([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}$/.test(address)) {
    throw new Error(`${address} is not a valid mac address`);
  }
}

/** `--entrypoint ''` takes the image's away. */
function entrypoint({get, changed}: DockerCall): readonly string[] | null {
  return changed(flags.entrypoint) ? [get(flags.entrypoint)] : null;
}

function healthcheck({get}: DockerCall): Json {
  const command = get(flags.healthCmd);
  const times = [
    ['Interval', flags.healthInterval],
    ['Timeout', flags.healthTimeout],
    ['StartPeriod', flags.healthStartPeriod],
    ['StartInterval', flags.healthStartInterval],
    ['Retries', flags.healthRetries],
  ] as const;
  const set = times.filter(([, flag]) => get(flag) !== 0);
  const asked = command !== '' || set.length > 0;
  if (get(flags.noHealthcheck)) {
    if (asked) throw new Error('--no-healthcheck conflicts with --health-* options');
    return {Healthcheck: {Test: ['NONE']}};
  }
  if (!asked) return {};
  const negative = set.find(([, flag]) => get(flag) < 0);
  if (negative !== undefined) throw new Error(`--${negative[1].name} cannot be negative`);
  return {
    Healthcheck: {
      ...(command === '' ? {} : {Test: ['CMD-SHELL', command]}),
      ...Object.fromEntries(set.map(([key, flag]) => [key, get(flag)])),
    },
  };
}
