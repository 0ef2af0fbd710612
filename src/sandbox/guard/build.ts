import {type BuildContext, keepContext} from './build-context.ts';
import {checkBuild} from './build-policy.ts';
import {baseImages, withReferences} from './dockerfile.ts';
import type {Exchange, Outcome} from './exchange.ts';
import {
  type OwnTag,
  ownTag,
  referencesNow,
  rememberImage,
  rememberUntagged,
  settle,
  visibleImages,
} from './image-names.ts';
import {inWords} from './images.ts';
import {sessionLabel} from './ledger.ts';
import {fetchQuietly} from './pull.ts';
import {object, objects, parsed, type Raw, text, texts} from './raw-json.ts';
import {familiarName} from './references.ts';
import {ask, findNetwork, inLearnersWords, renamed, type World} from './world.ts';

/** What is learned from the stream of a classic build. */
type Seen = {
  /** References of FROM and COPY --from. */
  readonly bases: Set<string>;
  /** Short ids of every step, in order. */
  readonly steps: string[];
  id: string;
  cached: number;
};

export async function build(exchange: Exchange, world: World): Promise<Outcome> {
  const {query, note} = exchange;
  const network = checkBuild(query);
  if (network) query.set('networkmode', (await findNetwork(world, network)).realName);
  const tags = await Promise.all(
    query
      .getAll('t')
      .filter(Boolean)
      .map((name) => ownTag(world, familiarName(name))),
  );
  note.target = tags[0]?.name ?? '';
  note.detail['tags'] = tags.map(({name}) => name);
  ownParameters(query, world, tags);
  const before = await referencesNow(world);
  const seen: Seen = {bases: new Set(), steps: [], id: '', cached: 0};
  const context = needsDockerfile(query, world)
    ? await keepContext(exchange.incoming(), world.scratch, query.get('dockerfile') ?? '')
    : undefined;
  try {
    const body = context && (await prepared(world, {context, query, seen}));
    return await exchange.stream('/build', {
      ...(body && {body}),
      line(line) {
        watch(seen, line);
        return inWords(line, (message) => wordsFor(world, tags, message));
      },
      async last({error}) {
        await enter(world, {seen, before, tags, failed: error !== ''});
        Object.assign(note.detail, {id: seen.id, cachedSteps: seen.cached, steps: seen.steps.length});
        return [];
      },
    });
  } finally {
    await context?.remove();
  }
}

function ownParameters(query: URLSearchParams, world: World, tags: readonly OwnTag[]): void {
  const labels = {...object(parsed(query.get('labels') ?? '')), [sessionLabel]: world.session};
  query.set('labels', JSON.stringify(labels));
  query.delete('t');
  for (const {realName} of tags) {
    query.append('t', realName);
    world.arriving.add(realName);
  }
  // A failed step's container would stay behind without our label.
  query.set('forcerm', '1');
}

/** The tags are not in the ledger before the build has ended. */
function wordsFor(world: World, tags: readonly OwnTag[], message: string): string {
  return tags.reduce((said, {name, realName}) => said.replaceAll(realName, name), inLearnersWords(world, message));
}

/** Only where its FROM must be known before the daemon reads it, or will not be told after. */
function needsDockerfile(query: URLSearchParams, world: World): boolean {
  return world.mirror !== '' || /^(1|true)$/.test(query.get('q') ?? '') || renamed(world, 'image').length > 0;
}

/** Pulls what the mirror must bring, and writes the real names of images whose name is another's here. */
async function prepared(
  world: World,
  {context, query, seen}: {readonly context: BuildContext; readonly query: URLSearchParams; readonly seen: Seen},
): Promise<ReturnType<BuildContext['read']>> {
  if (context.dockerfile === undefined) return context.read();
  const args: Record<string, string> = {};
  for (const [key, value] of Object.entries(object(parsed(query.get('buildargs') ?? '')))) args[key] = text(value);
  const bases = baseImages(context.dockerfile, args);
  const pulls = /^(1|true)$/.test(query.get('pull') ?? '');
  for (const {reference} of bases) await fetchQuietly(world, reference, pulls);
  if (world.mirror && pulls) query.delete('pull');
  const real = (reference: string): string =>
    visibleImages(world).find(({name}) => name === familiarName(reference))?.realName ?? reference;
  const isElsewhere = bases.some(({reference}) => ![reference, familiarName(reference)].includes(real(reference)));
  for (const {reference} of bases) seen.bases.add(real(reference));
  return context.read(isElsewhere ? withReferences(context.dockerfile, bases, real) : undefined);
}

function watch(seen: Seen, line: Raw): void {
  const said = text(line['stream']);
  const id = text(object(line['aux'])['ID']);
  if (/^sha256:[0-9a-f]{64}$/.test(id)) seen.id = id;
  if (/^sha256:[0-9a-f]{64}\s*$/.test(said)) seen.id = said.trim();
  const step = /^ ---> ([0-9a-f]{12})/.exec(said)?.[1];
  if (step) seen.steps.push(step);
  if (/^ ---> Using cache/.test(said)) seen.cached += 1;
  const [base] = baseImages(said.replace(/^Step \d+\/\d+ : /, ''));
  if (base) seen.bases.add(base.reference);
}

/** Base images become visible as a pull makes them; the tags, and what a failed or multi-stage build leaves, ours. */
async function enter(
  world: World,
  given: {
    readonly seen: Seen;
    readonly before: ReadonlyMap<string, string>;
    readonly tags: readonly OwnTag[];
    readonly failed: boolean;
  },
): Promise<void> {
  const {seen, before, tags, failed} = given;
  for (const base of seen.bases) await enterBase(world, base, before);
  for (const {name, realName, keep} of failed ? [] : tags) {
    const {status, value} = await ask(world, 'GET', `/images/${realName}/json`);
    if (status === 200) await rememberImage(world, {name, realName, keep, id: text(object(value)['Id'])});
  }
  if (!failed && tags.length === 0 && seen.id && !before.has(seen.id)) rememberUntagged(world, seen.id);
  await enterLeftovers(world, seen, before);
}

async function enterBase(world: World, base: string, before: ReadonlyMap<string, string>): Promise<void> {
  const name = familiarName(base);
  const isOurs = visibleImages(world).some((entry) => entry.name === name || entry.realName === name);
  if (isOurs || /^[0-9a-f]{12,64}$/.test(base)) return;
  await settle(world, {name, before});
}

/** New steps that are no part of the built image: nothing else would lead to them. */
async function enterLeftovers(world: World, seen: Seen, before: ReadonlyMap<string, string>): Promise<void> {
  const images = objects((await ask(world, 'GET', '/images/json?all=1')).value);
  const parents = new Map(images.map((image) => [text(image['Id']), text(image['ParentId'])]));
  const isNew = (id: string): boolean => !before.has(id) && seen.steps.includes(id.slice(7, 19));
  const ancestors = new Set<string>();
  for (let id = seen.id; id; id = parents.get(id) ?? '') ancestors.add(id);
  const left = images.filter((image) => isNew(text(image['Id'])) && !ancestors.has(text(image['Id'])));
  const withChild = new Set(left.map((image) => text(image['ParentId'])));
  for (const image of left) {
    const tags = texts(image['RepoTags']).filter((tag) => !tag.startsWith('<none>'));
    if (tags.length === 0 && !withChild.has(text(image['Id']))) rememberUntagged(world, text(image['Id']));
  }
}

/** `POST /build/prune`: the build cache is the whole machine's. */
export async function pruneBuild(exchange: Exchange): Promise<Outcome> {
  return exchange.say(200, {CachesDeleted: [], SpaceReclaimed: 0});
}
