import {DiskBudget} from './budget.ts';
import {layerOver, type OverlayDirectory} from './overlay.ts';

/** Room of one tmpfs, which is also room of all disks together. */
class TmpfsBudget extends DiskBudget {
  readonly #whole: DiskBudget;

  constructor(totalBytes: number, whole: DiskBudget) {
    super(totalBytes);
    this.#whole = whole;
  }

  override take(bytes: number): void {
    super.take(bytes);
    try {
      this.#whole.take(bytes);
    } catch (error) {
      super.take(-bytes);
      throw error;
    }
  }
}

/** An empty tree in memory. `sizeBytes` 0: as large as there is room. */
export function tmpfs(options: {
  readonly sizeBytes: number;
  readonly mode: number;
  readonly now: number;
  readonly whole: DiskBudget;
}): OverlayDirectory {
  const {sizeBytes, mode, now, whole} = options;
  const budget = new TmpfsBudget(sizeBytes > 0 ? sizeBytes : whole.totalBytes, whole);
  return layerOver(undefined, {budget, attributes: {mode, uid: 0, gid: 0, modifiedMs: now}});
}
