import {isSystemError} from '../../../../system-error.ts';
import type {Process} from '../../../process/process.ts';
import {errorNumberText} from '../error-number.ts';
import {type ListeningSocket, listenOn} from '../listening-socket.ts';
import {listenText} from './config/checks.ts';
import type {HttpConfig, MainConfig, Server} from './config/compile.ts';
import type {HttpListener} from './config/listeners.ts';
import type {Locations} from './config/locations.ts';
import type {LogTarget} from './config/logs.ts';
import {ConfigProblem} from './config/problem.ts';
import type {ScriptStep} from './config/script.ts';
import type {LocationSettings} from './config/settings.ts';
import type {LoadedConfig} from './load.ts';
import {openLogs} from './log.ts';
import {credentialsOf} from './users.ts';
import type {Generation, OpenListener} from './worker.ts';

/** The sockets a master holds, through all its configurations. */
export class Sockets {
  readonly #open = new Map<string, ListeningSocket>();

  /** What a configuration listens at; sockets it does not want any more are closed. Throws ConfigProblem. */
  use(process: Process, listeners: readonly HttpListener<Server>[]): readonly OpenListener[] {
    // Nobody comes from IPv6: there is nothing to listen at.
    const wanted = listeners.filter(({address}) => !address.includes(':'));
    const keys = new Set(wanted.map(({address, port}) => listenText(address, port)));
    const used = wanted
      .filter(({address, port}) => address === '0.0.0.0' || !keys.has(listenText('0.0.0.0', port)))
      .map((http) => ({listener: this.#socket(process, http).listener, http}));
    for (const [key, {fd}] of [...this.#open]) {
      if (keys.has(key)) continue;
      process.closeFd(fd);
      this.#open.delete(key);
    }
    return used;
  }

  close(process: Process): void {
    for (const {fd} of this.#open.values()) process.closeFd(fd);
    this.#open.clear();
  }

  #socket(process: Process, {address, port}: HttpListener<Server>): ListeningSocket {
    const key = listenText(address, port);
    const known = this.#open.get(key);
    if (known) return known;
    try {
      const socket = listenOn(process, port, address);
      this.#open.set(key, socket);
      return socket;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw new ConfigProblem(`bind() to ${key} failed (${errorNumberText(error)})`);
    }
  }
}

/** Opens everything a configuration needs. Throws ConfigProblem. */
export function openGeneration(
  process: Process,
  {main}: LoadedConfig,
  given: {readonly sockets: Sockets; readonly version: string},
): Generation {
  if (main.http) makeFolders(process, main);
  const logs = openLogs(process, logPaths(main));
  return {
    config: main,
    logs,
    listeners: given.sockets.use(process, main.http?.listeners ?? []),
    statistics: {accepted: 0, requests: 0, reading: 0, writing: 0, waiting: 0},
    version: given.version,
  };
}

/** Every file a configuration logs to. */
export function logPaths({errorLogs, http}: MainConfig): readonly string[] {
  const targets: LogTarget[] = [...errorLogs];
  for (const settings of http ? everySettings(http) : []) targets.push(...settings.accessLogs, ...settings.errorLogs);
  return [...new Set(targets.map(({path}) => path))];
}

function everySettings({servers}: HttpConfig): readonly LocationSettings[] {
  return servers.flatMap(({settings, locations, script}) => [settings, ...ofSteps(script), ...ofLocations(locations)]);
}

function ofLocations({exact, prefixes, patterns, named}: Locations): readonly LocationSettings[] {
  return [...exact.values(), ...prefixes, ...patterns, ...named.values()].flatMap(
    ({settings, script, inner, except}) => [
      settings,
      ...(except ? [except.settings] : []),
      ...ofSteps(script),
      ...ofLocations(inner),
    ],
  );
}

function ofSteps(script: readonly ScriptStep[]): readonly LocationSettings[] {
  return script.flatMap((step) =>
    step.kind === 'if' ? [...(step.settings ? [step.settings] : []), ...ofSteps(step.script)] : [],
  );
}

const cacheFolder = '/var/cache/nginx';

/** Folders for what does not fit into memory; `docker diff` shows them. */
function makeFolders(process: Process, {user: [user = 'nginx', group]}: MainConfig): void {
  const {files} = process;
  for (const name of ['client_temp', 'proxy_temp', 'fastcgi_temp', 'uwsgi_temp', 'scgi_temp']) {
    const path = `${cacheFolder}/${name}`;
    try {
      if (files.stat(path)) continue;
      files.makeDirectory(path, 0o700);
      const owner = process.user.uid === 0 ? credentialsOf(files, user, group) : undefined;
      if (owner) files.change(path, {uid: owner.uid, gid: owner.gid});
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw new ConfigProblem(`mkdir() "${path}" failed (${errorNumberText(error)})`);
    }
  }
}

/** Writes the number of the master. Throws ConfigProblem. */
export function writePidFile(process: Process, path: string, pid: number): void {
  try {
    process.files.write(path, `${pid}\n`);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigProblem(`open() "${path}" failed (${errorNumberText(error)})`);
  }
}
