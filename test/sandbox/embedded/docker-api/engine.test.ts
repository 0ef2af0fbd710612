import {beforeAll, describe, expect, it} from 'vitest';
import {Pipe} from '../../../../src/sandbox/embedded/bytes/pipe.ts';
import {answer} from '../../../../src/sandbox/embedded/docker-api/api/answer.ts';
import type {ApiRequest} from '../../../../src/sandbox/embedded/docker-api/api/http.ts';
import {ApiRefusal} from '../../../../src/sandbox/embedded/docker-api/api/refusal.ts';
import {createRouter, type Handler} from '../../../../src/sandbox/embedded/docker-api/api/route.ts';
import {routes} from '../../../../src/sandbox/embedded/docker-api/routes.ts';
import {SystemError} from '../../../../src/sandbox/embedded/system-error.ts';
import {type CalledEngine, calledEngine} from '../called-engine.ts';

let engine: CalledEngine;

beforeAll(async () => {
  engine = await calledEngine();
});

/** Answers one call by one handler, with the engine's front door around it. */
async function through(handler: Handler, url = '/x', gone = new AbortController()): Promise<unknown[]> {
  const faults: unknown[] = [];
  const response = await answer({
    daemon: engine.daemon,
    router: createRouter([{method: 'GET', path: '/x', handler}]),
    request: {
      method: 'GET',
      url,
      headers: new Map(),
      body: new Pipe().reader,
      upgrade: false,
      signal: gone.signal,
    },
    onFault: (error) => faults.push(error),
  });
  return [response, faults];
}

function throwing(error: unknown): Handler {
  return () => {
    throw error;
  };
}

describe('the front door', () => {
  it.each<[string, number, string]>([
    ['/v1.46/info', 200, ''],
    ['/v1.24/info', 200, ''],
    ['/info', 200, ''],
    ['/info?x=1', 200, ''],
    ['/v1.99/info', 400, 'client version 1.99 is too new. Maximum supported API version is 1.46'],
    ['/v2.0/info', 400, 'client version 2.0 is too new. Maximum supported API version is 1.46'],
    [
      '/v1.23/info',
      400,
      'client version 1.23 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version',
    ],
    [
      '/v1/info',
      400,
      'client version 1 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version',
    ],
    ['/vx/info', 404, 'page not found'],
    ['/v1.46', 404, 'page not found'],
    ['/v1.99/nosuch', 404, 'page not found'],
    ['/nosuch', 404, 'page not found'],
    ['/', 404, 'page not found'],
    ['', 404, 'page not found'],
    ['/info/', 404, 'page not found'],
    ['/containers/a%20b/json', 404, 'No such container: a b'],
    ['/containers/%ff/json', 404, 'No such container: \ufffd'],
    ['/containers/%zz/json', 400, 'invalid URL escape "%zz"'],
    ['/containers/%4/json', 400, 'invalid URL escape "%4/"'],
  ])('answers GET %s with %i', async (url, status, message) => {
    const answered = await engine.get(url);
    expect([answered.status, answered.message]).toEqual([status, message]);
  });

  it.each<[string, string]>([
    ['//containers/json?all=1', '/containers/json?all=1'],
    ['/v1.41//info', '/v1.41/info'],
    ['/containers/../info', '/info'],
    ['/a%20b/./c/', '/a%20b/c/'],
    ['/volumes/%2e%2e', '/'],
  ])('sends %s on to %s', async (url, location) => {
    const answered = await engine.get(url);
    expect([answered.status, answered.headers['Location']]).toEqual([301, location]);
  });

  it('says page not found for methods a path does not have', async () => {
    for (const method of ['PUT', 'PATCH', 'POST', 'FOO'])
      expect((await engine.call(method, '/info')).message).toBe('page not found');
  });

  it('tells handlers the version their client speaks, ours when it names none', async () => {
    const seen: ApiRequest['version'][] = [];
    const handler: Handler = ({request}) => {
      seen.push(request.version);
      return {kind: 'empty', status: 204};
    };
    await through(handler, '/v1.41/x');
    await through(handler, '/x');
    expect(seen).toEqual([
      [1, 41],
      [1, 46],
    ]);
  });

  it('puts the common headers on every answer, refusals among them', async () => {
    for (const url of ['/info', '/nosuch', '/v1.99/info'])
      expect((await engine.get(url)).headers).toEqual({
        'Api-Version': '1.46',
        'Docker-Experimental': 'false',
        Ostype: 'linux',
        Server: 'Docker/27.1.2+k8s-learn (linux)',
      });
  });
});

describe('what goes wrong in a handler', () => {
  it('is told in its own words when it has some', async () => {
    expect(await through(throwing(new ApiRefusal(409, 'no')))).toMatchObject([
      {status: 409, body: {message: 'no'}},
      [],
    ]);
    expect(await through(throwing(new ApiRefusal(304, '')))).toMatchObject([{kind: 'empty', status: 304}, []]);
    expect(await through(throwing(new SystemError('ENOSPC', '/data')))).toMatchObject([
      {status: 500, body: {message: '/data: no space left on device'}},
      [],
    ]);
  });

  it('is a fault when it has none, and no stack reaches the client', async () => {
    const fault = new TypeError('x is undefined');
    expect(await through(throwing(fault))).toMatchObject([
      {
        status: 500,
        body: {
          message:
            'the embedded engine of k8s-learn failed at this call, which is a fault of its own; please report it',
        },
      },
      [fault],
    ]);
  });

  it('is nothing when the client is gone', async () => {
    const gone = new AbortController();
    gone.abort();
    expect(await through(throwing(gone.signal.reason), '/x', gone)).toEqual([{kind: 'empty', status: 499}, []]);
  });

  it('cuts a stream that has begun, and is told when it is a fault', async () => {
    const fault = new TypeError('late');
    const [response, faults] = await through(() => ({
      kind: 'stream',
      status: 200,
      type: 'text/plain',
      write: () => Promise.reject(fault),
    }));
    const writing = (response as {write(to: unknown): Promise<void>}).write({});
    await expect(writing).rejects.toBe(fault);
    expect(faults).toEqual([fault]);
  });
});

describe('the routes', () => {
  it('are each there once', () => {
    const seen = routes.map(({method, path}) => `${method} ${path.replaceAll(/\{\w+/g, '{')}`);
    expect(seen.filter((route, index) => seen.indexOf(route) !== index)).toEqual([]);
  });

  // https://docs.docker.com/reference/api/engine/version/v1.46/: every call there is, whatever it is answered with.
  it.each([
    'GET /containers/json',
    'POST /containers/create',
    'GET /containers/x/json',
    'GET /containers/x/top',
    'GET /containers/x/logs',
    'GET /containers/x/changes',
    'GET /containers/x/export',
    'GET /containers/x/stats',
    'POST /containers/x/resize',
    'POST /containers/x/start',
    'POST /containers/x/stop',
    'POST /containers/x/restart',
    'POST /containers/x/kill',
    'POST /containers/x/update',
    'POST /containers/x/rename',
    'POST /containers/x/pause',
    'POST /containers/x/unpause',
    'POST /containers/x/attach',
    'GET /containers/x/attach/ws',
    'POST /containers/x/wait',
    'DELETE /containers/x',
    'HEAD /containers/x/archive',
    'GET /containers/x/archive',
    'PUT /containers/x/archive',
    'POST /containers/prune',
    'GET /images/json',
    'POST /build',
    'POST /build/prune',
    'POST /images/create',
    'GET /images/x/json',
    'GET /images/x/history',
    'POST /images/x/push',
    'POST /images/x/tag',
    'DELETE /images/x',
    'GET /images/search',
    'POST /images/prune',
    'POST /auth',
    'GET /info',
    'GET /version',
    'GET /_ping',
    'HEAD /_ping',
    'POST /commit',
    'GET /events',
    'GET /system/df',
    'GET /images/x/get',
    'GET /images/get',
    'POST /images/load',
    'POST /containers/x/exec',
    'POST /exec/x/start',
    'POST /exec/x/resize',
    'GET /exec/x/json',
    'GET /volumes',
    'POST /volumes/create',
    'GET /volumes/x',
    'PUT /volumes/x',
    'DELETE /volumes/x',
    'POST /volumes/prune',
    'GET /networks',
    'GET /networks/x',
    'DELETE /networks/x',
    'POST /networks/create',
    'POST /networks/x/connect',
    'POST /networks/x/disconnect',
    'POST /networks/prune',
    'GET /plugins',
    'GET /plugins/privileges',
    'POST /plugins/pull',
    'GET /plugins/x/json',
    'DELETE /plugins/x',
    'POST /plugins/x/enable',
    'POST /plugins/x/disable',
    'POST /plugins/x/upgrade',
    'POST /plugins/create',
    'POST /plugins/x/push',
    'POST /plugins/x/set',
    'GET /nodes',
    'GET /nodes/x',
    'DELETE /nodes/x',
    'POST /nodes/x/update',
    'GET /swarm',
    'POST /swarm/init',
    'POST /swarm/join',
    'POST /swarm/leave',
    'POST /swarm/update',
    'GET /swarm/unlockkey',
    'POST /swarm/unlock',
    'GET /services',
    'POST /services/create',
    'GET /services/x',
    'DELETE /services/x',
    'POST /services/x/update',
    'GET /services/x/logs',
    'GET /tasks',
    'GET /tasks/x',
    'GET /tasks/x/logs',
    'GET /secrets',
    'POST /secrets/create',
    'GET /secrets/x',
    'DELETE /secrets/x',
    'POST /secrets/x/update',
    'GET /configs',
    'POST /configs/create',
    'GET /configs/x',
    'DELETE /configs/x',
    'POST /configs/x/update',
    'GET /distribution/x/json',
    'POST /session',
    'POST /grpc',
  ])('answer %s', (call) => {
    const [method = '', path = ''] = call.split(' ');
    expect(createRouter(routes)(method, path)).toBeDefined();
  });
});
