import {lstatSync, rmSync} from 'node:fs';
import {createConnection} from 'node:net';
import {systemCode} from '../../../errors.ts';
import {createEngine, type Engine} from '../docker-api/engine.ts';
import {identity} from '../docker-api/system/identity.ts';
import {installedPrograms} from '../installed-programs.ts';
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

/** Starts an embedded engine and serves it. Rejects with Node's error when it cannot listen. */
export async function startEngine(options: StartOptions): Promise<StartedEngine> {
  const {bindFolder, downloadPace, onFault = () => {}, clock = nodeClock} = options;
  const outside = nodeOutside({
    ports: nodePorts,
    ...(bindFolder === undefined ? {} : {files: new NodeFiles(bindFolder)}),
  });
  const engine = createEngine({
    outside: {...outside, clock},
    programs: installedPrograms(),
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
