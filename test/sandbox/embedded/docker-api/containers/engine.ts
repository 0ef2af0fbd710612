import {concat, decode, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {connectedPair, Pipe} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import type {ManualClock} from '../../../../../src/sandbox/embedded/clock.ts';
import type {ApiResponse} from '../../../../../src/sandbox/embedded/docker-api/api/http.ts';
import {ApiRefusal} from '../../../../../src/sandbox/embedded/docker-api/api/refusal.ts';
import {createRouter} from '../../../../../src/sandbox/embedded/docker-api/api/route.ts';
import {ContainerStore} from '../../../../../src/sandbox/embedded/docker-api/containers/container-store.ts';
import type {DockerContainer} from '../../../../../src/sandbox/embedded/docker-api/containers/docker-container.ts';
import {routes} from '../../../../../src/sandbox/embedded/docker-api/containers/routes.ts';
import type {Daemon} from '../../../../../src/sandbox/embedded/docker-api/daemon.ts';
import {type EngineEvent, Events} from '../../../../../src/sandbox/embedded/docker-api/events.ts';
import {ImageStore} from '../../../../../src/sandbox/embedded/docker-api/images/image-store.ts';
import {parseReference} from '../../../../../src/sandbox/embedded/docker-api/images/reference.ts';
import {connectToRegistry} from '../../../../../src/sandbox/embedded/docker-api/images/registry-host.ts';
import type {DockerNetwork} from '../../../../../src/sandbox/embedded/docker-api/networks/docker-network.ts';
import {NetworkStore, type NewNetwork} from '../../../../../src/sandbox/embedded/docker-api/networks/network-store.ts';
import {VolumeStore} from '../../../../../src/sandbox/embedded/docker-api/volumes/volume-store.ts';
import type {Outside} from '../../../../../src/sandbox/embedded/outside.ts';
import {createHub} from '../../../../../src/sandbox/embedded/runtime/images/hub.ts';
import {Fabric} from '../../../../../src/sandbox/embedded/runtime/net/fabric.ts';
import {Kernel} from '../../../../../src/sandbox/embedded/runtime/process/kernel.ts';
import {manualClock, outsideOf} from '../../rig.ts';
import {boxCatalogue} from './box-image.ts';
import {testPrograms} from './programs.ts';

/** An answer of the engine, read so far. */
export interface Answer {
  readonly status: number;
  readonly headers: {readonly [name: string]: string};
  bytes(): Uint8Array;
  text(): string;
  /** The body as JSON. */
  json<Body = {readonly [key: string]: unknown}>(): Body;
  /** The answer is whole. */
  isDone(): boolean;
}

export interface Call {
  readonly body?: unknown;
  readonly bytes?: Uint8Array;
  readonly version?: readonly [number, number];
  readonly signal?: AbortSignal;
  /** The client reads nothing of a connection it took over. */
  readonly deaf?: boolean;
}

/** The client's side of a connection that was taken over. */
export interface Hijacked {
  readonly type: string;
  text(): string;
  /** What came in frames: `out hello`, `err oh`. */
  frames(): readonly string[];
  isDone(): boolean;
  send(text: string): Promise<void>;
  /** Sends no more. */
  end(): void;
  /** Is gone. */
  drop(): void;
}

export interface TestEngine {
  readonly daemon: TestDaemon;
  /** A network of the learner's. */
  network(name: string, subnet: string): DockerNetwork;
  readonly clock: ManualClock;
  readonly events: readonly EngineEvent[];
  /** What was told since the last look: `container create`, `network connect bridge`. */
  told(): readonly string[];
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** Makes a container; throws the refusal's text. */
  create(name: string, config?: object, host?: object): Promise<DockerContainer>;
  /** Makes and starts one, and lets everything happen that is due. */
  run(name: string, command: readonly string[], host?: object, config?: object): Promise<DockerContainer>;
  hijack(path: string, call?: Call): Promise<Hijacked>;
  /** Runs something in a container to its end: the frames it wrote. */
  exec(container: string, argv: readonly string[], more?: object): Promise<readonly string[]>;
  logs(container: string, query?: string): Promise<string>;
}

/** An engine of containers alone among the real images, networks and volumes; its clock is moved by hand. */
export async function testEngine(
  options: {readonly outside?: Partial<Outside>; readonly bindFolder?: string; readonly memoryBytes?: number} = {},
): Promise<TestEngine> {
  const clock = manualClock();
  const daemon = await createDaemon(clock, options);
  const events: EngineEvent[] = [];
  daemon.events.listen((event) => events.push(event));
  let seen = 0;

  const call: TestEngine['call'] = async (method, path, given = {}) => {
    const response = await respond(daemon, method, path, given);
    if (response.kind === 'hijack') throw new Error(`${path} takes the connection over`);
    return readAnswer(response);
  };
  const create: TestEngine['create'] = async (name, config = {}, host = {}) => {
    const body = {Image: 'box:1', ...config, HostConfig: host};
    const answer = await call('POST', `/containers/create?name=${name}`, {body});
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.json().message}`);
    return daemon.containers.require(name);
  };
  const hijack: TestEngine['hijack'] = async (path, given = {}) => {
    const gone = new AbortController();
    const response = await respond(daemon, 'POST', path, {signal: gone.signal, ...given});
    if (response.kind !== 'hijack') throw new Error(`${path} answers ${response.kind}`);
    return takeOver(response, gone, given.deaf === true);
  };

  return {
    daemon,
    network: (name, Subnet) => daemon.networks.create(newNetwork(name, Subnet)),
    clock,
    events,
    told() {
      const fresh = events
        .slice(seen)
        .map(({type, action, attributes}) =>
          type === 'container' ? action : `${type} ${action} ${attributes['name'] ?? ''}`.trim(),
        );
      seen = events.length;
      return fresh;
    },
    call,
    create,
    async run(name, command, host = {}, config = {}) {
      const container = await create(name, {Cmd: command, ...config}, host);
      const answer = await call('POST', `/containers/${name}/start`);
      if (answer.status !== 204) throw new Error(`${answer.status} ${answer.json().message}`);
      await clock.settle();
      return container;
    },
    hijack,
    async exec(container, argv, more = {}) {
      const body = {Cmd: argv, AttachStdout: true, AttachStderr: true, ...more};
      const made = await call('POST', `/containers/${container}/exec`, {body});
      if (made.status !== 201) throw new Error(`${made.status} ${made.json().message}`);
      const client = await hijack(`/exec/${made.json<{Id: string}>().Id}/start`, {body: {}});
      await clock.settle();
      return client.frames();
    },
    async logs(container, query = 'stdout=1&stderr=1') {
      const answer = await call('GET', `/containers/${container}/logs?${query}`);
      await clock.settle();
      return framesOf(answer.bytes())
        .map((frame) => frame.slice(4))
        .join('');
    },
  };
}

type TestDaemon = Omit<Daemon, 'images' | 'containers' | 'networks'> & {
  readonly images: ImageStore;
  readonly containers: ContainerStore;
  readonly networks: NetworkStore;
};

interface DaemonParts {
  readonly outside?: Partial<Outside>;
  readonly bindFolder?: string;
  readonly memoryBytes?: number;
}

async function createDaemon(clock: ManualClock, options: DaemonParts): Promise<TestDaemon> {
  const outside = {...outsideOf(clock), ...options.outside};
  const kernel = new Kernel({outside, ...(options.memoryBytes ? {memoryBytes: options.memoryBytes} : {})});
  kernel.onFault = (error, argv) => {
    throw new Error(`${argv.join(' ')} failed inside`, {cause: error});
  };
  const get = (): TestDaemon => daemon;
  const daemon: TestDaemon = {
    outside,
    kernel,
    fabric: new Fabric(kernel),
    programs: new Map(testPrograms.map((program) => [program.name, program])),
    options: {downloadPace: 0, bindFolder: options.bindFolder},
    id: 'test',
    startedMs: clock.now(),
    events: new Events(clock),
    images: new ImageStore({kernel, hub: createHub(boxCatalogue), daemon: get}),
    containers: new ContainerStore(get),
    networks: new NetworkStore(get),
    volumes: new VolumeStore(get),
    dialRegistry: (domain) => connectToRegistry(get(), domain),
  };
  daemon.networks.makePredefined();
  for (const definition of boxCatalogue) {
    const {file, fileBytes, layers} = await daemon.images.ofCatalogue(definition);
    const image = daemon.images.adopt({file, fileBytes, layers, parentId: ''});
    for (const name of definition.names) daemon.images.tag(image, parseReference(name));
  }
  return daemon;
}

function newNetwork(name: string, Subnet: string): NewNetwork {
  const config = {Subnet, IPRange: '', Gateway: '', AuxiliaryAddresses: {}};
  const ipam = {Driver: '', Options: null, Config: [config]};
  return {name, internal: false, attachable: false, labels: {}, options: {}, ipam};
}

async function respond(daemon: Daemon, method: string, url: string, call: Call): Promise<ApiResponse> {
  const [path = '', query = ''] = url.split('?', 2);
  const body = new Pipe(1 << 24);
  const bytes = call.bytes ?? (call.body === undefined ? undefined : encode(JSON.stringify(call.body)));
  if (bytes && bytes.length > 0) await body.writer.write(bytes);
  body.writer.close();
  const match = createRouter(routes)(method, path);
  if (!match) throw new Error(`no route ${method} ${path}`);
  try {
    return await match.handler({
      daemon,
      params: match.params,
      request: {
        method,
        path,
        query: new URLSearchParams(query),
        headers: new Map([['content-type', call.bytes ? 'application/x-tar' : 'application/json']]),
        body: body.reader,
        version: call.version ?? [1, 41],
        upgrade: false,
        signal: call.signal ?? new AbortController().signal,
      },
    });
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return {kind: 'json', status: error.status, body: {message: error.message}};
  }
}

function readAnswer(response: Exclude<ApiResponse, {kind: 'hijack'}>): Answer {
  const parts: Uint8Array[] = [];
  let isDone = response.kind !== 'stream';
  if (response.kind === 'json') parts.push(encode(JSON.stringify(response.body)));
  if (response.kind === 'stream') {
    const to = {write: async (bytes: Uint8Array) => void parts.push(bytes.slice()), close() {}};
    const end = (): void => {
      isDone = true;
    };
    response.write(to).then(end, end);
  }
  const bytes = (): Uint8Array => concat(parts);
  return {
    status: response.status,
    headers: response.headers ?? {},
    bytes,
    text: () => decode(bytes()),
    json: () => JSON.parse(decode(bytes())),
    isDone: () => isDone,
  };
}

function takeOver(response: Extract<ApiResponse, {kind: 'hijack'}>, gone: AbortController, deaf: boolean): Hijacked {
  const [server, client] = connectedPair(deaf ? 1024 : 1 << 20);
  const parts: Uint8Array[] = [];
  let isDone = false;
  void response.run(server).then(() => {
    isDone = true;
    server.writer.close();
  });
  const read = async (): Promise<void> => {
    for (let bytes = await client.reader.read(); bytes; bytes = await client.reader.read()) parts.push(bytes);
  };
  if (!deaf) void read();
  return {
    type: response.type,
    text: () => decode(concat(parts)),
    frames: () => framesOf(concat(parts)),
    isDone: () => isDone,
    send: (text) => client.writer.write(encode(text)),
    end: () => client.writer.close(),
    drop() {
      client.reader.close();
      client.writer.close();
      gone.abort();
    },
  };
}

/** Frames as text, pieces of one stream that follow each other as one. */
export function framesOf(bytes: Uint8Array): readonly string[] {
  const frames: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at);
    const stream = view.getUint8(0) === 1 ? 'out ' : 'err ';
    const end = at + 8 + view.getUint32(4);
    const text = decode(bytes.subarray(at + 8, end));
    if (frames.at(-1)?.startsWith(stream)) frames.push(`${frames.pop()}${text}`);
    else frames.push(`${stream}${text}`);
    at = end;
  }
  return frames;
}
