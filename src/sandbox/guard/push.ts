import type {Exchange, Outcome} from './exchange.ts';
import {visibleImages} from './image-names.ts';
import {inWords} from './images.ts';
import type {LedgerEntry} from './ledger.ts';
import {errorIn} from './lines.ts';
import {isRaw, parsed, type Raw, text} from './raw-json.ts';
import {familiar, hubName, isOwnFolder, type Reference, readReference} from './references.ts';
import {refused} from './refusal.ts';
import {type Answer, messageOf} from './upstream.ts';
import type {World} from './world.ts';

/**
 * `docker push`. A name with another real one is a spelling of the same registry's name, so that it is pushed as it
 * stands. Without a tag (`--all-tags`) the learner's tags of the repository go one after another, because the
 * daemon's own "all" would take somebody else's along.
 */
export async function pushImage(exchange: Exchange, world: World): Promise<Outcome> {
  const {query, note, parts} = exchange;
  const [written = ''] = parts;
  const asked = readReference(written, query.get('tag') ?? '');
  const isAll = !query.get('tag') && !/@|:[^/]+$/.test(written);
  note.target = isAll ? asked.repository : familiar(asked);
  const known = visibleImages(world).filter(
    (entry) => entry.name !== entry.id && readReference(entry.name).repository === asked.repository,
  );
  const wanted = isAll
    ? known.filter(({name}) => !name.includes('@')).toSorted((a, b) => (a.name < b.name ? -1 : 1))
    : known.filter(({name}) => name === familiar(asked));
  if (isAll) Object.assign(note.detail, {allTags: true, tags: wanted.map(({name}) => name)});
  const [first, ...rest] = wanted;
  if (!first || asked.digest) return nothingToPush(exchange, {asked, isAll, isKnown: known.length > 0});
  for (const entry of wanted) assertPushable(entry);
  const {path, words} = aim(exchange, first);
  exchange.mend = words;
  return exchange.stream(path, {
    line: (line) => inWords(line, words),
    async last({error}) {
      if (error) return [];
      world.ledger.touch(first);
      return pushRest(exchange, world, rest);
    },
  });
}

function assertPushable({name, realName}: LedgerEntry): void {
  if (readReference(realName).repository === readReference(name).repository) return;
  if (isOwnFolder(readReference(realName)))
    throw refused(`${name} has the name of another image on this machine; tag yours differently and push that.`);
}

/** The daemon's two lines for what it has not, as 20.10 writes them: the learner's view decides, not the daemon's. */
function nothingToPush(
  exchange: Exchange,
  {asked, isAll, isKnown}: {readonly asked: Reference; readonly isAll: boolean; readonly isKnown: boolean},
): Outcome {
  const {repository} = asked;
  const missing = isAll ? `no tags to push for ${repository}` : `tag does not exist: ${familiar(asked)}`;
  const known = asked.digest ? 'cannot push a digest reference' : missing;
  const message = isKnown ? known : `An image does not exist locally with the tag: ${repository}`;
  const lines = [{status: `${refersTo} [${hubName(repository)}]`}, {errorDetail: {message}, error: message}];
  const body = lines.map((line) => `${JSON.stringify(line)}\r\n`).join('');
  exchange.reply({status: 200, rawHeaders: ['Content-Type', 'application/json'], text: body});
  return {status: 500, error: message};
}

const refersTo = 'The push refers to repository';

/** Points the exchange at an image's real name; `words` puts the learner's back. */
function aim(
  {query}: Exchange,
  entry: LedgerEntry,
): {readonly path: string; readonly words: (message: string) => string} {
  const real = readReference(entry.realName);
  const shown = readReference(entry.name).repository;
  query.set('tag', real.tag);
  return {
    path: `/images/${real.repository}/push`,
    words: (message) => (real.repository === shown ? message : message.replaceAll(real.repository, shown)),
  };
}

/** The other tags, as one answer with the first: the repository is named once, and the first error is the end. */
async function pushRest(exchange: Exchange, world: World, rest: readonly LedgerEntry[]): Promise<readonly Raw[]> {
  const said: Raw[] = [];
  for (const entry of rest) {
    const {path, words} = aim(exchange, entry);
    const lines = linesOf(await exchange.send(path)).map((line) => inWords(line, words));
    said.push(...lines.filter((line) => !text(line['status']).startsWith(refersTo)));
    if (lines.some((line) => errorIn(line) !== '')) break;
    world.ledger.touch(entry);
  }
  return said;
}

function linesOf(answer: Answer): readonly Raw[] {
  if (answer.status < 300) return answer.text.split('\n').map(parsed).filter(isRaw);
  const message = messageOf(answer);
  return [{errorDetail: {message}, error: message}];
}
