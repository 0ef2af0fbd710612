import type {Exchange, Outcome} from './exchange.ts';
import type {LedgerEntry} from './ledger-entry.ts';
import {isUnset, list, object, objects, type Raw, readFilters, text} from './raw-json.ts';
import {noSuchVolume, refused} from './refusal.ts';
import {jsonOf} from './upstream.ts';
import {
  ask,
  at,
  findVolume,
  freeName,
  inLearnersWords,
  isOurs,
  remember,
  shownName,
  type World,
  withLabel,
} from './world.ts';

/** A volume under its real name, and whether it was made just now. */
export type EnsuredVolume = {readonly realName: string; readonly isNew: boolean};

/**
 * Makes sure that the learner's volume exists and carries the session's label, as it would not if the daemon made it
 * on the way (`-v name:/data`). A name that something foreign has gets another real name.
 */
export async function ensureVolume(world: World, name: string, wanted: Raw = {}): Promise<EnsuredVolume> {
  const realName = await realVolumeName(world, name);
  const there = (await ask(world, 'GET', `/volumes/${realName}`)).status === 200;
  if (!there) {
    world.arriving.add(realName);
    const body = {...wanted, Name: realName, Labels: withLabel(world, wanted['Labels'])};
    const made = await ask(world, 'POST', '/volumes/create', body);
    if (made.status >= 300) throw refused(`the volume ${name} cannot be made: ${text(object(made.value)['message'])}`);
  }
  remember(world, {kind: 'volume', name, realName, id: realName, keep: 'no'});
  return {realName, isNew: !there};
}

async function realVolumeName(world: World, name: string): Promise<string> {
  if (!/^[a-zA-Z0-9][\w.-]*$/.test(name)) throw refused(`"${name}" is no volume name; use letters, digits, _ . and -.`);
  const known = world.ledger.find('volume', name);
  if (known) return known.realName;
  const isFreeOrOurs = async (candidate: string): Promise<boolean> => {
    const {status, value} = await ask(world, 'GET', `/volumes/${candidate}`);
    return status === 404 || isOurs(world, object(value)['Labels']);
  };
  return (await isFreeOrOurs(name)) ? name : freeName(name, isFreeOrOurs);
}

export async function createVolume(exchange: Exchange, world: World): Promise<Outcome> {
  const body = await exchange.body();
  checkVolume(body);
  const name = text(body['Name']);
  exchange.note.target = name;
  const wanted = name ? await realVolumeName(world, name) : '';
  if (wanted) world.arriving.add(wanted);
  const known = wanted ? await ask(world, 'GET', `/volumes/${wanted}`) : undefined;
  const answer = await exchange.send('/volumes/create', {
    ...body,
    ...(wanted && {Name: wanted}),
    Labels: withLabel(world, body['Labels']),
  });
  const made = object(jsonOf(answer));
  if (answer.status >= 300 || known?.status === 200) return exchange.reply(answer, volumeView(world, made));
  const realName = text(made['Name']);
  remember(world, {kind: 'volume', name: name || realName, realName, id: realName, keep: 'no'});
  exchange.note.target ||= realName;
  return exchange.reply(answer, volumeView(world, made));
}

function checkVolume(body: Raw): void {
  if (!['', 'local'].includes(text(body['Driver'])) || !isUnset(body['DriverOpts'])) {
    throw refused('volume driver options can mount any folder of your machine; leave --driver and --opt out.');
  }
  if (!isUnset(body['ClusterVolumeSpec'])) throw refused('cluster volumes are not part of the course; leave it out.');
}

export async function listVolumes(exchange: Exchange, world: World): Promise<Outcome> {
  const answer = await exchange.send('/volumes');
  const body = object(jsonOf(answer));
  return exchange.reply(answer, {...body, Volumes: ourVolumes(world, body['Volumes'])});
}

/** The learner's of a list of volumes, under the learner's names. */
export function ourVolumes(world: World, volumes: unknown): readonly Raw[] {
  return objects(volumes)
    .filter((volume) => isOurs(world, volume['Labels']) || isKnown(world, text(volume['Name'])))
    .map((volume) => volumeView(world, volume));
}

function isKnown(world: World, realName: string): boolean {
  return world.ledger.entries().some((entry) => entry.kind === 'volume' && entry.realName === realName);
}

function volumeView(world: World, volume: Raw): Raw {
  return {...volume, Name: shownName(world, 'volume', text(volume['Name']))};
}

export async function inspectVolume(exchange: Exchange, world: World): Promise<Outcome> {
  const [name = ''] = exchange.parts;
  exchange.note.target = name;
  const entry = await findVolume(world, name);
  exchange.mend = (message) => inLearnersWords(world, message);
  const answer = await exchange.send(`/volumes/${entry.realName}`);
  if (answer.status === 404) {
    world.ledger.remove('volume', entry.id);
    throw noSuchVolume(name);
  }
  return exchange.reply(answer, volumeView(world, object(jsonOf(answer))));
}

export async function removeVolume(exchange: Exchange, world: World): Promise<Outcome> {
  const [name = ''] = exchange.parts;
  exchange.note.target = name;
  const entry = await findVolume(world, name);
  exchange.mend = (message) => inLearnersWords(world, message);
  const answer = await exchange.send(`/volumes/${entry.realName}`);
  if (answer.status < 300 || answer.status === 404) world.ledger.remove('volume', entry.id);
  return exchange.reply(answer);
}

/**
 * Prunes one by one, because the daemon's own prune knows labels only and anonymous volumes have none. As the daemon
 * does it: since API 1.42 without `all` the anonymous ones alone.
 */
export async function pruneVolumes(exchange: Exchange, world: World): Promise<Outcome> {
  const filters = readFilters(exchange.query);
  const anonymousOnly = apiMinor(exchange.prefix) >= 42 && !/^(1|true)$/.test(filters['all']?.[0] ?? '');
  const labels = filters['label'] ?? [];
  if (Object.keys(filters).some((key) => !['label', 'all'].includes(key))) {
    throw refused('volume prune knows only --all and --filter label=... in the course; use docker volume rm.');
  }
  const query = JSON.stringify({dangling: ['true'], ...(labels.length > 0 && {label: labels})});
  const {value} = await ask(world, 'GET', at('/volumes', {filters: query}));
  const sizes = await volumeSizes(world);
  const gone: string[] = [];
  let freed = 0;
  for (const volume of ourVolumes(world, object(value)['Volumes'])) {
    const entry = await findVolume(world, text(volume['Name']));
    if (anonymousOnly && !/^[0-9a-f]{64}$/.test(entry.realName)) continue;
    if ((await ask(world, 'DELETE', `/volumes/${entry.realName}`)).status >= 300) continue;
    world.ledger.remove('volume', entry.id);
    gone.push(entry.name);
    freed += Math.max(0, sizes.get(entry.realName) ?? 0);
  }
  exchange.note.detail['removed'] = gone;
  return exchange.say(200, {VolumesDeleted: gone, SpaceReclaimed: freed});
}

async function volumeSizes(world: World): Promise<Map<string, number>> {
  const {value} = await ask(world, 'GET', '/system/df');
  return new Map(
    objects(object(value)['Volumes']).map((volume) => [
      text(volume['Name']),
      Number(object(volume['UsageData'])['Size'] ?? 0),
    ]),
  );
}

/** 41 of `/v1.41`; a client that names no version gets the newest. */
export function apiMinor(prefix: string): number {
  return Number(/^\/v1\.(\d+)/.exec(prefix)?.[1] ?? Number.POSITIVE_INFINITY);
}

/** The volumes a container got on the way: they carry no label, so the ledger must know them. */
export function rememberAnonymous(world: World, container: Raw, keep: LedgerEntry['keep'] = 'no'): void {
  for (const mount of list(container['Mounts'])) {
    const {Type: type, Name: name} = object(mount);
    if (type !== 'volume' || typeof name !== 'string' || world.ledger.find('volume', name)) continue;
    remember(world, {kind: 'volume', name, realName: name, id: name, keep});
  }
}
