import {readBind} from './binds.ts';
import type {Exchange, Outcome} from './exchange.ts';
import {shownImage} from './image-names.ts';
import type {LedgerEntry} from './ledger.ts';
import {sessionLabel} from './ledger.ts';
import {object, objects, type Raw, readFilters, text, texts, writeFilters} from './raw-json.ts';
import {jsonOf} from './upstream.ts';
import {ask, at, inLearnersWords, renamed, shownName, type World} from './world.ts';

/** The daemon's own label filter does the hiding; only where a name is another's must the answer be rewritten. */
export async function listContainers(exchange: Exchange, world: World): Promise<Outcome> {
  const {query, note} = exchange;
  const filters = readFilters(query);
  const isSet = (name: string): boolean => /^(1|true|t)$/i.test(query.get(name) ?? '');
  Object.assign(note.detail, {all: isSet('all'), size: isSet('size'), filters: {...filters}});
  if (query.get('limit')) note.detail['limit'] = Number(query.get('limit'));
  limitToOurs(world, filters);
  writeFilters(query, filters);
  const answer = await exchange.send('/containers/json');
  if (answer.status >= 300 || !translates(world)) return exchange.reply(answer);
  return exchange.reply(
    answer,
    objects(jsonOf(answer)).map((container) => listedView(world, container)),
  );
}

/** Adds our label to a filter and puts real names where the learner's differ. */
export function limitToOurs(world: World, filters: Record<string, string[]>): void {
  filters['label'] = [...(filters['label'] ?? []), `${sessionLabel}=${world.session}`];
  for (const [key, kind] of filterKinds) {
    filters[key] &&= filters[key].map((name) => realFor(world, kind, name));
  }
  // Its values are patterns: `web` also finds `web-k8s-learn`, `^/?web$` would not.
  filters['name'] &&= filters['name'].map((pattern) => {
    const entry = renamed(world, 'container').find(({name}) => [`^${name}$`, `^/${name}$`].includes(pattern));
    return entry ? `^/${entry.realName}$` : pattern;
  });
  for (const key of Object.keys(filters)) if (filters[key] === undefined) delete filters[key];
}

const filterKinds: readonly (readonly [string, LedgerEntry['kind']])[] = [
  ['network', 'network'],
  ['volume', 'volume'],
  ['ancestor', 'image'],
  ['before', 'container'],
  ['since', 'container'],
];

function realFor(world: World, kind: LedgerEntry['kind'], name: string): string {
  const tagged = kind === 'image' && !/[:@]/.test(name) ? `${name}:latest` : name;
  return renamed(world, kind).find((entry) => entry.name === tagged)?.realName ?? name;
}

function translates(world: World): boolean {
  return world.ledger.entries().some((entry) => entry.name !== entry.realName);
}

/** An item of `GET /containers/json` in the learner's names. */
export function listedView(world: World, container: Raw): Raw {
  const settings = object(container['NetworkSettings']);
  const host = object(container['HostConfig']);
  return {
    ...container,
    Names: texts(container['Names']).map((path) => pathView(world, path)),
    Image: shownImage(world, text(container['Image'])),
    HostConfig: {...host, NetworkMode: shownName(world, 'network', text(host['NetworkMode']))},
    NetworkSettings: {...settings, Networks: networksView(world, object(settings['Networks']))},
    Mounts: objects(container['Mounts']).map((mount) => mountView(world, mount)),
  };
}

/** `/web` or, of a link, `/other/alias`. */
function pathView(world: World, path: string): string {
  const [, name = '', ...rest] = path.split('/');
  return ['', shownName(world, 'container', name), ...rest].join('/');
}

function networksView(world: World, networks: Raw): Raw {
  return Object.fromEntries(
    Object.entries(networks).map(([name, endpoint]) => {
      const names = object(endpoint)['DNSNames'];
      const seen = Array.isArray(names)
        ? {...object(endpoint), DNSNames: [...new Set(texts(names).map((it) => shownName(world, 'container', it)))]}
        : endpoint;
      return [shownName(world, 'network', name), seen];
    }),
  );
}

function mountView(world: World, mount: Raw): Raw {
  return typeof mount['Name'] === 'string' ? {...mount, Name: shownName(world, 'volume', mount['Name'])} : mount;
}

/** `GET /containers/{id}/json` in the learner's names; nothing else is changed. */
export function inspectedView(world: World, container: Raw): Raw {
  if (!translates(world)) return container;
  const host = object(container['HostConfig']);
  const config = object(container['Config']);
  const settings = object(container['NetworkSettings']);
  return {
    ...container,
    Name: pathView(world, text(container['Name'])),
    Config: {...config, Image: shownImage(world, text(config['Image']))},
    HostConfig: hostView(world, host),
    NetworkSettings: {...settings, Networks: networksView(world, object(settings['Networks']))},
    Mounts: objects(container['Mounts']).map((mount) => mountView(world, mount)),
  };
}

function hostView(world: World, host: Raw): Raw {
  const volume = (name: string): string => shownName(world, 'volume', name);
  const seen: Raw = {...host, NetworkMode: shownName(world, 'network', text(host['NetworkMode']))};
  if (Array.isArray(host['Binds'])) {
    seen['Binds'] = texts(host['Binds']).map((written) => {
      const {source, rest, isPath} = readBind(written);
      return isPath || source === '' ? written : `${volume(source)}:${rest}`;
    });
  }
  if (Array.isArray(host['Mounts'])) {
    seen['Mounts'] = objects(host['Mounts']).map((mount) =>
      mount['Type'] === 'volume' ? {...mount, Source: volume(text(mount['Source']))} : mount,
    );
  }
  if (Array.isArray(host['VolumesFrom'])) {
    seen['VolumesFrom'] = texts(host['VolumesFrom']).map((from) => {
      const [name = '', ...mode] = from.split(':');
      return [shownName(world, 'container', name), ...mode].join(':');
    });
  }
  if (Array.isArray(host['Links'])) {
    seen['Links'] = texts(host['Links']).map((link) =>
      link
        .split(':')
        .map((path) => pathView(world, path))
        .join(':'),
    );
  }
  return seen;
}

/** Error messages about a container in the learner's words. */
export function containerWords(
  world: World,
  {name, realName}: {readonly name: string; readonly realName: string},
): (message: string) => string {
  return (message) => inLearnersWords(world, name === realName ? message : message.replaceAll(realName, name));
}

/** The learner's containers, stopped ones too, as the daemon lists them. */
export async function ourContainers(world: World): Promise<readonly Raw[]> {
  const filters = JSON.stringify({label: [`${sessionLabel}=${world.session}`]});
  return objects((await ask(world, 'GET', at('/containers/json', {all: '1', filters}))).value);
}
