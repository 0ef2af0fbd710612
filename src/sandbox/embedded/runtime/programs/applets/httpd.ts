import {encode} from '../../../bytes/bytes.ts';
import {isSystemError} from '../../../system-error.ts';
import type {OutgoingBody} from '../../http/body.ts';
import {reasonOf} from '../../http/head.ts';
import type {HeaderPair} from '../../http/headers.ts';
import {type ServerAnswer, type ServerRequest, serveConnection} from '../../http/server.ts';
import type {Connection} from '../../net/stack.ts';
import type {Process} from '../../process/process.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {contentType} from '../net/content-types.ts';
import {portNumber, socketOf} from '../net/dialing.ts';
import {httpDate} from '../servers/dates.ts';
import {type ListeningSocket, listenOn} from '../servers/listening-socket.ts';

export const httpd = defineApplet({
  names: ['httpd'],
  usage: `[-ifv[v]] [-c CONFFILE] [-p [IP:]PORT] [-h HOME]

Serve the files of HOME by HTTP

	-f	Stay in the foreground
	-v	Say what is asked for
	-p PORT	Port, 80 otherwise
	-h HOME	Instead of the directory it runs in`,
  options: {short: 'c:d:h:e:r:m:u:p:ifv'},
  async run(call) {
    const {process} = call;
    const home = call.options.value('h');
    if (home !== undefined) process.folder = folderOf(process, home);
    const [, address = '0.0.0.0', port = ''] = /^(?:(.*):)?([^:]*)$/.exec(call.options.value('p') ?? '80') ?? [];
    const socket = openSocket(call, portNumber(port), address);
    if (call.has('f')) return serveAll(process, call, socket);
    // Without -f it goes on in the background.
    process.fork((child) => serveAll(child, call, socket), {group: 'own'});
    return 0;
  },
});

function folderOf(process: Process, path: string): string {
  const stat = process.files.stat(path);
  if (stat?.kind !== 'directory')
    throw new Failure(`can't change directory to '${path}': ${stat ? 'Not a directory' : 'No such file or directory'}`);
  return stat.path;
}

function openSocket(call: Call, port: number, address: string): ListeningSocket {
  try {
    return listenOn(call.process, port, address);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new Failure(`bind: ${error.message}`);
  }
}

async function serveAll(process: Process, call: Call, {listener}: ListeningSocket): Promise<never> {
  let fail: (reason: unknown) => void = () => {};
  // Should serving a client go wrong in a way nobody foresaw, it must not go unseen.
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  for (;;) {
    const connection = await Promise.race([process.wait(listener.accept(process.signal)), failed]);
    serveClient(process, call, connection).catch(fail);
  }
}

async function serveClient(process: Process, call: Call, connection: Connection): Promise<void> {
  const log = async (line: string): Promise<void> => {
    if (call.has('v')) await process.complain(`${connection.remote.address}:${connection.remote.port}: ${line}`);
  };
  const socket = socketOf(process, connection);
  await serveConnection(socket.stream, {
    signal: process.signal,
    answer: (request) => answer(process, request),
    refuse: ({status}) => errorPage(status),
    onAnswered: async ({target}, {status}) => {
      await log(`url:${target}`);
      await log(`response:${status}`);
    },
  });
  socket.close();
}

async function answer(process: Process, {method, target}: ServerRequest): Promise<ServerAnswer> {
  if (method !== 'GET' && method !== 'HEAD') return errorPage(501);
  const path = localPath(target);
  if (path === undefined) return errorPage(400);
  const stat = process.files.stat(path);
  if (!stat) return errorPage(404);
  if (stat.kind === 'directory' && !path.endsWith('/'))
    return errorPage(302, [['Location', `${target.split('?')[0]}/`]]);
  const file = stat.kind === 'directory' ? `${path}index.html` : path;
  const found = process.files.stat(file);
  if (found?.kind !== 'file') return errorPage(404);
  if (!process.files.allows(file, 4)) return errorPage(403);
  return {
    status: 200,
    headers: [
      ['Date', httpDate(process.now())],
      ['Connection', 'close'],
      ['Content-type', contentType(file)],
      ['Accept-Ranges', 'bytes'],
      ['Last-Modified', httpDate(found.modifiedMs)],
    ],
    body: {bytes: found.size, write: (to) => sendFile(process, file, found.size, to)},
  };
}

/** The file a target means, below the folder that is served; undefined for one that would leave it. */
function localPath(target: string): string | undefined {
  try {
    const path = decodeURIComponent(target.split(/[?#]/)[0] ?? '');
    return path.startsWith('/') && !path.split('/').includes('..') && !path.includes('\0') ? `.${path}` : undefined;
  } catch {
    return undefined;
  }
}

/** As many bytes as were announced, whatever becomes of the file meanwhile. */
async function sendFile(process: Process, path: string, size: number, to: OutgoingBody): Promise<void> {
  const fd = process.adopt(process.files.open(path, {read: true}));
  try {
    for (let left = size; left > 0; ) {
      const piece = await process.read(fd, Math.min(left, 65_536));
      if (piece === null) break;
      await to.write(piece);
      left -= piece.length;
    }
  } finally {
    process.closeFd(fd);
  }
}

const reasons: {readonly [status: number]: string} = {
  302: 'Found',
  400: 'Unsupported method',
  403: 'Forbidden',
  404: 'The requested URL was not found',
  501: 'The requested method is not recognized',
};

function errorPage(status: number, headers: readonly HeaderPair[] = []): ServerAnswer {
  const title = `${status} ${reasonOf(status)}`;
  const text = `<HTML><HEAD><TITLE>${title}</TITLE></HEAD>\n<BODY><H1>${title}</H1>\n${reasons[status] ?? ''}\n</BODY></HTML>\n`;
  return {status, headers: [['Connection', 'close'], ['Content-type', 'text/html'], ...headers], body: encode(text)};
}
