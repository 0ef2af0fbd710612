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
  /** Of all members, here and below: kept up to date, for there may be thousands of them. */
  #memoryBytes = 0;
  #pids = 0;

  constructor(limits: Limits = noLimits, parent?: Cgroup) {
    this.limits = limits;
    this.parent = parent;
    if (parent) parent.#children.add(this);
  }

  join(member: MemoryUser): void {
    this.#members.add(member);
    this.#count({memoryBytes: member.memoryBytes, pids: 1});
  }

  leave(member: MemoryUser): void {
    if (this.#members.delete(member)) this.#count({memoryBytes: -member.memoryBytes, pids: -1});
  }

  /** The container is gone: its parent counts it no more. */
  close(): void {
    const {parent} = this;
    if (!parent) return;
    if (parent.#children.delete(this)) parent.#count({memoryBytes: -this.#memoryBytes, pids: -this.#pids});
  }

  /** A member uses so much more than before, or less. */
  chargeMemory(bytes: number): void {
    this.#count({memoryBytes: bytes, pids: 0});
  }

  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  get pids(): number {
    return this.#pids;
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

  #count(more: {readonly memoryBytes: number; readonly pids: number}): void {
    this.#memoryBytes += more.memoryBytes;
    this.#pids += more.pids;
    const {parent} = this;
    if (!parent) return;
    // One that is closed is counted above no more.
    if (parent.#children.has(this)) parent.#count(more);
  }

  /** The share of a CPU a process here gets: 1 is a whole one. */
  get cpuShare(): number {
    const own = this.limits.nanoCpus > 0 ? Math.min(1, this.limits.nanoCpus / 1e9) : 1;
    return Math.min(own, this.parent?.cpuShare ?? 1);
  }
}
