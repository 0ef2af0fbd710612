import {collectBytes} from '../../bytes.ts';
import type {CommandContext, Server} from '../../context.ts';
import type {TlsOptions} from '../app.ts';

/** Where the Engine is when nobody says otherwise. */
export function defaultHost(os: string): string {
  return os === 'windows' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock';
}

/** An address as it was typed, completed: `1.2.3.4` is `tcp://1.2.3.4:2375`. Throws on what is none. */
export function parseHost(typed: string, {os, tls}: {readonly os: string; readonly tls: boolean}): string {
  const host = typed.trim();
  if (host === '') return defaultHost(os);
  const [, scheme = 'tcp', address = host] = /^([a-z]+):\/\/(.*)$/.exec(host) ?? [];
  const port = tls ? 2376 : 2375;
  switch (scheme) {
    case 'unix':
      return address === '' ? defaultHost('linux') : `unix://${address}`;
    case 'tcp': {
      if (address === '') return `tcp://localhost:${port}`;
      const completed = /:\d+$/.test(address) ? address : `${address}:${port}`;
      if (!URL.canParse(`http://${completed}`))
        throw new Error(
          `Failed to initialize: unable to resolve docker endpoint: invalid bind address format: ${typed}`,
        );
      return `tcp://${completed}`;
    }
    case 'http':
    case 'https':
      return host;
    case 'ssh':
    case 'npipe':
    case 'fd':
      throw new Error(
        `Failed to initialize: unable to resolve docker endpoint: ${scheme}:// is not part of this docker command; use unix:// or tcp://`,
      );
    default:
      throw new Error(`Failed to initialize: unable to resolve docker endpoint: invalid bind address format: ${typed}`);
  }
}

/** How to reach a host, certificates included. */
export async function serverAt(url: string, {files}: CommandContext, tls: TlsOptions | undefined): Promise<Server> {
  if (url.startsWith('unix:') || tls === undefined) return {url};
  const read = async (path: string) =>
    (await files.stat(path, {follow: true})) === undefined ? undefined : collectBytes(files.read(path));
  const [ca, cert, key] = [await read(tls.ca), await read(tls.cert), await read(tls.key)];
  return {url, tls: {verify: tls.verify, ...(ca && {ca}), ...(cert && {cert}), ...(key && {key})}};
}

/** The user's own folder; the working folder when there is none. */
export function homeFolder({env, files}: CommandContext): string {
  return env['HOME'] || env['USERPROFILE'] || files.folder;
}
