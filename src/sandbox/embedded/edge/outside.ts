import {createHash, randomBytes} from 'node:crypto';
import {gzipSync} from 'node:zlib';
import {realClock} from '../../../clock.ts';
import type {EngineClock, Outside, OutsideFiles, OutsidePorts} from '../outside.ts';
import {nodeHttps} from './kubernetes/https.ts';

/** Node's clock. A timer of the engine does not keep the process alive: the listeners of the host do. */
export const nodeClock: EngineClock = {...realClock, soon: (callback) => void setImmediate(callback)};

/** The world around the engine, as Node has it. */
export function nodeOutside({
  ports,
  files,
  onFault = () => {},
}: {
  readonly ports: OutsidePorts;
  readonly files?: OutsideFiles;
  /** Told of errors that are the fault of this program. */
  readonly onFault?: (error: unknown) => void;
}): Outside {
  return {
    clock: nodeClock,
    random: (count) => Uint8Array.from(randomBytes(count)),
    sha256() {
      const hash = createHash('sha256');
      return {update: (bytes) => void hash.update(bytes), digest: () => Uint8Array.from(hash.digest())};
    },
    gzip: (bytes) => gzipSync(bytes, {level: 1}),
    ports,
    files,
    https: nodeHttps({now: nodeClock.now, onFault}),
  };
}
