/** What a group of processes may use. 0 means: as much as there is. */
export interface Limits {
  readonly memoryBytes: number;
  /** Billionths of a CPU. */
  readonly nanoCpus: number;
  readonly pids: number;
}

export const noLimits: Limits = {memoryBytes: 0, nanoCpus: 0, pids: 0};

/** What a member uses of memory; the group asks when it has too much. */
export interface MemoryUser {
  readonly memoryBytes: number;
}

/**
 * Control group: limits and use of the processes of one container, or of a Pod's.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html
 */
export class Cgroup {
  limits: Limits;
  /** Milliseconds of CPU time used, simulated ones included. */
  cpuMs = 0;
  throttledMs = 0;
  oomKills = 0;
  peakBytes = 0;
  readonly parent: Cgroup | undefined;
  readonly #members = new Set<MemoryUser>();
  readonly #children = new Set<Cgroup>();

  constructor(limits: Limits = noLimits, parent?: Cgroup) {
    this.limits = limits;
    this.parent = parent;
    if (parent) parent.#children.add(this);
  }

  join(member: MemoryUser): void {
    this.#members.add(member);
  }

  leave(member: MemoryUser): void {
    this.#members.delete(member);
  }

  /** The container is gone: its parent counts it no more. */
  close(): void {
    if (this.parent) this.parent.#children.delete(this);
  }

  get memoryBytes(): number {
    let sum = 0;
    for (const {memoryBytes} of this.#members) sum += memoryBytes;
    for (const {memoryBytes} of this.#children) sum += memoryBytes;
    return sum;
  }

  get pids(): number {
    let count = this.#members.size;
    for (const {pids} of this.#children) count += pids;
    return count;
  }

  chargeCpu(ms: number): void {
    this.cpuMs += ms;
    this.parent?.chargeCpu(ms);
  }

  /** The nearest group up from here that is over its memory limit. */
  overLimit(): Cgroup | undefined {
    const used = this.memoryBytes;
    this.peakBytes = Math.max(this.peakBytes, used);
    if (this.limits.memoryBytes > 0 && used > this.limits.memoryBytes) return this;
    return this.parent?.overLimit();
  }

  /** The member that uses most, which the kernel kills first. */
  largest(): MemoryUser | undefined {
    const all = [...this.#members, ...[...this.#children].map((child) => child.largest())];
    return all.reduce((most, one) => ((one?.memoryBytes ?? -1) > (most?.memoryBytes ?? -1) ? one : most), undefined);
  }

  /** Whether one more process fits, here and in every group above. */
  hasRoomForProcess(): boolean {
    if (this.limits.pids > 0 && this.pids >= this.limits.pids) return false;
    return this.parent?.hasRoomForProcess() ?? true;
  }

  /** The share of a CPU a process here gets: 1 is a whole one. */
  get cpuShare(): number {
    const own = this.limits.nanoCpus > 0 ? Math.min(1, this.limits.nanoCpus / 1e9) : 1;
    return Math.min(own, this.parent?.cpuShare ?? 1);
  }
}
