import {accessSync, constants} from 'node:fs';
import {type RequestOptions, request} from 'node:http';
import {request as requestTls} from 'node:https';
import {delimiter, join} from 'node:path';
import {systemCode} from '../../errors.ts';
import type {DockerAddress, DockerTls} from './address.ts';
import {text, texts} from './read-json.ts';

/** What answers at an endpoint, or why nothing does; `cause` is a diagnosis with verdict `blocked`. */
export type DockerProbe =
  | {
      readonly ok: true;
      readonly version: string;
      readonly apiVersion: string;
      readonly os: string;
      readonly arch: string;
      readonly rootless: boolean;
      /** In its own words: `Docker Engine - Community`, `Podman Engine`; '' when it does not say. */
      readonly product: string;
    }
  | {
      readonly ok: false;
      readonly cause:
        | 'docker-not-running'
        | 'docker-permission-denied'
        | 'docker-not-reachable'
        | 'docker-not-installed';
      readonly params: {readonly endpoint: string; readonly reason: string};
    };

type Named = DockerAddress & {readonly host: string};

/**
 * Asks an endpoint for its version. Never rejects. `searchPath` (as PATH) tells a Docker that is not running from
 * one that is not installed.
 */
export async function probeDocker(
  endpoint: Named,
  timeoutMs: number,
  searchPath = process.env.PATH ?? '',
): Promise<DockerProbe> {
  try {
    const [version, about] = await Promise.all([
      getJson(endpoint, '/version', timeoutMs),
      getJson(endpoint, '/info', timeoutMs),
    ]);
    const apiVersion = text(version, 'ApiVersion');
    if (apiVersion === '')
      return refused(endpoint, 'docker-not-reachable', 'the answer is not that of a Docker Engine');
    return {
      ok: true,
      version: text(version, 'Version'),
      apiVersion,
      os: text(version, 'Os'),
      arch: text(version, 'Arch'),
      rootless: texts(about, 'SecurityOptions').some((option) => option.includes('name=rootless')),
      product: text(version, 'Platform', 'Name'),
    };
  } catch (error) {
    return refused(endpoint, causeOf(error, endpoint, searchPath), reasonOf(error));
  }
}

function refused(
  {host}: Named,
  cause: Extract<DockerProbe, {ok: false}>['cause'],
  reason: string,
): Extract<DockerProbe, {ok: false}> {
  return {ok: false, cause, params: {endpoint: host, reason}};
}

function causeOf(
  error: unknown,
  endpoint: DockerAddress,
  searchPath: string,
): Extract<DockerProbe, {ok: false}>['cause'] {
  const code = systemCode(error);
  if (code === 'EACCES' || code === 'EPERM') return 'docker-permission-denied';
  if (endpoint.transport === 'tcp') return 'docker-not-reachable';
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return isInstalled(searchPath) ? 'docker-not-running' : 'docker-not-installed';
  return code === 'ECONNREFUSED' ? 'docker-not-running' : 'docker-not-reachable';
}

function reasonOf(error: unknown): string {
  return systemCode(error) || (error instanceof Error ? error.message : String(error));
}

/** Podman's docker command counts: where it is, a Docker API can be had. */
function isInstalled(searchPath: string): boolean {
  const names = ['docker', 'docker.exe', 'dockerd', 'podman'];
  return searchPath
    .split(delimiter)
    .some((folder) => folder !== '' && names.some((name) => isExecutable(join(folder, name))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What node:http needs to connect to an endpoint. */
export function connectOptions(address: DockerAddress): RequestOptions & DockerTls & {rejectUnauthorized?: boolean} {
  if (address.transport === 'socket') return {socketPath: address.socketPath};
  const {hostname, port, tls} = address;
  return {hostname, port, ...tls, ...(tls ? {rejectUnauthorized: tls.skipVerify !== true} : {})};
}

function getJson(address: DockerAddress, path: string, timeoutMs: number): Promise<unknown> {
  const send = address.transport === 'tcp' && address.tls ? requestTls : request;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const outgoing = send({...connectOptions(address), path, agent: false, signal}, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => {
        body += chunk;
      });
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode !== 200)
          reject(new Error(`HTTP ${answer.statusCode} to GET ${path}: ${body.slice(0, 200).trim()}`));
        else resolve(parse(body));
      });
    });
    // An abort says ABORT_ERR, which tells a person nothing.
    const fail = (error: Error) => reject(signal.aborted ? new Error(`no answer within ${timeoutMs} ms`) : error);
    outgoing.on('error', fail);
    outgoing.end();
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
