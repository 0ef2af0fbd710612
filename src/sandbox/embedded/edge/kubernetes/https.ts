import {generateKeyPairSync} from 'node:crypto';
import {setMaxListeners} from 'node:events';
import http from 'node:http';
import tls from 'node:tls';
import type {ByteStream} from '../../bytes/pipe.ts';
import type {HttpsServing, OutsideHttps} from '../../kubernetes-api/https.ts';
import {issue} from '../certificate.ts';
import {duplexOf, readerWith} from '../duplex.ts';
import {signRequest} from '../signing-request.ts';
import type {Client} from './call.ts';
import {certificateOf} from './peer.ts';
import {serveCall} from './serve-call.ts';
import {serveUpgrade} from './serve-upgrade.ts';

export interface HttpsOptions {
  readonly now: () => number;
  /** Told of errors that are the fault of this program. */
  readonly onFault: (error: unknown) => void;
}

/** Go's limit; `kubectl exec` sends whole scripts in the address. */
const mostHeaderBytes = 1024 * 1024;
const mostContexts = 16;
/** A client may take up a session it had: without a context OpenSSL answers that with an internal error. */
const sessionIdContext = 'kube-apiserver';

/** The API server's front door, as Node has it. */
export function nodeHttps({now, onFault}: HttpsOptions): OutsideHttps {
  const clients = new WeakMap<object, Client>();
  const server = createHttpServer(clients, onFault);
  const contexts = new Contexts();
  return {
    issue: (wish, by) => issue(wish, now(), by),
    sign: (request, wish, by) => signRequest(request, wish, {by, now: now()}),
    signingKey: () =>
      generateKeyPairSync('ec', {
        namedCurve: 'P-256',
        privateKeyEncoding: {type: 'pkcs8', format: 'pem'},
        publicKeyEncoding: {type: 'spki', format: 'pem'},
      }),
    async serve(stream, serving, signal) {
      // One for every connection: many are no leak, and Node warns of more than ten.
      setMaxListeners(0, signal);
      const first = await firstBytes(stream, signal);
      const secureContext = contexts.of(serving);
      if (first === undefined || !secureContext) return closeBoth(stream);
      if (isPlainHttp(first)) return refusePlainHttp(stream);
      const duplex = duplexOf({reader: readerWith(first, stream.reader), writer: stream.writer});
      const asked = {isServer: true, requestCert: true, rejectUnauthorized: false, ALPNProtocols: ['http/1.1']};
      const socket = new tls.TLSSocket(duplex, {...asked, secureContext});
      socket.once('secure', () => {
        clients.set(socket, {serving, certificate: certificateOf(socket, serving.clientAuthority, now())});
        server.emit('connection', socket);
      });
      await ended(socket, duplex, signal);
    },
  };
}

/** Speaks HTTP over connections that are handed to it; it listens nowhere. */
function createHttpServer(clients: WeakMap<object, Client>, onFault: (error: unknown) => void): http.Server {
  const server = http.createServer({
    requestTimeout: 0,
    headersTimeout: 0,
    keepAliveTimeout: 0,
    maxHeaderSize: mostHeaderBytes,
  });
  server.timeout = 0;
  server.on('request', (from, to) => {
    const client = clients.get(from.socket);
    if (client) void serveCall({from, to, client, onFault});
  });
  server.on('upgrade', (from, socket, first: Buffer) => {
    const client = clients.get(socket);
    if (client) void serveUpgrade({from, socket, first, client, onFault});
    else socket.destroy();
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${status}`);
  });
  return server;
}

/** What TLS makes of certificates and keys; made once for each. */
class Contexts {
  readonly #made = new Map<string, tls.SecureContext>();

  /** Undefined when the certificate, the key or the authority is none. */
  of({keyPair: {certificate, key}, clientAuthority}: HttpsServing): tls.SecureContext | undefined {
    const name = certificate + clientAuthority;
    const known = this.#made.get(name);
    if (known) return known;
    try {
      const made = tls.createSecureContext({cert: certificate, key, ca: clientAuthority, sessionIdContext});
      // Clusters come and go; what is the oldest is made anew when somebody still asks for it.
      const [oldest] = this.#made.keys();
      if (this.#made.size >= mostContexts && oldest !== undefined) this.#made.delete(oldest);
      this.#made.set(name, made);
      return made;
    } catch {
      // Files somebody has spoilt: upstream cannot answer anybody either.
      return undefined;
    }
  }
}

async function firstBytes({reader}: ByteStream, signal: AbortSignal): Promise<Uint8Array | undefined> {
  try {
    return (await reader.read(undefined, signal)) ?? undefined;
  } catch {
    // Whatever it was that ended the connection, nobody is there to be told.
    return undefined;
  }
}

function isPlainHttp(first: Uint8Array): boolean {
  return /^(GET \/|HEAD |POST |PUT \/|OPTIO|DELET|PATCH)/.test(Buffer.from(first.subarray(0, 8)).toString('latin1'));
}

/** In Go's words. */
async function refusePlainHttp(stream: ByteStream): Promise<void> {
  const text = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n';
  await stream.writer.write(Buffer.from(text)).catch(() => undefined);
  closeBoth(stream);
}

function closeBoth({reader, writer}: ByteStream): void {
  writer.close();
  reader.close();
}

function ended(
  socket: tls.TLSSocket,
  duplex: NodeJS.ReadWriteStream & {destroy(): unknown},
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      socket.destroy();
      duplex.destroy();
    };
    socket.on('error', stop);
    duplex.on('error', stop);
    duplex.once('close', () => {
      signal.removeEventListener('abort', stop);
      socket.destroy();
      resolve();
    });
    socket.once('close', () => duplex.destroy());
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, {once: true});
  });
}
