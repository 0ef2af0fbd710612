import {setMaxListeners} from 'node:events';
import {lstatSync, rmSync} from 'node:fs';
import {createConnection} from 'node:net';
import {systemCode} from '../../../errors.ts';
import {createEngine, type Engine} from '../docker-api/engine.ts';
import {identity} from '../docker-api/system/identity.ts';
import {enginePrograms} from '../engine-programs.ts';
import {laterPrograms} from '../later-programs.ts';
import type {EngineClock} from '../outside.ts';
import {NodeFiles} from './files.ts';
import {nodeClock, nodeOutside} from './outside.ts';
import {nodePorts} from './ports.ts';
import {type ListenAt, serve} from './serve.ts';

export type StartOptions = ListenAt & {
  /** The one folder of this machine containers may mount; undefined: none. */
  readonly bindFolder: string | undefined;
  /** Real time a simulated download takes: 1 as believable, 0 not at all. */
  readonly downloadPace: number;
  /** Told of errors that are the fault of this program. */
  readonly onFault?: (error: unknown) => void;
  readonly clock?: EngineClock;
};

export interface StartedEngine {
  /** As DOCKER_HOST has it. */
  readonly host: string;
  /** What the engine says it is: `27.1.2+k8s-learn`. */
  readonly version: string;
  readonly engine: Engine;
  /** Ends all connections and containers. */
  stop(): Promise<void>;
}

/** How much one simulated process may wait for before Node warns of a leak. */
const mostWaiting = 100;

/** Starts an embedded engine and serves it. Rejects with Node's error when it cannot listen. */
export async function startEngine(options: StartOptions): Promise<StartedEngine> {
  const {bindFolder, downloadPace, onFault = () => {}, clock = nodeClock} = options;
  // A simulated process waits for many things at once: what Node takes for a leak is none.
  setMaxListeners(mostWaiting);
  const outside = nodeOutside({
    ports: nodePorts,
    onFault,
    ...(bindFolder === undefined ? {} : {files: new NodeFiles(bindFolder)}),
  });
  const programs = [...enginePrograms(), ...laterPrograms({downloadPace})];
  const engine = createEngine({
    outside: {...outside, clock},
    programs: new Map(programs.map((program) => [program.name, program])),
    options: {downloadPace, bindFolder},
    onFault,
  });
  const at: ListenAt = 'port' in options ? {port: options.port} : {socketPath: options.socketPath};
  if ('socketPath' in at) await removeStale(at.socketPath);
  const {host, close} = await serve({handle: engine.handle, at, onFault});
  return {
    host,
    version: identity.version,
    engine,
    async stop() {
      await close();
      await engine.stop();
    },
  };
}

/** Removes the socket of an engine that is gone; one that answers, or a file that is no socket, stays. */
async function removeStale(path: string): Promise<void> {
  const stats = lstatSync(path, {throwIfNoEntry: false});
  if (stats?.isSocket() && (await isDead(path))) rmSync(path, {force: true});
}

function isDead(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error) => resolve(systemCode(error) === 'ECONNREFUSED'));
  });
}
