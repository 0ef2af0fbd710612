import {resolveName} from '../../../net/resolve.ts';
import type {Process} from '../../../process/process.ts';
import {decodeBytes, decodeText, encodeBytes} from '../../text/codec.ts';
import {compileConfig, type MainConfig} from './config/compile.ts';
import {matchFiles} from './config/match-files.ts';
import {type ReadConfig, readConfig} from './config/read.ts';
import {hasGroup, hasUser, hostAddress} from './users.ts';

/** A configuration, ready to be used, and the files it was read from. */
export interface LoadedConfig {
  readonly main: MainConfig;
  readonly files: ReadConfig['files'];
}

/** Reads and compiles a configuration; warnings go to `warn`, in order. Throws ConfigProblem. */
export async function loadConfig(
  process: Process,
  options: {readonly configPath: string; readonly directives: string},
  warn: (message: string) => void,
): Promise<LoadedConfig> {
  const {files, space} = process;
  const addressOf = (host: string): string | undefined => hostAddress(files, host);
  const read = readConfig({
    path: options.configPath,
    parameters: options.directives,
    source: {
      read: (path) => decodeBytes(files.read(decodeText(encodeBytes(path)))),
      match: (pattern) => matchFiles(files, pattern),
    },
    warn,
    hasUser: (name) => hasUser(files, name),
    hasGroup: (name) => hasGroup(files, name),
    addressOf,
  });
  const main = await compileConfig(read.directives, {
    hostname: space.hostname,
    prefix: options.configPath.slice(0, options.configPath.lastIndexOf('/') + 1),
    addressOf,
    async resolve(host) {
      const seeker = {files, fabric: space.fabric, network: space.network};
      const answer = await process.wait(resolveName(seeker, host));
      return answer.status === 'found' ? answer.addresses : [];
    },
    warn,
  });
  return {main, files: read.files};
}
