import {booleanFilter, equalsFilter, matchesFilter, matchesLabels, readFilters} from '../api/filters.ts';
import {empty, json} from '../api/http.ts';
import {readBody} from '../api/json-body.ts';
import {notSimulated} from '../api/refusal.ts';
import type {Handler, Route} from '../api/route.ts';
import {goStruct, text, textMap} from '../containers/go-json.ts';
import {isSet} from '../containers/query.ts';
import {pruneVolumes} from './prune.ts';
import {volumeJson} from './volume-json.ts';
import {storeOf} from './volume-store.ts';

const createSchema = goStruct({
  Name: text,
  Driver: text,
  DriverOpts: textMap.nullable().default(null),
  Labels: textMap.nullable().default(null),
});

const create: Handler = async ({daemon, request}) => {
  const {Name, Driver, DriverOpts, Labels} = await readBody(request, 'CreateOptions', createSchema);
  const volume = storeOf(daemon).create({name: Name, driver: Driver, options: DriverOpts ?? {}, labels: Labels ?? {}});
  return json(volumeJson(volume), 201);
};

const list: Handler = ({daemon, request: {query}}) => {
  const filters = readFilters(query.get('filters'), ['dangling', 'driver', 'label', 'label!', 'name']);
  const isDangling = booleanFilter(filters, 'dangling');
  const found = storeOf(daemon)
    .list()
    .filter(
      ({name, labels, users}) =>
        matchesFilter(filters, 'name', name) &&
        equalsFilter(filters, 'driver', 'local') &&
        matchesLabels(filters, labels) &&
        (isDangling === undefined || isDangling === (users.size === 0)),
    );
  return json({Volumes: found.map((volume) => volumeJson(volume)), Warnings: null});
};

const inspect: Handler = ({daemon, params: {name = ''}}) => json(volumeJson(storeOf(daemon).require(name)));

const remove: Handler = ({daemon, request: {query}, params: {name = ''}}) => {
  storeOf(daemon).remove(name, isSet(query, 'force'));
  return empty();
};

const update: Handler = () => {
  throw notSimulated('a cluster volume');
};

const prune: Handler = ({daemon, request}) => json(pruneVolumes(daemon, request));

/** Everything about volumes. */
export const routes: readonly Route[] = [
  // @api GET /volumes full
  {method: 'GET', path: '/volumes', handler: list},
  // @api GET /volumes/{name} partial: the mount point is a name, not a folder of your machine
  {method: 'GET', path: '/volumes/{name}', handler: inspect},
  // @api POST /volumes/create partial: driver local, options of tmpfs alone
  {method: 'POST', path: '/volumes/create', handler: create},
  // @api POST /volumes/prune full
  {method: 'POST', path: '/volumes/prune', handler: prune},
  // @api PUT /volumes/{name} partial: answers 501
  {method: 'PUT', path: '/volumes/{name}', handler: update},
  // @api DELETE /volumes/{name} full
  {method: 'DELETE', path: '/volumes/{name}', handler: remove},
];
