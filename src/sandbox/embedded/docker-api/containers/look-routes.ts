import {changesOf} from '../../runtime/fs/changes.ts';
import {json} from '../api/http.ts';
import {conflict} from '../api/refusal.ts';
import type {Handler, Route} from '../api/route.ts';
import {inspectJson} from './container-json.ts';
import {listContainers} from './list.ts';
import {serveLogs} from './logs.ts';
import {integer, isSet, storeOf} from './query.ts';
import {serveStats} from './stats.ts';
import {topOf} from './top.ts';

const list: Handler = ({daemon, request: {query}}) => {
  const limit = integer(query, 'limit') ?? 0;
  const size = isSet(query, 'size');
  const found = listContainers(daemon, {all: isSet(query, 'all'), limit, filters: query.get('filters') ?? ''});
  return json(found.map((container) => container.summary({size})));
};

const inspect: Handler = ({daemon, request, params: {id = ''}}) => {
  const container = storeOf(daemon).require(id);
  return json(inspectJson(container, {size: isSet(request.query, 'size')}));
};

const top: Handler = ({daemon, request, params: {id = ''}}) => {
  const container = storeOf(daemon).require(id);
  const {state, run} = container;
  if (!state.running) throw conflict(`Container ${container.id} is not running`);
  if (!run) throw conflict(`Container ${container.id} is restarting, wait until the container is running`);
  const shown = topOf(run.space, request.query.get('ps_args') ?? '');
  container.tell('top');
  return json(shown);
};

const changes: Handler = ({daemon, params: {id = ''}}) => {
  const found = changesOf(storeOf(daemon).require(id).layer);
  return json(found.length > 0 ? found.map(({path, kind}) => ({Path: path, Kind: kind})) : null);
};

const logs: Handler = ({daemon, request, params: {id = ''}}) => serveLogs(storeOf(daemon).require(id), request);

const stats: Handler = ({daemon, request, params: {id = ''}}) => serveStats(storeOf(daemon).require(id), request);

/** Looking at containers. */
export const lookRoutes: readonly Route[] = [
  // @api GET /containers/json full
  {method: 'GET', path: '/containers/json', handler: list},
  // @api GET /containers/{id}/json partial: GraphDriver names places that are not there
  {method: 'GET', path: '/containers/{id}/json', handler: inspect},
  // @api GET /containers/{id}/top partial: the columns of -ef, aux and -o
  {method: 'GET', path: '/containers/{id}/top', handler: top},
  // @api GET /containers/{id}/changes full
  {method: 'GET', path: '/containers/{id}/changes', handler: changes},
  // @api GET /containers/{id}/logs partial: at most the last 4 MiB
  {method: 'GET', path: '/containers/{id}/logs', handler: logs},
  // @api GET /containers/{id}/stats partial: no block I/O
  {method: 'GET', path: '/containers/{id}/stats', handler: stats},
];
