import {LearnError, systemCode} from '../../errors.ts';
import type {Ledger, LedgerEntry} from '../guard/ledger.ts';
import type {Removal} from '../sandbox.ts';
import {type DockerClient, DockerRefusal} from './client.ts';
import {removeImage, sweepUntagged} from './reset-images.ts';
import {type Fate, removeContainer, removeNetwork, removeVolume} from './reset-objects.ts';

export interface ResetRequest {
  /** The daemon itself, not the guard: real names and everything in sight. */
  readonly docker: DockerClient;
  readonly ledger: Ledger;
  /** Value of the session label. */
  readonly session: string;
  /** A checkpoint; absent: everything. */
  readonly to?: number;
  /** Also removes the course's images, which are otherwise only hidden; foreign ones never. */
  readonly includeKept: boolean;
  /** The nodes of the course's cluster stay, with their network and volumes. */
  readonly keepCluster?: boolean;
}

/** What Docker had of it. */
export type DockerRemoval = Omit<Removal, 'objects'>;

export interface ResetResult {
  readonly removed: DockerRemoval;
  /** False when something from before the checkpoint was changed, or something could not be removed. */
  readonly exact: boolean;
  /** What the daemon would not let go, in its own words; it stays in the ledger for the next time. */
  readonly left: readonly {readonly kind: LedgerEntry['kind']; readonly name: string; readonly reason: string}[];
}

/**
 * Removes exactly what the ledger says the learner made after the checkpoint. What is already gone is forgotten;
 * what carries the name but is not the same object is not touched. Can be repeated after a failure at any point.
 * Rejects with DOCKER_NOT_REACHABLE.
 */
export async function resetDocker(request: ResetRequest): Promise<ResetResult> {
  const {ledger, to = 0} = request;
  const isKept = ({keep}: LedgerEntry): boolean => request.keepCluster === true && keep === 'cluster';
  const touched = ledger.touchedSince(to).some((entry) => !isKept(entry));
  const doomed = ledger
    .entries()
    .filter((entry) => (entry.seq > to && !isKept(entry)) || isCourseImageToGo(entry, request));
  const run = new Reset(request);
  try {
    await run.each(ofKind(doomed, 'container'), (entry) => removeContainer(request, entry));
    await run.each(ofKind(doomed, 'network'), (entry) => removeNetwork(request, entry));
    await run.each(ofKind(doomed, 'volume'), (entry) => removeVolume(request, entry));
    // One after another, newest first: an image cannot go before those built on it.
    for (const entry of ofKind(doomed, 'image').reverse()) await run.one(entry, () => removeImage(request, entry));
    if (request.to === undefined) run.names.images.push(...(await sweepUntagged(request)));
  } catch (error) {
    throw notReachable(error);
  }
  return {removed: run.names, exact: !touched && run.left.length === 0, left: run.left};
}

/** What a reset to a checkpoint would remove, as far as the ledger knows: everything when something older was changed. */
export function inventoryDocker(ledger: Ledger, to = 0, keepCluster = false): DockerRemoval {
  const isKept = ({keep}: LedgerEntry): boolean => keepCluster && keep === 'cluster';
  const after = ledger.touchedSince(to).some((entry) => !isKept(entry)) ? 0 : to;
  const there = ledger
    .entries()
    .filter((entry) => entry.seq > after && !isKept(entry) && (entry.kind !== 'image' || !ledger.hidden(entry.name)));
  const names = (kind: LedgerEntry['kind']) => ofKind(there, kind).map((entry) => spoken(entry));
  return {containers: names('container'), networks: names('network'), volumes: names('volume'), images: names('image')};
}

function isCourseImageToGo(entry: LedgerEntry, {includeKept, to}: ResetRequest): boolean {
  return includeKept && to === undefined && entry.keep === 'course';
}

function ofKind(entries: readonly LedgerEntry[], kind: LedgerEntry['kind']): LedgerEntry[] {
  return entries.filter((entry) => entry.kind === kind);
}

/** An untagged image is called by its short id, as `docker images` shows it. */
function spoken({name}: LedgerEntry): string {
  return /^sha256:[0-9a-f]{64}$/.test(name) ? name.slice(7, 19) : name;
}

class Reset {
  readonly names = {
    containers: [] as string[],
    networks: [] as string[],
    volumes: [] as string[],
    images: [] as string[],
  };
  readonly left: ResetResult['left'][number][] = [];
  readonly #ledger: Ledger;

  constructor({ledger}: ResetRequest) {
    this.#ledger = ledger;
  }

  async each(entries: readonly LedgerEntry[], remove: (entry: LedgerEntry) => Promise<Fate>): Promise<void> {
    await Promise.all(entries.map((entry) => this.one(entry, () => remove(entry))));
  }

  async one(entry: LedgerEntry, remove: () => Promise<Fate>): Promise<void> {
    const fate = await remove().catch((error: unknown): Fate => {
      // The daemon had its reasons; losing it altogether is another matter.
      if (!(error instanceof DockerRefusal)) throw error;
      return {fate: 'left', reason: error.message};
    });
    if (fate.fate === 'left') {
      this.left.push({kind: entry.kind, name: spoken(entry), reason: fate.reason});
      return;
    }
    if (fate.fate !== 'hidden') this.#forget(entry);
    if (fate.fate === 'removed' || (fate.fate === 'hidden' && fate.wasVisible))
      this.names[`${entry.kind}s`].push(spoken(entry));
  }

  #forget(entry: LedgerEntry): void {
    if (entry.kind === 'image') this.#ledger.unhide(entry.name);
    // Two images may have one id, and two networks one name.
    this.#ledger.remove(entry.kind, entry.kind === 'image' ? entry.name : entry.id);
  }
}

function notReachable(error: unknown): unknown {
  if (error instanceof LearnError) return error;
  const reason = systemCode(error) || (error instanceof Error ? error.message : String(error));
  return new LearnError({
    code: 'DOCKER_NOT_REACHABLE',
    message: `Docker stopped answering while what you made was being removed (${reason}); the rest is still there.`,
    fix: 'Start Docker and reset again: it goes on where it stopped.',
    cause: error,
  });
}
