import {readAll} from '../../../../../../src/sandbox/embedded/bytes/pipe.ts';
import type {Outside} from '../../../../../../src/sandbox/embedded/outside.ts';
import {rootFiles} from '../../../../../../src/sandbox/embedded/runtime/fs/root-files.ts';
import type {Program} from '../../../../../../src/sandbox/embedded/runtime/process/process.ts';
import {nginxPrograms} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/nginx/nginx.ts';
import {decodeBytes, encodeBytes} from '../../../../../../src/sandbox/embedded/runtime/programs/text/codec.ts';
import {isSystemError} from '../../../../../../src/sandbox/embedded/system-error.ts';
import {createMachine, type Machine} from '../../../rig.ts';
import {siteFiles} from './answer-cases.ts';

/** When the files of the site were changed last. */
const siteMs = Date.UTC(2025, 3, 16, 12);

/** Does nothing, for as long as one likes: a first process other than nginx. */
const idle: Program = {name: 'idle', main: (process) => process.wait(new Promise<number>(() => {}))};

/** A machine with nginx, its user, its folders and the site; `conf` is its nginx.conf. */
export function createSite(conf: string, clock?: Outside['clock']): Machine {
  const machine = createMachine({programs: [...nginxPrograms, idle], ...(clock ? {clock} : {})});
  machine.lay({
    '/usr/sbin/nginx': 'program:nginx',
    '/bin/idle': 'program:idle',
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnginx:x:101:101:nginx:/var/cache/nginx:/sbin/nologin\n',
    '/etc/group': 'root:x:0:\nnginx:x:101:\n',
    '/etc/hosts': '127.0.0.1\tlocalhost\n',
    '/etc/nginx/nginx.conf': conf,
    '/var/log/nginx/error.log': '',
    '/var/cache/nginx/.keep': '',
    '/run/.keep': '',
  });
  for (const [path, text] of Object.entries(siteFiles))
    machine.lay({[path.replace(/^(conf\/)?/, (_, conf) => (conf ? '/etc/nginx/' : '/'))]: text});
  const disk = rootFiles(machine.space.mounts, machine.clock.now);
  const touch = (path: string): void => {
    disk.change(path, {modifiedMs: siteMs});
    if (disk.stat(path)?.kind === 'directory') for (const name of disk.list(path)) touch(`${path}/${name}`);
  };
  touch('/srv');
  disk.change('/srv/site/secret.txt', {mode: 0});
  return machine;
}

/**
 * The very answer to the very request: one character a byte. The server closes the connection, or, where it `ends`, the
 * client says that nothing more comes.
 */
export async function ask(
  {space}: Machine,
  port: number,
  request: string,
  then: 'waits' | 'ends' = 'waits',
): Promise<string> {
  const {stream} = space.fabric.toStack(space.network, port);
  const answer = readAll(stream.reader);
  try {
    await stream.writer.write(encodeBytes(request));
  } catch (error) {
    // The server may have answered and hung up before it read everything.
    if (!isSystemError(error, 'EPIPE')) throw error;
  }
  if (then === 'ends') stream.writer.close();
  return decodeBytes(await answer);
}
