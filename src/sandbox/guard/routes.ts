import {build, pruneBuild} from './build.ts';
import {createContainer} from './container-create.ts';
import {listContainers} from './container-view.ts';
import {
  change,
  copy,
  inspectContainer,
  lookInto,
  pruneContainers,
  removeContainer,
  renameContainer,
  updateContainer,
} from './containers.ts';
import {events} from './events.ts';
import {createExec, lookAtExec, startExec} from './exec.ts';
import {pruneImages, removeImage} from './image-remove.ts';
import {commit, imageHistory, inspectImage, listImages, loadImages, saveImages, tagImage} from './images.ts';
import type {Handle, Route} from './match.ts';
import {createNetwork, inspectNetwork, joinNetwork, listNetworks, removeNetwork} from './networks.ts';
import {pullImage} from './pull.ts';
import {pushImage} from './push.ts';
import {Refusal} from './refusal.ts';
import {diskUsage, info, login, passOn, pruneNetworks} from './system.ts';
import {createVolume, inspectVolume, listVolumes, pruneVolumes, removeVolume} from './volumes.ts';

function route(method: string, pattern: RegExp, verb: string, handle: Handle): Route {
  return {method, pattern, verb, handle};
}

/** The name may be an image's, with slashes: that is no container, and not a request that is refused. */
function container(method: string, action: string, handle: Handle, verb = `container ${action}`): Route {
  return route(method, new RegExp(`^/containers/(.+)/(${action})$`), verb, handle);
}

/** Every request that may pass; all others are refused. https://docs.docker.com/reference/api/engine/ */
export const routes: readonly Route[] = [
  route('GET', /^\/_ping$/, '', passOn('/_ping')),
  route('HEAD', /^\/_ping$/, '', passOn('/_ping')),
  route('GET', /^\/version$/, 'version', passOn('/version')),
  route('GET', /^\/info$/, 'system info', info),
  route('GET', /^\/events$/, 'system events', events),
  route('GET', /^\/system\/df$/, 'system df', diskUsage),
  route('POST', /^\/auth$/, 'login', login),

  route('GET', /^\/containers\/json$/, 'container ls', listContainers),
  route('POST', /^\/containers\/create$/, 'container create', createContainer),
  route('POST', /^\/containers\/prune$/, 'container prune', pruneContainers),
  container('GET', 'json', inspectContainer, 'container inspect'),
  container('GET', 'logs', lookInto),
  container('GET', 'top', lookInto),
  container('GET', 'stats', lookInto),
  container('GET', 'changes', lookInto, 'container diff'),
  container('GET', 'export', lookInto),
  container('POST', 'wait', lookInto),
  container('POST', 'resize', lookInto, ''),
  {...container('POST', 'attach', lookInto), upgrade: true},
  container('POST', 'start', change),
  container('POST', 'stop', change),
  container('POST', 'restart', change),
  container('POST', 'kill', change),
  container('POST', 'pause', change),
  container('POST', 'unpause', change),
  container('POST', 'rename', renameContainer),
  container('POST', 'update', updateContainer),
  container('HEAD', 'archive', copy, ''),
  container('GET', 'archive', copy, 'container cp'),
  container('PUT', 'archive', copy, 'container cp'),
  container('POST', 'exec', createExec),
  route('DELETE', /^\/containers\/(.+)$/, 'container rm', removeContainer),
  {...route('POST', /^\/exec\/([0-9a-f]{64})\/start$/, 'container exec', startExec), upgrade: true},
  route('POST', /^\/exec\/([0-9a-f]{64})\/(resize)$/, '', lookAtExec),
  route('GET', /^\/exec\/([0-9a-f]{64})\/(json)$/, '', lookAtExec),

  route('GET', /^\/images\/json$/, 'image ls', listImages),
  route('GET', /^\/images\/search$/, 'search', passOn('/images/search')),
  route('GET', /^\/images\/get$/, 'image save', saveImages),
  route('GET', /^\/images\/(.+)\/get$/, 'image save', saveImages),
  route('GET', /^\/images\/(.+)\/json$/, 'image inspect', inspectImage),
  route('GET', /^\/images\/(.+)\/history$/, 'image history', imageHistory),
  route('POST', /^\/images\/create$/, 'image pull', pullImage),
  route('POST', /^\/images\/load$/, 'image load', loadImages),
  route('POST', /^\/images\/prune$/, 'image prune', pruneImages),
  route('POST', /^\/images\/(.+)\/push$/, 'image push', pushImage),
  route('POST', /^\/images\/(.+)\/tag$/, 'image tag', tagImage),
  route('DELETE', /^\/images\/(.+)$/, 'image rm', removeImage),
  route('POST', /^\/commit$/, 'container commit', commit),
  route('POST', /^\/build$/, 'image build', build),
  route('POST', /^\/build\/prune$/, 'builder prune', pruneBuild),

  // `docker inspect x` asks for a plugin last, and says "no such object" only when there is none.
  route('GET', /^\/plugins\/(.+)\/json$/, '', async ({parts: [name]}) => {
    throw new Refusal(404, `plugin "${name}" not found`);
  }),

  route('GET', /^\/networks$/, 'network ls', listNetworks),
  route('POST', /^\/networks\/create$/, 'network create', createNetwork),
  route('POST', /^\/networks\/prune$/, 'network prune', pruneNetworks),
  route('POST', /^\/networks\/(.+)\/(connect)$/, 'network connect', joinNetwork),
  route('POST', /^\/networks\/(.+)\/(disconnect)$/, 'network disconnect', joinNetwork),
  route('GET', /^\/networks\/(.+)$/, 'network inspect', inspectNetwork),
  route('DELETE', /^\/networks\/(.+)$/, 'network rm', removeNetwork),

  route('GET', /^\/volumes$/, 'volume ls', listVolumes),
  route('POST', /^\/volumes\/create$/, 'volume create', createVolume),
  route('POST', /^\/volumes\/prune$/, 'volume prune', pruneVolumes),
  route('GET', /^\/volumes\/(.+)$/, 'volume inspect', inspectVolume),
  route('DELETE', /^\/volumes\/(.+)$/, 'volume rm', removeVolume),
];
