import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, onTestFinished, test} from 'vitest';
import {observeRegistry} from '../../src/sandbox/registry.ts';

const digest = `sha256:${'ab'.repeat(32)}`;

type Answers = {
  readonly [request: string]: {readonly status?: number; readonly body?: string; readonly digest?: string};
};

/** A registry with exactly these answers; `asked` collects what it was asked, with the Accept header. */
async function registry(answers: Answers, asked: string[] = []): Promise<string> {
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.accept}`);
    const {status = 200, body = '', digest: named} = answers[`${request.method} ${request.url}`] ?? {status: 404};
    if (named !== undefined) response.setHeader('Docker-Content-Digest', named);
    response.writeHead(status).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address: AddressInfo | string | null = server.address();
  return `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

const tags = {'GET /v2/me/web/tags/list': {body: '{"name":"me/web","tags":["1","2"]}'}};

describe('a registry', () => {
  test('shows a tag with its digest and every tag beside it, asked for the manifest as it was pushed', async () => {
    const asked: string[] = [];
    const host = await registry({...tags, 'HEAD /v2/me/web/manifests/1': {digest}}, asked);
    const object = {repository: `${host}/me/web`, tag: '1', digest, tags: ['1', '2']};
    expect(await observeRegistry(`${host}/me/web:1`)).toEqual({state: 'present', object});
    expect(asked.at(-1)).toMatch(
      /^HEAD .*application\/vnd\.oci\.image\.index\.v1\+json.*docker\.distribution\.manifest\.v2/,
    );
  });

  test('that names no digest has it counted', async () => {
    const manifest = {'HEAD /v2/me/web/manifests/2': {}, 'GET /v2/me/web/manifests/2': {body: 'hello'}};
    const seen = await observeRegistry(`${await registry({...tags, ...manifest})}/me/web:2`);
    const counted = 'sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
    expect(seen).toMatchObject({state: 'present', object: {digest: counted}});
  });

  test('without the tag shows the repository with an empty digest', async () => {
    const seen = await observeRegistry(`${await registry(tags)}/me/web`);
    expect(seen).toMatchObject({state: 'present', object: {tag: 'latest', digest: '', tags: ['1', '2']}});
  });

  test('is asked for a digest as well as for a tag', async () => {
    const host = await registry({...tags, [`HEAD /v2/me/web/manifests/${digest}`]: {digest}});
    expect(await observeRegistry(`${host}/me/web@${digest}`)).toMatchObject({object: {tag: '', digest}});
  });

  test('without the repository names those that are near', async () => {
    const host = await registry({'GET /v2/_catalog?n=1000': {body: '{"repositories":["me/wbe","other"]}'}});
    expect(await observeRegistry(`${host}/me/web:1`)).toEqual({state: 'absent', similar: [`${host}/me/wbe`]});
  });

  test('that does not answer, or not as one, is not reachable', async () => {
    const silent = {
      state: 'unreachable',
      reason: {cause: 'registry-not-reachable', params: {registry: '127.0.0.1:1', reason: 'ECONNREFUSED'}},
    };
    expect(await observeRegistry('127.0.0.1:1/web:1')).toEqual(silent);
    const strange = await registry({'GET /v2/web/tags/list': {body: '<html>'}});
    expect(await observeRegistry(`${strange}/web:1`)).toMatchObject({reason: {cause: 'registry-not-reachable'}});
    const closed = await registry({'GET /v2/web/tags/list': {status: 401}});
    expect(await observeRegistry(`${closed}/web:1`)).toMatchObject({reason: {params: {reason: 'HTTP 401'}}});
  });
});
