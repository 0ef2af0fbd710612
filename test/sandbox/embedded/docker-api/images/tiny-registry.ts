import {createHash} from 'node:crypto';
import {connect} from 'node:net';
import {decode, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {type ByteStream, readAll} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import type {Daemon} from '../../../../../src/sandbox/embedded/docker-api/daemon.ts';
import {
  type ServerAnswer,
  type ServerRequest,
  serveConnection,
} from '../../../../../src/sandbox/embedded/runtime/http/server.ts';
import {Network} from '../../../../../src/sandbox/embedded/runtime/net/network.ts';
import {NetworkStack} from '../../../../../src/sandbox/embedded/runtime/net/stack.ts';

/** Publishes a port of the simulated host; every connection to it is given to `serve`. */
export function publish(daemon: Daemon, port: number, serve: (stream: ByteStream) => Promise<void>): NetworkStack {
  const stack = new NetworkStack();
  new Network({first: 0xac120000, bits: 16}).attach(stack);
  const listener = stack.listen(5000);
  daemon.fabric.publish(port, stack, 5000);
  void (async () => {
    for (;;) {
      const {stream} = await listener.accept(new AbortController().signal);
      void serve(stream).catch(() => {});
    }
  })().catch(() => {});
  return stack;
}

/** What a registry was asked: `PUT /v2/app/manifests/1`. */
export type AskedFor = readonly string[];

/** As much of a registry as a push and a pull need, in memory; uploads are mounted when the blob is there. */
export function startTinyRegistry(
  daemon: Daemon,
  port: number,
): {readonly blobs: Map<string, Uint8Array>; readonly asked: string[]} {
  const blobs = new Map<string, Uint8Array>();
  const manifests = new Map<string, Uint8Array>();
  const uploads = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const answer = async (request: ServerRequest): Promise<ServerAnswer> => {
    const {method, target} = request;
    asked.push(`${method} ${target.replace(/sha256(:|%3A)[0-9a-f]{64}/g, 'DIGEST')}`);
    const url = new URL(target, 'http://registry');
    const [, repository = '', kind = '', rest = ''] =
      /^\/v2\/(.+)\/(blobs|manifests|tags)\/(.*)$/.exec(url.pathname) ?? [];
    if (url.pathname === '/v2/') return {status: 200};
    if (kind === 'tags')
      return json(200, {
        tags: [...manifests.keys()]
          .filter((key) => key.startsWith(`${repository}:`) && !key.includes('sha256'))
          .map((key) => key.split(':')[1]),
      });
    if (kind === 'manifests') return manifest(request, `${repository}:${rest}`, repository);
    if (rest.startsWith('uploads/')) return upload(request, url, repository);
    const blob = blobs.get(`${repository} ${rest}`);
    return blob ? {status: 200, body: blob} : refused(404, 'BLOB_UNKNOWN', 'blob unknown to registry');
  };
  const manifest = async ({method, body}: ServerRequest, key: string, repository: string): Promise<ServerAnswer> => {
    if (method === 'PUT') {
      const bytes = await readAll(body);
      manifests.set(key, bytes);
      manifests.set(`${repository}:${digestOf(bytes)}`, bytes);
      return {status: 201};
    }
    const found = manifests.get(key);
    return found ? {status: 200, body: found} : refused(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
  };
  const upload = async ({method, body}: ServerRequest, url: URL, repository: string): Promise<ServerAnswer> => {
    const from = url.searchParams.get('from');
    const mounted = from === null ? undefined : blobs.get(`${from} ${url.searchParams.get('mount')}`);
    if (mounted) {
      blobs.set(`${repository} ${url.searchParams.get('mount')}`, mounted);
      return {status: 201};
    }
    const path = method === 'POST' ? `${url.pathname}${uploads.size}` : url.pathname;
    const bytes = await readAll(body);
    const location = [['Location', `http://registry${path}?state=x`]] as const;
    if (method !== 'PUT') {
      uploads.set(path, bytes);
      return {status: 202, headers: location};
    }
    const sent = uploads.get(path) ?? bytes;
    const digest = url.searchParams.get('digest') ?? '';
    if (digestOf(sent) !== digest)
      return refused(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
    blobs.set(`${repository} ${digest}`, sent);
    return {status: 201};
  };
  publish(daemon, port, (stream) => serveConnection(stream, {answer}));
  return {blobs, asked};
}

/** Leads a published port of the simulated host to a real one: a real registry can then be spoken to. */
export function publishReal(daemon: Daemon, port: number, realPort: number): void {
  publish(daemon, port, async ({reader, writer}) => {
    const socket = connect(realPort, '127.0.0.1');
    const back = (async () => {
      for await (const chunk of socket) await writer.write(new Uint8Array(chunk));
      writer.close();
    })();
    for (let bytes = await reader.read(); bytes; bytes = await reader.read()) socket.write(bytes);
    socket.end();
    await back;
  });
}

function json(status: number, value: unknown): ServerAnswer {
  return {status, body: encode(JSON.stringify(value))};
}

function refused(status: number, code: string, message: string): ServerAnswer {
  return json(status, {errors: [{code, message, detail: {}}]});
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function textOf(bytes: Uint8Array | undefined): string {
  return decode(bytes ?? new Uint8Array(0));
}
