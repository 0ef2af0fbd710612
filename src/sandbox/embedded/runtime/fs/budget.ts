import {SystemError} from '../../system-error.ts';

/** How many real bytes simulated disks may hold together: a loop that fills a disk fills a number, not this machine. */
export class DiskBudget {
  readonly totalBytes: number;
  #used = 0;

  constructor(totalBytes = 256 * 1024 * 1024) {
    this.totalBytes = totalBytes;
  }

  get usedBytes(): number {
    return this.#used;
  }

  /** Takes (or, when negative, gives back) bytes. Throws ENOSPC when there are not as many. */
  take(bytes: number): void {
    if (bytes > 0 && this.#used + bytes > this.totalBytes) throw new SystemError('ENOSPC');
    this.#used = Math.max(0, this.#used + bytes);
  }
}
