import {type Ledger, type LedgerEntry, sessionLabel} from '../guard/ledger.ts';
import {ask, type DockerClient, DockerRefusal} from './client.ts';
import {object, text} from './read-json.ts';
import {isAbsent} from './trouble.ts';

/** What became of an entry. `gone`: there was nothing to remove, or what is there now is not the learner's. */
export type Fate =
  | {readonly fate: 'removed' | 'gone'}
  | {readonly fate: 'hidden'; readonly wasVisible: boolean}
  | {readonly fate: 'left'; readonly reason: string};

export interface Removing {
  readonly docker: DockerClient;
  readonly ledger: Ledger;
  readonly session: string;
}

/** Killing a container that does not want to end takes the daemon a while. */
const removalTimeoutMs = 60_000;

/** Anonymous volumes go with it. */
export async function removeContainer({docker, session}: Removing, entry: LedgerEntry): Promise<Fate> {
  const path = `/containers/${entry.id}`;
  const found = await inspect(docker, `${path}/json`);
  if (!found) return {fate: 'gone'};
  if (text(found, 'Config', 'Labels', sessionLabel) !== session) return notOurs;
  try {
    await ask(docker, {method: 'DELETE', path, query: {force: true, v: true}, timeoutMs: removalTimeoutMs});
  } catch (error) {
    if (isAbsent(error)) return {fate: 'removed'};
    if (!isUnderWay(error)) throw error;
    await untilRemoved(docker, path);
  }
  return {fate: 'removed'};
}

/** `--rm` and somebody else's `docker rm` may be at it already. */
function isUnderWay(error: unknown): boolean {
  return error instanceof DockerRefusal && error.status === 409 && /already in progress/.test(error.message);
}

async function untilRemoved(docker: DockerClient, path: string): Promise<void> {
  const question = {
    method: 'POST',
    path: `${path}/wait`,
    query: {condition: 'removed'},
    timeoutMs: removalTimeoutMs,
  } as const;
  await ask(docker, question).catch((error: unknown) => {
    if (!isAbsent(error)) throw error;
  });
}

export async function removeNetwork(removing: Removing, entry: LedgerEntry): Promise<Fate> {
  const {docker, session, ledger} = removing;
  const path = `/networks/${entry.id}`;
  const found = await inspect(docker, path);
  if (!found) return {fate: 'gone'};
  if (text(found, 'Labels', sessionLabel) !== session) return notOurs;
  // Older containers of the learner's may have been connected to it; foreign ones are not torn off.
  const own = Object.keys(object(found, 'Containers')).filter((id) => ledger.find('container', id)?.id === id);
  const leave = (id: string) =>
    ask(docker, {method: 'POST', path: `${path}/disconnect`, body: {Container: id, Force: true}});
  await Promise.all(own.map(leave));
  await ask(docker, {method: 'DELETE', path, timeoutMs: removalTimeoutMs});
  return {fate: 'removed'};
}

export async function removeVolume({docker, session}: Removing, entry: LedgerEntry): Promise<Fate> {
  const path = `/volumes/${entry.id}`;
  const found = await inspect(docker, path);
  if (!found) return {fate: 'gone'};
  // The daemon gives anonymous volumes no label of ours, but nobody else's can have that name.
  const isAnonymous = /^[0-9a-f]{64}$/.test(entry.id);
  if (!isAnonymous && text(found, 'Labels', sessionLabel) !== session) return {fate: 'gone'};
  await ask(docker, {method: 'DELETE', path, timeoutMs: removalTimeoutMs});
  return {fate: 'removed'};
}

/** An id is never used twice: this is the object, but its label says somebody else's. */
const notOurs: Fate = {fate: 'left', reason: 'it does not carry the label of this session'};

/** Undefined when there is no such thing. */
export async function inspect(docker: DockerClient, path: string): Promise<unknown> {
  return ask(docker, {path}).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
}
