import {X509Certificate} from 'node:crypto';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import {afterEach, describe, expect, it} from 'vitest';
import {encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {connectedPair} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {issue} from '../../../../../src/sandbox/embedded/edge/certificate.ts';
import {nodeHttps} from '../../../../../src/sandbox/embedded/edge/kubernetes/https.ts';
import type {KubeRequest, KubeResponse} from '../../../../../src/sandbox/embedded/kubernetes-api/api/request.ts';
import {badRequest} from '../../../../../src/sandbox/embedded/kubernetes-api/refusal.ts';
import {until} from '../../../../support/until.ts';
import {type ServedHttps, serveHttps} from './served-https.ts';

const served: ServedHttps[] = [];

afterEach(async () => {
  for (const one of served.splice(0)) await one.close();
});

async function serve(
  handle: (request: KubeRequest) => KubeResponse | Promise<KubeResponse>,
  ...rest: readonly Parameters<typeof serveHttps>[1][]
): Promise<ServedHttps> {
  const one = await serveHttps(async (request) => handle(request), ...rest);
  served.push(one);
  return one;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: {readonly [name: string]: unknown};
}

function call(
  {port, authority}: ServedHttps,
  path: string,
  options: https.RequestOptions = {},
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = https.request(
      {port, path, host: '127.0.0.1', ca: authority.certificate, agent: false, ...options},
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => resolve({status: answer.statusCode ?? 0, text, headers: answer.headers}));
        answer.on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

const whoIs = ({user}: KubeRequest): KubeResponse => ({kind: 'json', status: 200, body: user});

describe('the front door of the API server', () => {
  it('takes the user and the groups from a client certificate, and the manager from the User-Agent', async () => {
    const at = await serve(whoIs);
    const {certificate: cert, key} = at.admin;
    const {text} = await call(at, '/', {cert, key, headers: {'User-Agent': 'kubectl/v1.34.4 (linux/amd64)'}});
    const {fingerprint256} = new X509Certificate(cert);
    expect(JSON.parse(text)).toEqual({
      extra: {
        'authentication.kubernetes.io/credential-id': [
          `X509SHA256=${fingerprint256.replaceAll(':', '').toLowerCase()}`,
        ],
      },
      name: 'kubernetes-admin',
      groups: ['system:masters', 'second', 'system:authenticated'],
      manager: 'kubectl',
    });
  });

  it('answers 401 to a certificate of another authority, and to one for servers', async () => {
    const at = await serve(whoIs);
    const other = issue({commonName: 'kubernetes', use: 'authority'}, Date.now(), undefined);
    const forged = issue(
      {commonName: 'kubernetes-admin', organizations: ['system:masters'], use: 'client'},
      Date.now(),
      other,
    );
    const server = issue({commonName: 'kubernetes-admin', use: 'server'}, Date.now(), at.authority);
    for (const {certificate: cert, key} of [forged, server]) {
      const {status, text} = await call(at, '/', {cert, key});
      expect([status, JSON.parse(text).message]).toEqual([401, 'Unauthorized']);
    }
  });

  it('answers 401 to a certificate whose time is over', async () => {
    const at = await serve(whoIs);
    const twoDaysAgo = Date.now() - 2 * 86_400_000;
    const {certificate: cert, key} = issue({commonName: 'late', use: 'client', days: 1}, twoDaysAgo, at.authority);
    expect((await call(at, '/', {cert, key})).status).toBe(401);
  });

  it('takes the user of a bearer token, and answers 401 to one that is not known', async () => {
    const at = await serve(whoIs, (token) => (token === 'good' ? {name: 'robot', groups: ['robots']} : undefined));
    const good = await call(at, '/', {headers: {Authorization: 'Bearer good', 'User-Agent': 'x'}});
    expect(JSON.parse(good.text)).toEqual({name: 'robot', groups: ['robots', 'system:authenticated'], manager: 'x'});
    const bad = await call(at, '/', {headers: {Authorization: 'Bearer bad'}});
    expect(bad.status).toBe(401);
    expect(JSON.parse(bad.text)).toMatchObject({kind: 'Status', reason: 'Unauthorized', code: 401});
  });

  it('knows who shows nothing as nobody in particular', async () => {
    const at = await serve(whoIs);
    expect(JSON.parse((await call(at, '/')).text)).toMatchObject({
      name: 'system:anonymous',
      groups: ['system:unauthenticated'],
    });
  });

  it('makes a call as somebody else for an administrator, and for nobody else', async () => {
    const at = await serve(whoIs);
    const {certificate: cert, key} = at.admin;
    const headers = {'Impersonate-User': 'jane', 'Impersonate-Group': ['dev', 'ops']};
    const {text} = await call(at, '/', {cert, key, headers});
    expect(JSON.parse(text)).toMatchObject({name: 'jane', groups: ['dev', 'ops', 'system:authenticated']});
    const refused = await call(at, '/', {headers});
    expect([refused.status, JSON.parse(refused.text).message]).toEqual([
      403,
      'users "jane" is forbidden: User "system:anonymous" cannot impersonate resource "users" in API group "" at the cluster scope',
    ]);
  });

  it('decodes the path part by part and leaves the query as it is', async () => {
    const at = await serve(({path, query}) => ({kind: 'json', status: 200, body: [path, query.getAll('command')]}));
    const {text} = await call(at, '/api/v1/namespaces/a%2Fb/x%20y?command=a+b&command=c%26d');
    expect(JSON.parse(text)).toEqual(['/api/v1/namespaces/a/b/x y', ['a b', 'c&d']]);
    expect((await call(at, '/api/%zz')).status).toBe(400);
  });

  it('writes JSON for people when they ask, and curl always does', async () => {
    const at = await serve(() => ({kind: 'json', status: 200, body: {a: 1}}));
    expect((await call(at, '/')).text).toBe('{"a":1}\n');
    expect((await call(at, '/?pretty')).text).toBe('{\n  "a": 1\n}');
    expect((await call(at, '/', {headers: {'User-Agent': 'curl/8'}})).text).toBe('{\n  "a": 1\n}');
    expect((await call(at, '/?pretty=false', {headers: {'User-Agent': 'curl/8'}})).text).toBe('{"a":1}\n');
  });

  it('hands on the body of a call and a refusal as a Status', async () => {
    const at = await serve(async ({body}) => {
      throw badRequest(`there were ${(await body.read())?.length} bytes`);
    });
    const {status, text} = await call(at, '/', {method: 'POST'}, 'hello');
    expect([status, JSON.parse(text).message]).toEqual([400, 'there were 5 bytes']);
    expect(at.faults).toEqual([]);
  });

  it('answers 500 when the server itself fails, and tells whoever mends it', async () => {
    const at = await serve(() => {
      throw new Error('a mistake of ours');
    });
    const {status, text} = await call(at, '/');
    expect([status, JSON.parse(text).message]).toEqual([500, 'Internal error occurred: a mistake of ours']);
    expect(at.faults).toHaveLength(1);
  });

  it('sends every line of a watch when it is written, and knows when the client is gone', async () => {
    const seen: string[] = [];
    let gone = false;
    const at = await serve(({signal}) => ({
      kind: 'stream',
      status: 200,
      type: 'application/json',
      async write(to) {
        await to.write(encode('{"type":"ADDED"}\n'));
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        gone = true;
      },
    }));
    const asked = https.get(
      {port: at.port, host: '127.0.0.1', ca: at.authority.certificate, agent: false},
      (answer) => {
        answer.on('data', (part: Buffer) => seen.push(part.toString())).on('error', () => {});
      },
    );
    asked.on('error', () => {});
    await until(
      () => seen.length,
      (length) => length > 0,
    );
    expect(seen).toEqual(['{"type":"ADDED"}\n']);
    expect(gone).toBe(false);
    asked.destroy();
    expect(
      await until(
        () => [gone, at.open()],
        ([isGone, open]) => isGone === true && open === 0,
      ),
    ).toEqual([true, 0]);
  });

  it('tells a client that speaks HTTP without TLS in the words of Go', async () => {
    const at = await serve(whoIs);
    const text = await new Promise<string>((resolve) => {
      const socket = net.connect(at.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
      let all = '';
      socket.on('data', (part) => (all += part)).on('close', () => resolve(all));
    });
    expect(text).toBe('HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n');
  });

  it('closes the connection of who speaks neither', async () => {
    const at = await serve(whoIs);
    await new Promise<void>((resolve) => {
      const socket = net.connect(at.port, '127.0.0.1', () =>
        socket.write(Buffer.from([0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5])),
      );
      socket
        .on('error', () => {})
        .on('close', () => resolve())
        .resume();
    });
    expect(
      await until(
        () => at.open(),
        (open) => open === 0,
      ),
    ).toBe(0);
    expect(at.faults).toEqual([]);
  });

  it('hangs up on everybody when the server goes away, and at once when its certificate is none', async () => {
    const at = await serve(({signal}) => ({
      kind: 'stream',
      status: 200,
      type: 'application/json',
      write: () => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
    }));
    const hungUp = new Promise<void>((resolve) => {
      const asked = https.get(
        {port: at.port, host: '127.0.0.1', ca: at.authority.certificate, agent: false},
        (answer) => {
          answer
            .on('error', () => resolve())
            .on('close', () => resolve())
            .resume();
          void at.close();
        },
      );
      asked.on('error', () => resolve());
    });
    served.pop();
    await hungUp;
    const front = nodeHttps({now: Date.now, onFault: () => {}});
    const [ours, theirs] = connectedPair();
    const keyPair = {certificate: 'none', key: 'none'};
    const serving = {
      keyPair,
      clientAuthority: '',
      userOfToken: () => undefined,
      handle: async (request: KubeRequest) => whoIs(request),
    };
    const done = front.serve(theirs, serving, new AbortController().signal);
    await ours.writer.write(encode('x'));
    await done;
    expect(await ours.reader.read()).toBeNull();
  });

  it('says what is missing to who wants an exec without an upgrade, or in a protocol nobody speaks', async () => {
    const at = await serve(() => ({kind: 'channels', run: async () => {}}));
    const path = '/api/v1/namespaces/default/pods/web/exec?stdout=true';
    const plain = await call(at, path);
    expect([plain.status, JSON.parse(plain.text).message]).toEqual([400, 'Upgrade request required']);
    const spdy = {Connection: 'Upgrade', Upgrade: 'SPDY/3.1', 'X-Stream-Protocol-Version': 'foo'};
    const refused = await call(at, path, {method: 'POST', headers: spdy});
    expect([refused.status, refused.text]).toEqual([
      403,
      'unable to upgrade: unable to negotiate protocol: client supports [foo], server accepts [v4.channel.k8s.io v3.channel.k8s.io v2.channel.k8s.io channel.k8s.io]\n',
    ]);
    const webSocket = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol': 'foo',
    };
    expect(await call(at, path, {headers: webSocket})).toMatchObject({status: 403, text: ''});
  });

  it('answers 400 to what is no HTTP, in Go’s words', async () => {
    const at = await serve(whoIs);
    const text = await new Promise<string>((resolve) => {
      const socket = tls.connect({port: at.port, host: '127.0.0.1', ca: at.authority.certificate}, () =>
        socket.write('no HTTP at all\r\n\r\n'),
      );
      let all = '';
      socket
        .on('data', (part) => (all += part))
        .on('close', () => resolve(all))
        .on('error', () => {});
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(
      await until(
        () => at.open(),
        (open) => open === 0,
      ),
    ).toBe(0);
    expect(at.faults).toEqual([]);
  });

  it('makes certificates for names and for addresses of both kinds', () => {
    const authority = issue({commonName: 'kubernetes', use: 'authority'}, Date.now(), undefined);
    const names = ['kubernetes.default', '10.96.0.1', 'fd00:10:96::1'];
    const {certificate} = issue({commonName: 'kube-apiserver', use: 'server', names}, Date.now(), authority);
    const made = new X509Certificate(certificate);
    expect(made.subjectAltName).toBe('DNS:kubernetes.default, IP Address:10.96.0.1, IP Address:FD00:10:96:0:0:0:0:1');
    expect(made.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(made.checkIssued(new X509Certificate(authority.certificate))).toBe(true);
  });
});
