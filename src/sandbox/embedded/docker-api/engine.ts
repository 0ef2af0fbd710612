import {hex} from '../bytes/bytes.ts';
import type {ByteReader} from '../bytes/pipe.ts';
import type {Outside} from '../outside.ts';
import {catalogue as wholeCatalogue} from '../runtime/images/catalogue.ts';
import type {ImageDefinition} from '../runtime/images/define-image.ts';
import {createHub} from '../runtime/images/hub.ts';
import {Fabric} from '../runtime/net/fabric.ts';
import {Kernel} from '../runtime/process/kernel.ts';
import type {Program} from '../runtime/process/process.ts';
import {answer} from './api/answer.ts';
import type {ApiResponse} from './api/http.ts';
import {createRouter} from './api/route.ts';
import {ContainerStore} from './containers/container-store.ts';
import type {Daemon, DaemonOptions} from './daemon.ts';
import {Events} from './events.ts';
import {ImageStore} from './images/image-store.ts';
import {connectToRegistry} from './images/registry-host.ts';
import {NetworkStore} from './networks/network-store.ts';
import {routes} from './routes.ts';
import {VolumeStore} from './volumes/volume-store.ts';

/** One call of the Engine API as it comes in. */
export interface EngineRequest {
  readonly method: string;
  /** Path and query as the client wrote them: `/v1.41/containers/json?all=1`. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: ByteReader;
  /** The client asks for the connection itself (`Upgrade: tcp`). */
  readonly upgrade: boolean;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
}

/** A Docker Engine without a transport: `edge/` has one. */
export interface Engine {
  readonly daemon: Daemon;
  /** Never rejects: what goes wrong is an answer in Docker's words. */
  handle(request: EngineRequest): Promise<ApiResponse>;
  /** Ends all containers; their ports are closed then. */
  stop(): Promise<void>;
}

export interface EngineParts {
  readonly outside: Outside;
  /** What the executables in images run, by name. */
  readonly programs: ReadonlyMap<string, Program>;
  readonly options: DaemonOptions;
  /** What can be pulled; all there is when absent. */
  readonly catalogue?: readonly ImageDefinition[];
  /** Memory of the whole simulated machine, bytes. */
  readonly memoryBytes?: number;
  /** Told of what must never happen: an error that is in nobody's words. */
  readonly onFault?: (error: unknown) => void;
}

/** Makes an engine; it has its own networks and nothing else yet. */
export function createEngine(parts: EngineParts): Engine {
  const {onFault = () => {}} = parts;
  const daemon = createDaemon(parts);
  const router = createRouter(routes);
  const {containers} = daemon;
  return {
    daemon,
    handle: (request) => answer({daemon, router, request, onFault}),
    async stop() {
      const endings = containers.list().map((one) => containers.remove(one, {force: true, volumes: true}));
      // One that is being removed already refuses; it ends all the same.
      await Promise.allSettled(endings);
    },
  };
}

function createDaemon(parts: EngineParts): Omit<Daemon, 'containers'> & {readonly containers: ContainerStore} {
  const {outside, programs, options, catalogue = wholeCatalogue, memoryBytes, onFault} = parts;
  const kernel = new Kernel({outside, ...(memoryBytes === undefined ? {} : {memoryBytes})});
  if (onFault) kernel.onFault = (error, argv) => onFault(new Error(`${argv.join(' ')} failed inside`, {cause: error}));
  const get = (): Daemon => daemon;
  const networks = new NetworkStore(get);
  const daemon = {
    outside,
    kernel,
    fabric: new Fabric(kernel),
    programs,
    options,
    id: identifier(outside.random(16)),
    startedMs: outside.clock.now(),
    events: new Events(outside.clock),
    images: new ImageStore({kernel, hub: createHub(catalogue), daemon: get}),
    containers: new ContainerStore(get),
    networks,
    volumes: new VolumeStore(get),
    dialRegistry: (domain: string) => connectToRegistry(get(), domain),
  };
  networks.makePredefined();
  return daemon;
}

/** As engines identify themselves: `7f0a1c3e-…`. */
function identifier(bytes: Uint8Array): string {
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
