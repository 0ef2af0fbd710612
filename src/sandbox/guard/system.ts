import {limitToOurs, listedView, ourContainers} from './container-view.ts';
import type {Exchange, Outcome} from './exchange.ts';
import {ourImages} from './images.ts';
import {number, object, objects, readFilters, text, texts, writeFilters} from './raw-json.ts';
import {jsonOf} from './upstream.ts';
import {ourVolumes} from './volumes.ts';
import {ask, inLearnersWords, isOurs, renamed, type World} from './world.ts';

/** Bytes pass as they are; nothing in it belongs to anybody. */
export function passOn(path: string): (exchange: Exchange) => Promise<Outcome> {
  return (exchange) => exchange.stream(path);
}

/** `docker info` with the learner's own counts. */
export async function info(exchange: Exchange, world: World): Promise<Outcome> {
  const answer = await exchange.send('/info');
  const containers = await ourContainers(world);
  const count = (state: string): number => containers.filter((container) => container['State'] === state).length;
  const images = ourImages(world, (await ask(world, 'GET', '/images/json')).value);
  return exchange.reply(answer, {
    ...object(jsonOf(answer)),
    Containers: containers.length,
    ContainersRunning: count('running'),
    ContainersPaused: count('paused'),
    ContainersStopped: containers.length - count('running') - count('paused'),
    Images: images.length,
  });
}

/** `docker system df`. The build cache is the whole machine's, so that the learner's is empty. */
export async function diskUsage(exchange: Exchange, world: World): Promise<Outcome> {
  const answer = await exchange.send('/system/df');
  const usage = object(jsonOf(answer));
  const images = ourImages(world, usage['Images']);
  return exchange.reply(answer, {
    ...usage,
    ...(usage['LayersSize'] !== undefined && {
      LayersSize: images.reduce((sum, image) => sum + number(image['Size']), 0),
    }),
    Images: images,
    Containers: objects(usage['Containers'])
      .filter((container) => isOurs(world, container['Labels']))
      .map((container) => listedView(world, container)),
    Volumes: ourVolumes(world, usage['Volumes']),
    BuildCache: [],
  });
}

/** `docker network prune`, by the daemon, of what carries our label. */
export async function pruneNetworks(exchange: Exchange, world: World): Promise<Outcome> {
  exchange.mend = (message) => inLearnersWords(world, message);
  const filters = readFilters(exchange.query);
  limitToOurs(world, filters);
  writeFilters(exchange.query, filters);
  // By their events the ledger forgets them before the answer is here.
  const names = new Map(renamed(world, 'network').map((entry) => [entry.realName, entry.name]));
  const answer = await exchange.send('/networks/prune');
  const gone = texts(object(jsonOf(answer))['NetworksDeleted']);
  const shown = gone.map((name) => names.get(name) ?? name);
  for (const name of gone) world.ledger.remove('network', name);
  return exchange.reply(answer, {...object(jsonOf(answer)), NetworksDeleted: gone.length > 0 ? shown : null});
}

/** What a password went to is the call's target; the password itself is never kept. */
export async function login(exchange: Exchange): Promise<Outcome> {
  const body = await exchange.body();
  exchange.note.target = text(body['serveraddress']);
  return exchange.reply(await exchange.send('/auth', body));
}
