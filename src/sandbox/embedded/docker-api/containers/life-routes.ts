import {encode} from '../../bytes/bytes.ts';
import {type ApiResponse, empty, json} from '../api/http.ts';
import {ApiRefusal, badRequest, notSimulated} from '../api/refusal.ts';
import type {Handler, Route} from '../api/route.ts';
import type {Daemon} from '../daemon.ts';
import {parseCreateBody} from './create-body.ts';
import type {DockerContainer} from './docker-container.ts';
import {kill, restart, type StopOptions, stop} from './ending.ts';
import {readJson} from './go-json.ts';
import {pruneContainers} from './prune.ts';
import {integer, isSet, storeOf} from './query.ts';
import {updateContainer} from './update.ts';
import type {WaitCondition} from './waiters.ts';

const create: Handler = async ({daemon, request}) => {
  const name = request.query.get('name') ?? undefined;
  const asked = parseCreateBody(await readJson(request), name);
  const {id} = storeOf(daemon).create(asked);
  return json({Id: id, Warnings: asked.warnings}, 201);
};

const start: Handler = async ({daemon, request, params: {id = ''}}) => {
  const container = storeOf(daemon).require(id);
  if (request.query.get('checkpoint')) throw notSimulated('a checkpoint');
  return empty((await container.life.start()) ? 204 : 304);
};

const stopOne: Handler = async ({daemon, request, params: {id = ''}}) => {
  const container = storeOf(daemon).require(id);
  return empty((await stop(container, stopOptions(request.query))) ? 204 : 304);
};

const restartOne: Handler = async ({daemon, request, params: {id = ''}}) => {
  await restart(storeOf(daemon).require(id), stopOptions(request.query));
  return empty();
};

const killOne: Handler = async ({daemon, request, params: {id = ''}}) => {
  await kill(containerToKill(daemon, id), request.query.get('signal') ?? '', id);
  return empty();
};

function containerToKill(daemon: Daemon, id: string): DockerContainer {
  try {
    return storeOf(daemon).require(id);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    throw new ApiRefusal(error.status, `Cannot kill container: ${id}: ${error.message}`);
  }
}

const pause: Handler = async ({daemon, params: {id = ''}}) => {
  await storeOf(daemon).require(id).life.pause();
  return empty();
};

const unpause: Handler = async ({daemon, params: {id = ''}}) => {
  await storeOf(daemon).require(id).life.unpause();
  return empty();
};

/**
 * The answer begins at once and ends with the container: clients wait before they start it, and start it when this has
 * begun. The end is waited for from here on, not from when the answer is written.
 */
const wait: Handler = ({daemon, request, params: {id = ''}}): ApiResponse => {
  const container = storeOf(daemon).require(id);
  const exit = container.life.wait(waitCondition(request.query.get('condition')), request.signal);
  // A client that has gone waits for nothing.
  exit.catch(() => {});
  return {
    kind: 'stream',
    status: 200,
    type: 'application/json',
    async write(to) {
      const exitCode = await exit;
      await to.write(encode(`${JSON.stringify({StatusCode: exitCode, Error: null})}\n`));
    },
  };
};

const rename: Handler = ({daemon, request, params: {id = ''}}) => {
  const store = storeOf(daemon);
  store.rename(store.require(id), request.query.get('name') ?? '');
  return empty();
};

const update: Handler = async ({daemon, request, params: {id = ''}}) => {
  const container = storeOf(daemon).require(id);
  updateContainer(container, await readJson(request));
  return json({Warnings: null});
};

const removeOne: Handler = async ({daemon, request, params: {id = ''}}) => {
  const store = storeOf(daemon);
  const container = store.require(id);
  if (isSet(request.query, 'link')) throw notSimulated('removing a link (docker rm --link)');
  await store.remove(container, {force: isSet(request.query, 'force'), volumes: isSet(request.query, 'v')});
  return empty();
};

const prune: Handler = async ({daemon, request}) =>
  json(await pruneContainers(daemon, request.query.get('filters') ?? ''));

function stopOptions(query: URLSearchParams): StopOptions {
  return {signal: query.get('signal') ?? undefined, timeoutSeconds: integer(query, 't')};
}

function waitCondition(text: string | null): WaitCondition {
  switch (text) {
    case null:
    case '':
    case 'not-running':
      return 'not-running';
    case 'next-exit':
    case 'removed':
      return text;
    default:
      throw badRequest(`invalid condition: "${text}"`);
  }
}

/** Making, starting, changing and ending containers. */
export const lifeRoutes: readonly Route[] = [
  // @api POST /containers/create partial: no devices, no shared processes; rights have no effect
  {method: 'POST', path: '/containers/create', handler: create},
  // @api POST /containers/{id}/start partial: no checkpoints
  {method: 'POST', path: '/containers/{id}/start', handler: start},
  // @api POST /containers/{id}/stop full
  {method: 'POST', path: '/containers/{id}/stop', handler: stopOne},
  // @api POST /containers/{id}/restart full
  {method: 'POST', path: '/containers/{id}/restart', handler: restartOne},
  // @api POST /containers/{id}/kill full
  {method: 'POST', path: '/containers/{id}/kill', handler: killOne},
  // @api POST /containers/{id}/pause full
  {method: 'POST', path: '/containers/{id}/pause', handler: pause},
  // @api POST /containers/{id}/unpause full
  {method: 'POST', path: '/containers/{id}/unpause', handler: unpause},
  // @api POST /containers/{id}/wait full
  {method: 'POST', path: '/containers/{id}/wait', handler: wait},
  // @api POST /containers/{id}/rename full
  {method: 'POST', path: '/containers/{id}/rename', handler: rename},
  // @api POST /containers/{id}/update partial: memory, CPUs, processes and the restart policy have an effect
  {method: 'POST', path: '/containers/{id}/update', handler: update},
  // @api POST /containers/prune full
  {method: 'POST', path: '/containers/prune', handler: prune},
  // @api DELETE /containers/{id} partial: no link=1
  {method: 'DELETE', path: '/containers/{id}', handler: removeOne},
];
