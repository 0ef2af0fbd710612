import type {Exchange, Outcome} from './exchange.ts';
import {realImageFilters} from './image-filters.ts';
import {
  findImage,
  ownTag,
  referencesNow,
  rememberImage,
  rememberUntagged,
  settle,
  visibleImages,
} from './image-names.ts';
import {sessionLabel} from './ledger.ts';
import {object, objects, type Raw, text, texts} from './raw-json.ts';
import {familiarName, readReference} from './references.ts';
import {refused} from './refusal.ts';
import {rewriteTar} from './tar-rewrite.ts';
import {jsonOf} from './upstream.ts';
import {ask, findContainer, type World} from './world.ts';

export async function listImages(exchange: Exchange, world: World): Promise<Outcome> {
  const {query, note} = exchange;
  note.detail['all'] = /^(1|true)$/.test(query.get('all') ?? '');
  const matching = realImageFilters(world, query);
  const answer = await exchange.send('/images/json');
  return exchange.reply(answer, matching(ourImages(world, jsonOf(answer))));
}

/** The learner's of a list of images, with the references the learner has a right to see. */
export function ourImages(world: World, images: unknown): readonly Raw[] {
  const byRealName = new Map(visibleImages(world).map((entry) => [entry.realName, entry.name]));
  return objects(images).flatMap((image) => {
    const seen = imageView(image, byRealName);
    const isKnownUntagged = byRealName.has(text(image['Id']));
    if (texts(seen['RepoTags']).length > 0 || texts(seen['RepoDigests']).length > 0) return [seen];
    return isKnownUntagged ? [{...seen, RepoTags: ['<none>:<none>'], RepoDigests: ['<none>@<none>']}] : [];
  });
}

/** Digests are shown with the repositories of visible names only. */
function imageView(image: Raw, byRealName: ReadonlyMap<string, string>): Raw {
  const tags = texts(image['RepoTags']).flatMap((tag) => byRealName.get(tag) ?? []);
  const repositories = new Map<string, string>();
  for (const tag of texts(image['RepoTags'])) {
    const shown = byRealName.get(tag);
    if (shown) repositories.set(readReference(tag).repository, readReference(shown).repository);
  }
  const digests = texts(image['RepoDigests']).flatMap((reference) => {
    const known = byRealName.get(reference);
    if (known) return [known];
    const repository = repositories.get(readReference(reference).repository);
    return repository ? [`${repository}@${readReference(reference).digest}`] : [];
  });
  return {...image, RepoTags: tags, RepoDigests: digests};
}

export async function inspectImage(exchange: Exchange, world: World): Promise<Outcome> {
  const {reference, id, written} = await pathImage(exchange, world);
  const answer = await exchange.send(`/images/${reference === written ? id : reference}/json`);
  const byRealName = new Map(visibleImages(world).map((entry) => [entry.realName, entry.name]));
  return exchange.reply(answer, imageView(object(jsonOf(answer)), byRealName));
}

export async function imageHistory(exchange: Exchange, world: World): Promise<Outcome> {
  const {id} = await pathImage(exchange, world);
  const names = new Map(visibleImages(world).map((entry) => [entry.realName, entry.name]));
  const answer = await exchange.send(`/images/${id}/history`);
  const layers = objects(jsonOf(answer)).map((layer) => {
    const tags = texts(layer['Tags']).flatMap((tag) => names.get(tag) ?? []);
    return {...layer, Tags: tags.length > 0 ? tags : null};
  });
  return exchange.reply(answer, layers);
}

/** The image a path names, and messages about it with the learner's names. */
export async function pathImage(
  exchange: Exchange,
  world: World,
): Promise<{readonly reference: string; readonly id: string; readonly name: string; readonly written: string}> {
  const [written = ''] = exchange.parts;
  exchange.note.target = written;
  const {entry, reference, id} = await findImage(world, written);
  exchange.mend = (message) => {
    if (message.startsWith('No such image')) world.ledger.remove('image', entry.name);
    return message.replaceAll(entry.realName, entry.name);
  };
  return {reference, id, name: entry.name, written};
}

export async function tagImage(exchange: Exchange, world: World): Promise<Outcome> {
  const {id, written} = await pathImage(exchange, world);
  const name = familiarName(exchange.query.get('repo') ?? '', exchange.query.get('tag') ?? '');
  exchange.note.detail['source'] = written;
  exchange.note.target = name;
  const own = await ownTag(world, name, id);
  toTag(exchange, world, own.realName);
  const answer = await exchange.send(`/images/${id}/tag`);
  if (answer.status < 300) await rememberImage(world, {...own, id});
  return exchange.reply(answer);
}

function toTag(exchange: Exchange, world: World, realName: string): void {
  const {repository, tag} = readReference(realName);
  world.arriving.add(realName);
  exchange.query.set('repo', repository);
  exchange.query.set('tag', tag);
}

export async function commit(exchange: Exchange, world: World): Promise<Outcome> {
  const {query, note} = exchange;
  const wanted = query.get('container') ?? '';
  note.target = wanted;
  const container = await findContainer(world, wanted);
  note.target = container.name;
  const body = await exchange.body();
  const repo = query.get('repo') ?? '';
  const own = repo ? await ownTag(world, familiarName(repo, query.get('tag') ?? '')) : undefined;
  if (own) {
    toTag(exchange, world, own.realName);
    note.detail['reference'] = own.name;
  }
  query.set('container', container.id);
  query.append('changes', `LABEL ${sessionLabel}=${world.session}`);
  const answer = await exchange.send('/commit', body);
  const id = text(object(jsonOf(answer))['Id']);
  if (answer.status < 300) await (own ? rememberImage(world, {...own, id}) : rememberUntagged(world, id));
  return exchange.reply(answer);
}

/** `docker import -`: the tar is in the request; a URL would make the daemon fetch what it likes. */
export async function importImage(exchange: Exchange, world: World): Promise<Outcome> {
  const {query, note} = exchange;
  if (query.get('fromSrc') !== '-')
    throw refused('importing from a URL is not part of the course; download the file and import it from there.');
  const repo = query.get('repo') ?? '';
  const own = repo ? await ownTag(world, familiarName(repo, query.get('tag') ?? '')) : undefined;
  note.verb = 'image import';
  note.target = own?.name ?? '';
  if (own) toTag(exchange, world, own.realName);
  let id = '';
  return exchange.stream('/images/create', {
    line(line) {
      id = /^sha256:[0-9a-f]{64}$/.exec(text(line['status']))?.[0] ?? id;
      return line;
    },
    async last({error}) {
      if (!error && id) await (own ? rememberImage(world, {...own, id}) : rememberUntagged(world, id));
      return [];
    },
  });
}

export async function loadImages(exchange: Exchange, world: World): Promise<Outcome> {
  const before = await referencesNow(world);
  const loaded: string[] = [];
  exchange.note.detail['loaded'] = loaded;
  return exchange.stream('/images/load', {
    line(line) {
      const said = text(line['stream']);
      const found = /^Loaded image(?: ID)?: (\S+)/.exec(said)?.[1];
      if (found) loaded.push(found);
      // Somebody else's old one is put back, so that nothing was renamed.
      return /^The image .* already exists, renaming the old one/.test(said) ? undefined : line;
    },
    async last() {
      for (const reference of loaded) {
        if (reference.startsWith('sha256:')) rememberUntagged(world, reference);
        else await settle(world, {name: reference, before});
      }
      return [];
    },
  });
}

export async function saveImages(exchange: Exchange, world: World): Promise<Outcome> {
  const [only] = exchange.parts;
  const written = only ? [only] : exchange.query.getAll('names').flatMap((names) => names.split(','));
  exchange.note.target = written[0] ?? '';
  const found = await Promise.all(written.map((name) => findImage(world, name)));
  exchange.query.delete('names');
  for (const {reference} of found) exchange.query.append('names', reference);
  const elsewhere = found.map(({entry}) => entry).filter((entry) => entry.name !== entry.realName);
  if (elsewhere.length === 0) return exchange.stream('/images/get');
  const words = (said: string): string =>
    elsewhere.reduce(
      (text, {name, realName}) => text.replaceAll(readReference(realName).repository, readReference(name).repository),
      said,
    );
  const files = {'manifest.json': words, repositories: words, 'index.json': words};
  return exchange.stream('/images/get', {through: (tar) => rewriteTar(tar, files)});
}

/** Every text of a stream's line in other words. */
export function inWords(line: Raw, words: (text: string) => string): Raw {
  const said = JSON.stringify(line);
  const changed = words(said);
  return changed === said ? line : object(JSON.parse(changed));
}

/** Whether an image exists on this machine at all, for the learner or not. */
export async function exists(world: World, reference: string): Promise<boolean> {
  return (await ask(world, 'GET', `/images/${reference}/json`)).status === 200;
}
