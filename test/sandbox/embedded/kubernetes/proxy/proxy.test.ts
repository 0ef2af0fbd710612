import {describe, expect, it} from 'vitest';
import {decode, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {type ByteStream, connectedPair, Pipe, readAll} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import type {KubeRequest} from '../../../../../src/sandbox/embedded/kubernetes-api/api/request.ts';
import {createApiServer} from '../../../../../src/sandbox/embedded/kubernetes-api/server.ts';
import {Store} from '../../../../../src/sandbox/embedded/kubernetes-api/store/store.ts';
import {SystemError} from '../../../../../src/sandbox/embedded/system-error.ts';
import {manualClock, outsideOf} from '../../rig.ts';
import {adminUser} from '../rig.ts';

interface Answer {
  readonly status: number;
  readonly headers: {readonly [name: string]: string};
  readonly text: string;
}

/** What the server in the Pod was sent, and a way to ask for it. */
interface Proxied {
  readonly seen: string[];
  readonly dialled: string[];
  ask(
    path: string,
    more?: Partial<Pick<KubeRequest, 'method' | 'headers'>> & {readonly body?: string},
  ): Promise<Answer>;
}

/** An API server with a Pod `web` at 10.244.1.2 and a Service before it; the Pod says the same to everybody. */
function proxied(says: string): Proxied {
  const clock = manualClock();
  const {random} = outsideOf(clock);
  const store = new Store(clock);
  const seen: string[] = [];
  const dialled: string[] = [];
  const dial = async ({address, port}: {readonly address: string; readonly port: number}): Promise<ByteStream> => {
    dialled.push(`${address}:${port}`);
    if (port === 81) throw new SystemError('ECONNREFUSED');
    const [ours, theirs] = connectedPair();
    void answer(theirs, says, seen);
    return ours;
  };
  const server = createApiServer({store, random, dial});
  const put = (collection: string, kind: string, rest: object): unknown =>
    store.put(collection, {apiVersion: 'v1', kind, metadata: {name: 'web', namespace: 'default'}, ...rest});
  put('pods', 'Pod', {
    spec: {containers: [{name: 'c', ports: [{containerPort: 8000}]}]},
    status: {podIP: '10.244.1.2'},
  });
  put('services', 'Service', {spec: {ports: [{name: 'http', port: 80}, {port: 90}]}});
  put('endpoints', 'Endpoints', {subsets: [{addresses: [{ip: '10.244.1.2'}], ports: [{name: 'http', port: 8000}]}]});
  store.put('pods', {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'new', namespace: 'default'}});
  store.put('services', {apiVersion: 'v1', kind: 'Service', metadata: {name: 'empty', namespace: 'default'}});
  return {
    seen,
    dialled,
    async ask(path, {method = 'GET', headers = new Map(), body = ''} = {}) {
      const [place = '', query = ''] = path.split('?');
      const sent = new Pipe();
      await sent.writer.write(encode(body));
      sent.writer.close();
      const response = await server.handle({
        method,
        path: `/api/v1/namespaces/default/${place}`,
        query: new URLSearchParams(query),
        headers,
        body: sent.reader,
        user: adminUser,
        upgrade: undefined,
        signal: new AbortController().signal,
      });
      if (response.kind === 'json')
        return {status: response.status, headers: {}, text: (response.body as {readonly message: string}).message};
      if (response.kind !== 'stream') throw new Error('the answer is a connection');
      const written = new Pipe();
      await response.write(written.writer);
      written.writer.close();
      const text = decode(await readAll(written.reader));
      return {status: response.status, headers: {...response.headers, type: response.type}, text};
    },
  };
}

/** Reads until the head and what follows it are there, and says its one sentence. */
async function answer(stream: ByteStream, says: string, seen: string[]): Promise<void> {
  let text = '';
  while (!/\r\n\r\n/.test(text) || (/content-length: [1-9]/i.test(text) && text.endsWith('\r\n\r\n'))) {
    const bytes = await stream.reader.read();
    if (bytes === null) break;
    text += decode(bytes);
  }
  seen.push(text);
  await stream.writer.write(encode(says));
  stream.writer.close();
}

const page =
  'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nX-Own: a\r\nConnection: close\r\n\r\nhello';

describe('the proxy of the API server', () => {
  it('hands a call on to a Pod, without what is between client and server, and its answer back', async () => {
    const to = proxied(page);
    const headers = new Map([
      ['authorization', 'Bearer secret'],
      ['impersonate-user', 'jane'],
      ['user-agent', 'curl'],
      ['content-length', '3'],
    ]);
    const given = await to.ask('pods/web:80/proxy/a%20b/c?x=1', {method: 'POST', headers, body: 'abc'});
    expect(given).toEqual({
      status: 200,
      headers: {'Content-Length': '5', 'X-Own': 'a', type: 'text/html'},
      text: 'hello',
    });
    expect(to.dialled).toEqual(['10.244.1.2:80']);
    const [seen = ''] = to.seen;
    expect(seen).toMatch(/^POST \/a%2520b\/c\?x=1 HTTP\/1\.1\r\nHost: 10\.244\.1\.2:80\r\n/);
    expect(seen).toContain('User-Agent: curl\r\n');
    expect(seen).toMatch(/\r\n\r\nabc$/);
    expect(seen).not.toMatch(/secret|jane/);
  });

  it('takes the first port of a Pod when none is said, and an endpoint of a Service by its port or its name', async () => {
    const to = proxied(page);
    await to.ask('pods/web/proxy/');
    await to.ask('services/web:80/proxy/');
    await to.ask('services/web:http/proxy/');
    await to.ask('services/http:web:http/proxy/');
    expect(to.dialled).toEqual(Array.from({length: 4}, () => '10.244.1.2:8000'));
  });

  it('sends a page without a folder to its folder, and lets redirects of the server lead through itself', async () => {
    const to = proxied('HTTP/1.1 302 Found\r\nLocation: /login?a=1\r\nContent-Length: 0\r\n\r\n');
    const folder = await to.ask('pods/web:80/proxy?x=1');
    expect([folder.status, folder.headers['Location']]).toEqual([
      301,
      '/api/v1/namespaces/default/pods/web:80/proxy/?x=1',
    ]);
    const moved = await to.ask('pods/web:80/proxy/start');
    expect([moved.status, moved.headers['Location']]).toEqual([
      302,
      '/api/v1/namespaces/default/pods/web:80/proxy/login?a=1',
    ]);
  });

  it.each([
    ['pods/web:81/proxy/', 503, 'error trying to reach service: dial tcp 10.244.1.2:81: connect: connection refused'],
    [
      'pods/https:web:80/proxy/',
      503,
      'error trying to reach service: tls: first record does not look like a TLS handshake',
    ],
    ['pods/none:80/proxy/', 404, 'pods "none" not found'],
    ['pods/a:b:c:d/proxy/', 400, 'invalid pod request "a:b:c:d"'],
    ['pods/new/proxy/', 400, 'address not allowed'],
    ['services/none/proxy/', 404, 'services "none" not found'],
    ['services/web:81/proxy/', 503, 'no service port 81 found for service "web"'],
    ['services/web:x/proxy/', 503, 'no endpoints available for service "web:x"'],
    ['services/empty/proxy/', 503, 'no endpoints available for service "empty"'],
  ])('says in upstream’s words why nobody answers: %s', async (path, status, message) => {
    const {status: got, text} = await proxied(page).ask(path);
    expect([got, text]).toEqual([status, message]);
  });

  it('says so when a server hangs up or speaks no HTTP', async () => {
    expect(await proxied('').ask('pods/web:80/proxy/')).toMatchObject({
      status: 503,
      text: 'error trying to reach service: EOF',
    });
    expect((await proxied('SSH-2.0-server\r\n\r\n').ask('pods/web:80/proxy/')).status).toBe(503);
  });
});
