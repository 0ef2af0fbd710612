import type {Clock} from '../../clock.ts';
import type {Operation} from '../../observation.ts';
import type {Ledger, LedgerEntry} from './ledger.ts';
import {sessionLabel} from './ledger.ts';
import {object, type Raw, text} from './raw-json.ts';
import {noSuchContainer, noSuchNetwork, noSuchVolume, refused} from './refusal.ts';
import {type Daemon, jsonOf} from './upstream.ts';

/** What every handler works with: the daemon, the ledger, and what belongs to this session. */
export interface World {
  readonly daemon: Daemon;
  readonly ledger: Ledger;
  readonly session: string;
  /** Only this folder may be mounted; with links resolved. */
  readonly folder: string;
  /** Short references of the images the course keeps between resets. */
  readonly courseImages: ReadonlySet<string>;
  readonly mirror: string;
  /** What the nodes of a cluster start from, whatever image kind names; '' when that is up to kind. */
  readonly nodeImage: string;
  readonly clock: Clock;
  /** Hears how far a pull is, and undefined at its end. */
  readonly tellOperation: (operation: Operation | undefined) => void;
  /** A private folder for build contexts on their way. */
  readonly scratch: string;
  /** Real names that are being made right now: their events come before the answer does. */
  readonly arriving: Set<string>;
  /** Which execs were asked for with standard input: the daemon does not say. */
  readonly execs: Map<string, boolean>;
  /** Ids and real names this guard has ever known as the learner's: events outlive the object. */
  readonly known: Map<string, {readonly name: string; readonly realName: string}>;
}

export const builtInNetworks: readonly string[] = ['bridge', 'host', 'none'];

/** `path?a=b` for our own questions to the daemon, in its newest API version. */
export function at(path: string, query: Readonly<Record<string, string>> = {}): string {
  const written = new URLSearchParams(query).toString();
  return written ? `${path}?${written}` : path;
}

/** Asks the daemon on the guard's own behalf. */
export async function ask(
  world: World,
  method: string,
  path: string,
  body?: Raw,
): Promise<{readonly status: number; readonly value: unknown}> {
  const answer = await world.daemon.send({
    method,
    path,
    ...(body && {body: JSON.stringify(body), headers: {'content-type': 'application/json'}}),
  });
  return {status: answer.status, value: jsonOf(answer)};
}

export function isOurs(world: World, labels: unknown): boolean {
  return object(labels)[sessionLabel] === world.session;
}

export function withLabel(world: World, labels: unknown): Raw {
  return {...object(labels), [sessionLabel]: world.session};
}

/** Remembers an object as the learner's. */
export function remember(world: World, made: Omit<LedgerEntry, 'seq' | 'at'>): LedgerEntry {
  if (made.kind !== 'image') world.known.set(made.id, made);
  if (world.known.size > 20_000) world.known.delete(world.known.keys().next().value ?? '');
  return world.ledger.add(made);
}

/** The learner's container of that name, id or beginning of an id; throws what the daemon says of one it has not. */
export async function findContainer(world: World, reference: string): Promise<LedgerEntry> {
  const wanted = reference.replace(/^\//, '');
  if (!/^[a-zA-Z0-9][\w.-]*$/.test(wanted)) throw noSuchContainer(reference);
  const known = world.ledger.find('container', wanted);
  if (known) return known;
  // Made by us but not in the ledger: a crash came between the two, or the name was changed behind our back.
  const {status, value} = await ask(world, 'GET', `/containers/${wanted}/json`);
  const seen = object(value);
  if (status !== 200 || !isOurs(world, object(seen['Config'])['Labels'])) throw noSuchContainer(reference);
  const name = text(seen['Name']).replace(/^\//, '');
  const older = world.ledger.find('container', text(seen['Id']));
  if (older) return renameKnown(world, older, name, name);
  return remember(world, {kind: 'container', name, realName: name, id: text(seen['Id']), keep: 'no'});
}

/** The same where a 404 would make the docker CLI think that the image is missing. */
export async function requireContainer(world: World, reference: string): Promise<LedgerEntry> {
  try {
    return await findContainer(world, reference);
  } catch {
    throw refused(`there is no container "${reference}" in this course; name one that docker ps -a lists.`);
  }
}

export async function findNetwork(world: World, reference: string): Promise<LedgerEntry> {
  if (!/^[a-zA-Z0-9][\w.-]*$/.test(reference)) throw noSuchNetwork(reference);
  const known = world.ledger.find('network', reference);
  if (known) return known;
  const {status, value} = await ask(world, 'GET', `/networks/${reference}`);
  const seen = object(value);
  if (status !== 200 || !isOurs(world, seen['Labels'])) throw noSuchNetwork(reference);
  const name = text(seen['Name']);
  return remember(world, {kind: 'network', name, realName: name, id: text(seen['Id']), keep: 'no'});
}

export async function findVolume(world: World, name: string): Promise<LedgerEntry> {
  if (!/^[a-zA-Z0-9][\w.-]*$/.test(name)) throw noSuchVolume(name);
  const known = world.ledger.find('volume', name);
  if (known) return known;
  const {status, value} = await ask(world, 'GET', `/volumes/${name}`);
  if (status !== 200 || !isOurs(world, object(value)['Labels'])) throw noSuchVolume(name);
  return remember(world, {kind: 'volume', name, realName: name, id: name, keep: 'no'});
}

/** The learner's name for a real one of a kind. */
export function shownName(world: World, kind: LedgerEntry['kind'], realName: string): string {
  return renamed(world, kind).find((entry) => entry.realName === realName)?.name ?? realName;
}

/** Entries whose real name is not the learner's: usually none, so that most answers need no translation. */
export function renamed(world: World, kind: LedgerEntry['kind']): readonly LedgerEntry[] {
  return world.ledger.entries().filter((entry) => entry.kind === kind && entry.name !== entry.realName);
}

/** Gives it another name, in the ledger and for events to come. */
export function renameKnown(world: World, entry: LedgerEntry, name: string, realName: string): LedgerEntry {
  world.known.set(entry.id, {name, realName});
  return world.ledger.rename(entry.kind, entry.id, name, realName) ?? entry;
}

/** Puts the learner's names in place of real ones in a sentence of the daemon's. */
export function inLearnersWords(world: World, message: string): string {
  let words = message;
  for (const entry of world.ledger.entries()) {
    if (entry.name !== entry.realName) words = words.replaceAll(entry.realName, entry.name);
  }
  return words;
}

/** `web` is taken by something foreign: the first of `web-k8s-learn`, `web-k8s-learn-2` ... that `isFree`. */
export async function freeName(name: string, isFree: (name: string) => Promise<boolean>): Promise<string> {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? `${name}-k8s-learn` : `${name}-k8s-learn-${number}`;
    if (await isFree(candidate)) return candidate;
  }
}
