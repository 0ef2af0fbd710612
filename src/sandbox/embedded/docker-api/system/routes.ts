import {encode} from '../../bytes/bytes.ts';
import {type ApiResponse, json} from '../api/http.ts';
import type {Handler, Route} from '../api/route.ts';
import {absentRoutes} from './absent-routes.ts';
import {serveAuth} from './auth.ts';
import {diskUsage} from './disk-usage.ts';
import {serveEvents} from './events-stream.ts';
import {infoJson} from './info.ts';
import {versionJson} from './version.ts';

/** Clients find out by it whether an engine is there, and which API it speaks. */
const pingHeaders = {
  'Builder-Version': '1',
  'Cache-Control': 'no-cache, no-store, must-revalidate',
  Pragma: 'no-cache',
  Swarm: 'inactive',
} as const;

const ping: Handler = ({request: {method}}): ApiResponse => ({
  kind: 'stream',
  status: 200,
  type: 'text/plain; charset=utf-8',
  headers: {...pingHeaders, 'Content-Length': method === 'HEAD' ? '0' : '2'},
  write: async (to) => {
    if (method !== 'HEAD') await to.write(encode('OK'));
  },
});

const version: Handler = () => json(versionJson());

const info: Handler = ({daemon}) => json(infoJson(daemon));

const events: Handler = ({daemon, request}) => serveEvents(daemon, request);

const usage: Handler = ({daemon, request}) => json(diskUsage(daemon, request));

const auth: Handler = ({daemon, request}) => serveAuth(daemon, request);

const pruneBuilds: Handler = ({daemon}) => {
  daemon.events.tell('builder', 'prune', '', {reclaimed: '0'});
  return json({CachesDeleted: null, SpaceReclaimed: 0});
};

/** The engine as a whole, and what it is without. */
export const routes: readonly Route[] = [
  // @api HEAD /_ping full
  {method: 'HEAD', path: '/_ping', handler: ping},
  // @api GET /_ping full
  {method: 'GET', path: '/_ping', handler: ping},
  // @api GET /version full
  {method: 'GET', path: '/version', handler: version},
  // @api GET /info full
  {method: 'GET', path: '/info', handler: info},
  // @api GET /events partial: the last 256
  {method: 'GET', path: '/events', handler: events},
  // @api GET /system/df full
  {method: 'GET', path: '/system/df', handler: usage},
  // @api POST /auth partial: for registries in containers
  {method: 'POST', path: '/auth', handler: auth},
  // @api POST /build/prune partial: the cache of the classic builder is images
  {method: 'POST', path: '/build/prune', handler: pruneBuilds},
  ...absentRoutes,
];
