import {releaseLayer} from '../../runtime/fs/release-layer.ts';
import {ApiRefusal, conflict} from '../api/refusal.ts';
import {killAndWait, type Mortal} from './ending.ts';

export interface RemoveOptions {
  /** It may run: it is killed. */
  readonly force: boolean;
  /** Its anonymous volumes go with it. */
  readonly volumes: boolean;
}

/**
 * `docker rm`. `forget` takes it out of the list of containers. Rejects with 409 when it runs, or when somebody removes
 * it already.
 */
export async function remove(container: Mortal, options: RemoveOptions, forget: () => void): Promise<void> {
  const {state, life, name} = container;
  if (state.removing || state.dead) throw conflict(`removal of container ${name} is already in progress`);
  state.removing = true;
  try {
    await life.queue.run(() => {
      if (state.running && !options.force) throw conflict(refusal(container));
    });
    await killAndWait(container);
    await life.queue.run(() => destroy(container, options, forget));
  } finally {
    state.removing = false;
  }
}

function refusal({id, state}: Mortal): string {
  const procedure = 'Stop the container before attempting removal or force remove';
  const first = state.paused ? `Unpause and then ${procedure.toLowerCase()}` : procedure;
  return `You cannot remove a ${state.status} container ${id}. ${first}`;
}

function destroy(container: Mortal, {volumes}: RemoveOptions, forget: () => void): void {
  container.state.dead = true;
  forget();
  releaseVolumes(container, volumes);
  container.log.clear();
  container.releaseEtc();
  releaseLayer(container.layer);
  container.tell('destroy');
  container.life.gone();
}

function releaseVolumes({id, mounts, simulatedHost}: Mortal, remove: boolean): void {
  const {volumes} = simulatedHost.daemon();
  for (const {type, name, anonymous} of mounts) {
    if (type !== 'volume') continue;
    volumes.find(name)?.users.delete(id);
    if (!remove || !anonymous) continue;
    try {
      volumes.remove(name, true);
    } catch (error) {
      // Another container has it from this one (`--volumes-from`): it stays as long as that.
      if (!(error instanceof ApiRefusal)) throw error;
    }
  }
}
