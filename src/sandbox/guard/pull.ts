import type {Exchange, Outcome} from './exchange.ts';
import {keepOf, ownNodeImage, ownTag, referencesNow, rememberImage, settle, tag} from './image-names.ts';
import {importImage, inWords} from './images.ts';
import {errorIn} from './lines.ts';
import {followPull} from './pull-progress.ts';
import {object, type Raw, text} from './raw-json.ts';
import {familiar, isOwnFolder, type Reference, readReference, registryHost, standIn} from './references.ts';
import {ask, type World} from './world.ts';

/** Docker cannot reach a registry, or the registry does not want to: what is on the machine will do. */
const registrySilent =
  /dial tcp|lookup .* on|no such host|time(d )?out|deadline exceeded|connection re(fused|set)|network is unreachable|no route to host|toomanyrequests|rate limit|TLS handshake|\bEOF\b|server misbehaving|temporary failure|x509|proxyconnect|received unexpected HTTP status: (429|5\d\d)/i;

type Pull = {
  /** As the learner calls it. */
  readonly name: string;
  /** What the daemon is told to pull. */
  readonly source: Reference;
  readonly before: ReadonlyMap<string, string>;
  /** Messages of the daemon's with the learner's name. */
  readonly words: (message: string) => string;
  /** From the registry in the room. */
  readonly mirrored: boolean;
  /** Under another name than the learner's. */
  readonly elsewhere: boolean;
};

export async function pullImage(exchange: Exchange, world: World): Promise<Outcome> {
  const {query, note} = exchange;
  // As the daemon decides: an image to pull wins over a tar to import.
  if (!query.get('fromImage')) return importImage(exchange, world);
  query.delete('fromSrc');
  takeNodeImage(world, query);
  const wanted = readReference(query.get('fromImage') ?? '', query.get('tag') ?? '');
  const allTags = !query.get('tag') && !/[@]|:[^/]+$/.test(query.get('fromImage') ?? '');
  const name = familiar(wanted);
  note.target = allTags ? wanted.repository : name;
  note.detail['reference'] = note.target;
  const pull = await plan(world, wanted);
  world.arriving.add(familiar(pull.source));
  if (pull.elsewhere) {
    query.set('fromImage', pull.source.repository);
    query.set('tag', pull.source.digest || pull.source.tag);
  }
  if (allTags) query.delete('tag');
  exchange.mend = pull.words;
  let rescued = false;
  const progress = followPull(note.target, world.clock, world.tellOperation);
  return exchange.stream('/images/create', {
    line(line) {
      progress.line(line);
      rescued ||= !allTags && errorIn(line) !== '' && canRescue(pull, errorIn(line));
      if (/^Status: Image is up to date/.test(text(line['status']))) note.detail['upToDate'] = true;
      return rescued && errorIn(line) ? undefined : inWords(line, pull.words);
    },
    async last({error}) {
      progress.end();
      if (rescued) return rescue(exchange, world, pull);
      if (!error) await (allTags ? enterAll(world, pull) : enter(world, pull));
      return [];
    },
    instead: async (message) => (!allTags && canRescue(pull, message) ? rescue(exchange, world, pull) : undefined),
  });
}

function takeNodeImage(world: World, query: URLSearchParams): void {
  const asked = query.get('fromImage') ?? '';
  const own = ownNodeImage(world, asked);
  if (own === asked) return;
  const {repository, tag: version, digest} = readReference(own);
  query.set('fromImage', repository);
  query.set('tag', digest || version);
}

async function plan(world: World, wanted: Reference): Promise<Pull> {
  const before = await referencesNow(world);
  const onHub = registryHost(wanted.repository) === '';
  const name = familiar(wanted);
  const mirrored = world.mirror !== '' && onHub;
  const path = wanted.repository.includes('/') ? wanted.repository : `library/${wanted.repository}`;
  const source = mirrored ? {...wanted, repository: `${world.mirror}/${path}`} : besideForeign(world, wanted, before);
  const words = (message: string): string => message.replaceAll(source.repository, wanted.repository);
  return {name, source, before, words, mirrored, elsewhere: source.repository !== wanted.repository};
}

/** A tag that is somebody else's is not pulled onto where the same registry can be spelled in another way. */
function besideForeign(world: World, wanted: Reference, before: ReadonlyMap<string, string>): Reference {
  const name = familiar(wanted);
  const isOurs = world.ledger.entries().some((entry) => entry.realName === name && entry.keep !== 'foreign');
  if (wanted.digest || isOurs || !before.has(name)) return wanted;
  const beside = standIn(wanted, world.session);
  return isOwnFolder(beside) ? wanted : beside;
}

/** A registry in the room need not have everything: there, any failure will do. */
function canRescue({before, name, mirrored}: Pull, message: string): boolean {
  return before.has(name) && (mirrored || registrySilent.test(message));
}

async function rescue(exchange: Exchange, world: World, {name, before}: Pull): Promise<readonly Raw[]> {
  exchange.note.detail['fromThisMachine'] = true;
  await settle(world, {name, before});
  const {repository, tag: version} = readReference(name);
  return [
    {status: `Pulling from ${repository.includes('/') ? repository : `library/${repository}`}`, id: version},
    {status: `Status: Image is up to date for ${name} (already on this machine; the registry did not answer)`},
  ];
}

async function enter(world: World, pull: Pull): Promise<void> {
  const {name, source, before, elsewhere} = pull;
  if (!elsewhere) {
    await settle(world, {name, before});
    return;
  }
  await enterElsewhere(world, {name, source: familiar(source), before});
}

/** The image is here under the mirror's name: it gets the learner's, and the mirror's goes. */
async function enterElsewhere(
  world: World,
  {
    name,
    source,
    before,
  }: {readonly name: string; readonly source: string; readonly before: ReadonlyMap<string, string>},
): Promise<void> {
  const id = text(object((await ask(world, 'GET', `/images/${source}/json`)).value)['Id']);
  if (!id) return;
  // A digest cannot be given as a tag: the mirror's reference stays and is shown as the learner's.
  if (name.includes('@'))
    return rememberImage(world, {name, realName: source, id, keep: keepOf(world, name, before.has(source))});
  const known = world.ledger.entries().find((entry) => entry.kind === 'image' && entry.name === name);
  const own =
    known?.keep === 'course' && known.realName === name
      ? {name, realName: name, keep: known.keep}
      : await ownTag(world, name, id);
  const isSame = known?.realName === own.realName;
  const keep = own.keep !== 'no' ? own.keep : isSame ? known.keep : keepOf(world, name, false);
  if (own.realName !== source && before.get(own.realName) !== id) await tag(world, id, own.realName);
  await rememberImage(world, {...own, keep, id});
  if (own.realName !== source && !before.has(source)) await ask(world, 'DELETE', `/images/${source}?noprune=1`);
}

/** `docker pull --all-tags`: what is new or moved in the repository. */
async function enterAll(world: World, {source, before, mirrored, name}: Pull): Promise<void> {
  const repository = readReference(name).repository;
  for (const [reference, id] of await referencesNow(world)) {
    const found = readReference(reference);
    if (found.repository !== source.repository || found.digest || before.get(reference) === id) continue;
    if (mirrored) await enterElsewhere(world, {name: `${repository}:${found.tag}`, source: reference, before});
    else await settle(world, {name: reference, before});
  }
}

/**
 * Brings a build's base image through the mirror, for the daemon would ask the Hub. What cannot be had is left to the
 * daemon, whose sentence the learner then reads.
 */
export async function fetchQuietly(world: World, reference: string, again: boolean): Promise<void> {
  const pull = await plan(world, readReference(reference));
  const isThere = pull.before.has(pull.name) || world.ledger.find('image', pull.name) !== undefined;
  if (!pull.mirrored || (isThere && !again)) return;
  const query = new URLSearchParams({fromImage: pull.source.repository, tag: pull.source.digest || pull.source.tag});
  world.arriving.add(familiar(pull.source));
  const answer = await world.daemon.send({method: 'POST', path: `/images/create?${query}`});
  if (answer.status === 200 && !/"errorDetail"/.test(answer.text)) await enter(world, pull);
}
