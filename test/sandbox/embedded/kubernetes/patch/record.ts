import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Fields} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {mergePatch} from '../../../../../src/sandbox/embedded/kubernetes-api/patch/merge-patch.ts';
import {shirtDefinition} from './custom-stories.ts';
import {textOf} from './recordings.ts';
import {stories} from './stories.ts';
import type {Step, Story} from './story.ts';

const namespace = 'k2-patches';
const folder = path.join(import.meta.dirname, '../../../../fixtures/kubernetes-patch');
const types = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

/**
 * Records the stories from a real API server: `kubectl proxy --port 18077 & node record.ts http://127.0.0.1:18077 [name]`.
 * One file a story: every step with the object before it, the answer's code and its body.
 */
async function record(server: string, only: string | undefined): Promise<void> {
  await send(server, 'POST', '/api/v1/namespaces', {metadata: {name: namespace}});
  const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  await send(server, 'POST', definitions, shirtDefinition);
  await sleep(3000);
  await Promise.all(stories.filter(({name}) => !only || name.startsWith(only)).map((story) => play(server, story)));
  await send(server, 'DELETE', `${definitions}/shirts.k2.example`);
  if (!only) await send(server, 'DELETE', `/api/v1/namespaces/${namespace}`);
}

async function play(server: string, story: Story): Promise<void> {
  const root = story.apiVersion.includes('/') ? `/apis/${story.apiVersion}` : `/api/${story.apiVersion}`;
  const all = `${root}/namespaces/${namespace}/${story.plural}`;
  const one = `${all}/${story.name}`;
  const recorded: unknown[] = [];
  for (const step of story.steps) {
    const got = await send(server, 'GET', one);
    const before = got.status === 200 ? got.body : undefined;
    const {status, body} = await write(server, {story, step, all, one, before});
    recorded.push({...step, before, status, answer: body});
    // So that times of two steps differ.
    await sleep(1100);
  }
  await send(server, 'PATCH', one, {metadata: {finalizers: null}}, types.merge);
  await send(server, 'DELETE', `${one}?gracePeriodSeconds=0`);
  const {name, apiVersion, kind} = story;
  await writeFile(path.join(folder, `${name}.json`), textOf({name, apiVersion, kind, steps: recorded}));
}

interface Write {
  readonly story: Story;
  readonly step: Step;
  readonly all: string;
  readonly one: string;
  readonly before: Fields | undefined;
}

async function write(server: string, {story, step, all, one, before}: Write): Promise<Answer> {
  const query = new URLSearchParams({
    ...(step.manager ? {fieldManager: step.manager} : {}),
    ...(step.force ? {force: 'true'} : {}),
  });
  const url = `${one}${step.subresource ? `/${step.subresource}` : ''}?${query}`;
  const {apiVersion, kind, name} = story;
  const whole = (body: Fields): Fields => mergePatch({apiVersion, kind, metadata: {name, namespace}}, body);
  const body = Array.isArray(step.body) ? {} : (step.body as Fields);
  if (step.does === 'create') return await send(server, 'POST', `${all}?${query}`, whole(body));
  if (step.does === 'update') return await send(server, 'PUT', url, mergePatch(before ?? {}, body));
  if (step.does === 'apply') return await send(server, 'PATCH', url, whole(body), types.apply);
  return await send(server, 'PATCH', url, step.body, types[step.does]);
}

interface Answer {
  readonly status: number;
  readonly body: Fields;
}

async function send(
  server: string,
  method: string,
  url: string,
  body?: unknown,
  type = 'application/json',
): Promise<Answer> {
  const response = await fetch(server + url, {
    method,
    headers: {'content-type': type, 'user-agent': 'k2'},
    ...(body === undefined ? {} : {body: JSON.stringify(body)}),
  });
  return {status: response.status, body: (await response.json()) as Fields};
}

const [server = 'http://127.0.0.1:18077', only] = process.argv.slice(2);
await record(server, only);
