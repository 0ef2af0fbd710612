import {decode, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {Pipe, readAll} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {createManualClock, type ManualClock} from '../../../../../src/sandbox/embedded/clock.ts';
import type {ApiResponse} from '../../../../../src/sandbox/embedded/docker-api/api/http.ts';
import {ApiRefusal} from '../../../../../src/sandbox/embedded/docker-api/api/refusal.ts';
import {createRouter} from '../../../../../src/sandbox/embedded/docker-api/api/route.ts';
import type {Container} from '../../../../../src/sandbox/embedded/docker-api/containers/container.ts';
import type {Daemon} from '../../../../../src/sandbox/embedded/docker-api/daemon.ts';
import {type EngineEvent, Events} from '../../../../../src/sandbox/embedded/docker-api/events.ts';
import {ImageStore} from '../../../../../src/sandbox/embedded/docker-api/images/image-store.ts';
import {connectToRegistry} from '../../../../../src/sandbox/embedded/docker-api/images/registry-host.ts';
import {routes} from '../../../../../src/sandbox/embedded/docker-api/images/routes.ts';
import {nodeClock} from '../../../../../src/sandbox/embedded/edge/outside.ts';
import type {EngineClock} from '../../../../../src/sandbox/embedded/outside.ts';
import type {OverlayDirectory} from '../../../../../src/sandbox/embedded/runtime/fs/overlay.ts';
import type {ImageDefinition} from '../../../../../src/sandbox/embedded/runtime/images/define-image.ts';
import {createHub} from '../../../../../src/sandbox/embedded/runtime/images/hub.ts';
import {Fabric} from '../../../../../src/sandbox/embedded/runtime/net/fabric.ts';
import {NetworkStack} from '../../../../../src/sandbox/embedded/runtime/net/stack.ts';
import {Kernel} from '../../../../../src/sandbox/embedded/runtime/process/kernel.ts';
import {outsideOf} from '../../rig.ts';
import {tinyCatalogue} from './tiny-images.ts';

/** An answer of the engine, read to its end. */
export interface Answer {
  readonly status: number;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** The body as JSON; of a stream, its lines. */
  readonly body: unknown;
}

export interface Call {
  readonly method?: string;
  readonly body?: Uint8Array | string;
  readonly headers?: {readonly [name: string]: string};
  readonly version?: readonly [number, number];
  readonly signal?: AbortSignal;
}

/** An engine that has nothing but images; containers and networks are what a test says. */
export interface ImageEngine {
  readonly daemon: Daemon & {readonly images: ImageStore};
  readonly containers: Container[];
  /** What was told so far: `image tag tiny:2`. */
  readonly events: EngineEvent[];
  call(path: string, call?: Call): Promise<Answer>;
  /** The lines of a pull, push or load. */
  lines(path: string, call?: Call): Promise<readonly {readonly [key: string]: unknown}[]>;
  /** Makes a container of an image, which has the given status. */
  contain(reference: string, container?: Partial<Container>): Container;
}

export function imageEngine(
  options: {
    readonly catalogue?: readonly ImageDefinition[];
    readonly clock?: EngineClock;
    readonly downloadPace?: number;
  } = {},
): ImageEngine {
  const clock = options.clock ?? nodeClock;
  const outside = outsideOf(clock);
  const kernel = new Kernel({outside});
  const containers: Container[] = [];
  const images = new ImageStore({kernel, hub: createHub(options.catalogue ?? tinyCatalogue), daemon: () => daemon});
  const nothing = (): never => {
    throw new Error('this engine has images alone');
  };
  const daemon = {
    outside,
    kernel,
    fabric: new Fabric(kernel),
    programs: new Map(),
    options: {downloadPace: options.downloadPace ?? 0, bindFolder: undefined},
    id: 'test',
    startedMs: clock.now(),
    events: new Events(clock),
    images,
    containers: {
      list: () => containers,
      find: (reference: string) => containers.find(({id, name}) => id.startsWith(reference) || name === reference),
      require(reference: string) {
        const found = this.find(reference);
        if (!found) throw new ApiRefusal(404, `No such container: ${reference}`);
        return found;
      },
    },
    networks: {list: () => [], find: nothing, require: nothing, attach: nothing, detach: nothing},
    volumes: {list: () => [], find: nothing, require: nothing, ensure: nothing, remove: nothing},
    dialRegistry: (domain: string) => connectToRegistry(daemon, domain),
  };
  const events: EngineEvent[] = [];
  daemon.events.listen((event) => events.push(event));
  const call = (path: string, given?: Call): Promise<Answer> => callEngine(daemon, path, given);
  return {
    daemon,
    containers,
    events,
    call,
    async lines(path, given) {
      const {body} = await call(path, given);
      if (!Array.isArray(body)) throw new Error(`no lines: ${JSON.stringify(body)}`);
      return body;
    },
    contain(reference, given = {}) {
      const image = images.require(reference);
      const container: Container = {
        id: `${containers.length + 1}`.repeat(64).slice(0, 64),
        name: `box${containers.length + 1}`,
        createdMs: clock.now(),
        image,
        imageName: reference,
        config: {Hostname: 'box', Env: image.file.config.Env ?? [], Cmd: image.file.config.Cmd ?? []},
        labels: {},
        status: 'exited',
        layer: images.layerOver(image),
        stack: new NetworkStack(),
        endpoints: new Map(),
        space: undefined,
        connectNetwork: nothing,
        disconnectNetwork: nothing,
        summary: nothing,
        ...given,
      };
      containers.push(container);
      return container;
    },
  };
}

async function callEngine(daemon: Daemon, url: string, call: Call = {}): Promise<Answer> {
  const [path = '', query = ''] = url.split('?', 2);
  const body = new Pipe(1 << 30);
  const bytes = typeof call.body === 'string' ? encode(call.body) : call.body;
  if (bytes && bytes.length > 0) await body.writer.write(bytes);
  body.writer.close();
  const method = call.method ?? 'GET';
  const match = createRouter(routes)(method, path);
  if (!match) return answerOf(404, encode(JSON.stringify({message: 'page not found'})), false);
  try {
    const response = await match.handler({
      daemon,
      params: match.params,
      request: {
        method,
        path,
        query: new URLSearchParams(query),
        headers: new Map(Object.entries(call.headers ?? {'x-registry-auth': 'e30='})),
        body: body.reader,
        version: call.version ?? [1, 46],
        upgrade: false,
        signal: call.signal ?? new AbortController().signal,
      },
    });
    return await read(response);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return answerOf(error.status, encode(JSON.stringify({message: error.message})), false);
  }
}

async function read(response: ApiResponse): Promise<Answer> {
  switch (response.kind) {
    case 'json':
      return answerOf(response.status, encode(JSON.stringify(response.body)), false);
    case 'empty':
      return answerOf(response.status, new Uint8Array(0), false);
    case 'stream': {
      const pipe = new Pipe();
      const [bytes] = await Promise.all([
        readAll(pipe.reader),
        response.write(pipe.writer).finally(() => pipe.writer.close()),
      ]);
      return answerOf(response.status, bytes, response.type === 'application/json');
    }
    case 'hijack':
      throw new Error('images hijack nothing');
  }
}

function answerOf(status: number, bytes: Uint8Array, isLines: boolean): Answer {
  return {
    status,
    bytes,
    get text() {
      return decode(bytes);
    },
    get body() {
      const text = decode(bytes);
      if (!isLines) return text === '' ? undefined : JSON.parse(text);
      return text
        .split('\r\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    },
  };
}

/** The real clock, but always at the same moment. */
export const fixedClock: EngineClock = {...nodeClock, now: () => Date.UTC(2026, 0, 1)};

export function stillClock(): ManualClock {
  return createManualClock(() => new Promise((resolve) => setImmediate(resolve)));
}

/** The names in a tree with their modes and sizes, as the tests compare them. */
export function treeOf(root: OverlayDirectory, path = ''): readonly string[] {
  return [...root.names()].sort().flatMap((name) => {
    const node = root.get(name);
    if (!node) return [];
    const here = `${path}/${name}`;
    const about = `${node.mode.toString(8)} ${node.uid}:${node.gid}`;
    switch (node.kind) {
      case 'directory':
        return [`${here}/ ${about}`, ...treeOf(node as OverlayDirectory, here)];
      case 'symlink':
        return [`${here} -> ${node.target}`];
      case 'file':
        return [`${here} ${about} ${node.size}`];
      default:
        return [`${here} ${node.kind}`];
    }
  });
}
