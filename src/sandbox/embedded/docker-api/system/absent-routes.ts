import {json} from '../api/http.ts';
import {ApiRefusal, notFound, notSimulated} from '../api/refusal.ts';
import type {Handler, Route} from '../api/route.ts';

/** What Docker answers outside a swarm. */
const noSwarm: Handler = () => {
  throw new ApiRefusal(
    503,
    'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
  );
};

const leaveSwarm: Handler = () => {
  throw new ApiRefusal(503, 'This node is not part of a swarm');
};

const swarmItself: Handler = () => {
  throw notSimulated('a swarm');
};

const noPlugins: Handler = () => json([]);

const noPlugin: Handler = ({params: {name = ''}}) => {
  throw notFound(`plugin "${name}" not found`);
};

const pluginItself: Handler = () => {
  throw notSimulated('a plugin of Docker');
};

const buildKit: Handler = () => {
  throw notSimulated('BuildKit (DOCKER_BUILDKIT=0 takes the classic builder instead)');
};

/** What Docker has and this engine has not; in the words of a Docker that is in no swarm and has no plugins. */
export const absentRoutes: readonly Route[] = [
  // @api POST /swarm/init partial: answers 501
  {method: 'POST', path: '/swarm/init', handler: swarmItself},
  // @api POST /swarm/join partial: answers 501
  {method: 'POST', path: '/swarm/join', handler: swarmItself},
  // @api POST /swarm/leave partial: there is no swarm
  {method: 'POST', path: '/swarm/leave', handler: leaveSwarm},
  // @api GET /swarm partial: there is no swarm
  ...all('/swarm', noSwarm),
  ...all('/swarm/{rest*}', noSwarm),
  // @api GET /nodes partial: there is no swarm
  ...all('/nodes', noSwarm),
  ...all('/nodes/{rest*}', noSwarm),
  // @api GET /services partial: there is no swarm
  ...all('/services', noSwarm),
  ...all('/services/{rest*}', noSwarm),
  // @api GET /tasks partial: there is no swarm
  ...all('/tasks', noSwarm),
  ...all('/tasks/{rest*}', noSwarm),
  // @api GET /secrets partial: there is no swarm
  ...all('/secrets', noSwarm),
  ...all('/secrets/{rest*}', noSwarm),
  // @api GET /configs partial: there is no swarm
  ...all('/configs', noSwarm),
  ...all('/configs/{rest*}', noSwarm),
  // @api GET /plugins partial: there are none
  {method: 'GET', path: '/plugins', handler: noPlugins},
  // @api GET /plugins/privileges partial: answers 501
  {method: 'GET', path: '/plugins/privileges', handler: pluginItself},
  // @api GET /plugins/{name}/json partial: there are none
  {method: 'GET', path: '/plugins/{name*}/json', handler: noPlugin},
  // @api POST /plugins/pull partial: answers 501
  {method: 'POST', path: '/plugins/pull', handler: pluginItself},
  // @api POST /plugins/create partial: answers 501
  {method: 'POST', path: '/plugins/create', handler: pluginItself},
  ...['enable', 'disable', 'push', 'upgrade', 'set'].map(
    // Like every other call of a plugin that is not there.
    (verb): Route => ({method: 'POST', path: `/plugins/{name*}/${verb}`, handler: noPlugin}),
  ),
  // @api DELETE /plugins/{name} partial: there are none
  {method: 'DELETE', path: '/plugins/{name*}', handler: noPlugin},
  // @api POST /session partial: answers 501
  {method: 'POST', path: '/session', handler: buildKit},
  // @api POST /grpc partial: answers 501
  {method: 'POST', path: '/grpc', handler: buildKit},
  // @api POST /build/cancel partial: answers 501
  {method: 'POST', path: '/build/cancel', handler: buildKit},
];

function all(path: string, handler: Handler): readonly Route[] {
  return (['GET', 'POST', 'PUT', 'DELETE'] as const).map((method) => ({method, path, handler}));
}
