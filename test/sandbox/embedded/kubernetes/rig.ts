import {decode, encode} from '../../../../src/sandbox/embedded/bytes/bytes.ts';
import {Pipe, readAll} from '../../../../src/sandbox/embedded/bytes/pipe.ts';
import type {ManualClock} from '../../../../src/sandbox/embedded/clock.ts';
import type {KubeResponse} from '../../../../src/sandbox/embedded/kubernetes-api/api/request.ts';
import type {Client} from '../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import type {User} from '../../../../src/sandbox/embedded/kubernetes-api/resources/resource.ts';
import {type ApiServer, createApiServer} from '../../../../src/sandbox/embedded/kubernetes-api/server.ts';
import {Store} from '../../../../src/sandbox/embedded/kubernetes-api/store/store.ts';
import {manualClock, outsideOf} from '../rig.ts';

/** An API server over an empty store with the usual namespaces; its clock is moved by hand. */
export interface KubeRig {
  readonly clock: ManualClock;
  /** Always the same numbers. */
  readonly random: (count: number) => Uint8Array;
  readonly store: Store;
  readonly server: ApiServer;
  /** May do everything. */
  readonly admin: Client;
}

/** One that can be called over HTTP as well. */
export interface HttpRig extends KubeRig {
  /** Calls the API as HTTP has it: `call('GET', '/api/v1/pods?limit=1')`. A body that is no text is sent as JSON. */
  call(method: string, url: string, options?: CallOptions): Promise<Answer>;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: {readonly [name: string]: string};
  readonly user?: User;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: {readonly [name: string]: string};
  readonly type: string;
  /** The body as text; of a watch all its lines. */
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects.
  readonly body: any;
}

export const adminUser: User = {name: 'kubernetes-admin', groups: ['system:masters'], manager: 'kubectl'};

/** `clock` for tests that have one already. */
export function createKubeRig(clock: ManualClock = manualClock()): HttpRig {
  const {random} = outsideOf(clock);
  const store = new Store(clock);
  const server = createApiServer({store, random});
  const admin = server.as(adminUser);
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) {
    admin.create('namespaces', '', {metadata: {name}});
    admin.create('serviceaccounts', name, {metadata: {name: 'default'}});
  }
  return {clock, random, store, server, admin, call: callOf(server)};
}

/** Calls a server as HTTP does. */
export function callOf(server: ApiServer): HttpRig['call'] {
  return (method, url, options) => call(server, {method, url, ...options});
}

type Call = CallOptions & {readonly method: string; readonly url: string};

async function call(
  server: ApiServer,
  {method, url, body, headers = {}, user = adminUser, signal}: Call,
): Promise<Answer> {
  const {pathname, searchParams} = new URL(url, 'http://server');
  const pipe = new Pipe(Number.POSITIVE_INFINITY);
  const sent = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  await pipe.writer.write(encode(sent));
  pipe.writer.close();
  const response = await server.handle({
    method,
    path: pathname.split('/').map(decodeURIComponent).join('/'),
    query: searchParams,
    headers: new Map(Object.entries(headers)),
    body: pipe.reader,
    user,
    upgrade: undefined,
    signal: signal ?? new AbortController().signal,
  });
  return answerOf(response);
}

async function answerOf(response: KubeResponse): Promise<Answer> {
  switch (response.kind) {
    case 'json': {
      const text = JSON.stringify(response.body);
      const {status, headers = {}} = response;
      return {status, headers, type: 'application/json', text, body: JSON.parse(text)};
    }
    case 'stream': {
      const out = new Pipe(Number.POSITIVE_INFINITY);
      const {status, headers = {}, type} = response;
      await response.write(out.writer);
      out.writer.close();
      const text = decode(await readAll(out.reader));
      return {status, headers, type, text, body: type.includes('json') ? parsed(text) : undefined};
    }
    default:
      throw new Error(`an answer of several streams (${response.kind}) is not for call()`);
  }
}

/** One value, or the lines of a watch. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  }
}
