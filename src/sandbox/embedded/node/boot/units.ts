import {decode} from '../../bytes/bytes.ts';
import type {Descriptor} from '../../runtime/process/descriptor.ts';
import {notSeekable, nullDescriptor, OpenFile} from '../../runtime/process/descriptor.ts';
import type {Process} from '../../runtime/process/process.ts';
import {isSystemError} from '../../system-error.ts';
import type {Journal} from './journal.ts';

/** A service of a node, as systemd runs it. */
export interface Unit {
  /** `kubelet` */
  readonly name: string;
  readonly description: string;
  readonly argv: readonly string[];
  /** More arguments, read anew at each start. */
  readonly more: () => readonly string[];
  /** systemd's RestartSec. */
  readonly restartMs: number;
}

export interface UnitStatus {
  readonly unit: Unit;
  readonly state: 'active' | 'inactive' | 'failed' | 'activating';
  readonly process: Process | undefined;
  readonly sinceMs: number;
}

/** The services of one node: started, stopped, and started again when they end by themselves. */
export class Units {
  readonly #init: Process;
  readonly #journal: Journal;
  readonly #units: ReadonlyMap<string, Unit>;
  readonly #status = new Map<string, Omit<UnitStatus, 'unit'>>();
  readonly #wanted = new Set<string>();

  constructor(init: Process, journal: Journal, units: readonly Unit[]) {
    this.#init = init;
    this.#journal = journal;
    this.#units = new Map(units.map((unit) => [unit.name, unit]));
  }

  list(): readonly UnitStatus[] {
    return [...this.#units.keys()].flatMap((name) => this.find(name) ?? []);
  }

  /** By name, with or without `.service`; undefined when there is none. */
  find(name: string): UnitStatus | undefined {
    const unit = this.#units.get(name.replace(/\.service$/, ''));
    const idle = {state: 'inactive', process: undefined, sinceMs: this.#init.startedMs} as const;
    return unit && {unit, ...(this.#status.get(unit.name) ?? idle)};
  }

  /** Starts what does not run. */
  start(unit: Unit): void {
    this.#wanted.add(unit.name);
    if (this.#status.get(unit.name)?.process) return;
    this.#log('systemd', `Started ${unit.name}.service - ${unit.description}.`);
    this.#run(unit);
  }

  /** Resolves when it has ended. */
  async stop(unit: Unit): Promise<void> {
    this.#wanted.delete(unit.name);
    const {process} = this.#status.get(unit.name) ?? {};
    if (process) {
      this.#log('systemd', `Stopping ${unit.name}.service - ${unit.description}...`);
      process.kill('SIGTERM');
      await process.ended;
      this.#log('systemd', `Stopped ${unit.name}.service - ${unit.description}.`);
    }
    this.#set(unit, {state: 'inactive', process: undefined});
  }

  #run(unit: Unit): void {
    const out = new OpenFile(this.#journalOf(unit.name));
    const fds = new Map([
      [0, new OpenFile(nullDescriptor())],
      [1, out],
      [2, out.share()],
    ]);
    try {
      const process = this.#init.spawn({argv: [...unit.argv, ...unit.more()], fds, group: 'own', folder: '/'});
      this.#set(unit, {state: 'active', process});
      void process.ended.then(({code}) => this.#ended(unit, process, code));
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.#set(unit, {state: 'failed', process: undefined});
    }
  }

  #ended(unit: Unit, process: Process, code: number): void {
    this.#init.reap(process);
    if (this.#init.signal.aborted || this.#status.get(unit.name)?.process !== process) return;
    this.#set(unit, {state: this.#wanted.has(unit.name) ? 'activating' : 'inactive', process: undefined});
    if (!this.#wanted.has(unit.name)) return;
    this.#log('systemd', `${unit.name}.service: Main process exited, code=exited, status=${code}/FAILURE`);
    this.#init.space.kernel.wait(unit.restartMs, this.#init.signal).then(
      () => this.#wanted.has(unit.name) && !this.#status.get(unit.name)?.process && this.#run(unit),
      () => {},
    );
  }

  #set(unit: Unit, status: Pick<UnitStatus, 'state' | 'process'>): void {
    this.#status.set(unit.name, {...status, sinceMs: this.#init.now()});
  }

  #log(unit: string, text: string): void {
    this.#journal.add({at: this.#init.now(), unit, pid: 1, text});
  }

  /** Where a service writes: each line is one of the journal. */
  #journalOf(unit: string): Descriptor {
    let rest = '';
    return {
      name: 'socket:[journal]',
      read: async () => null,
      write: async (bytes) => {
        const lines = (rest + decode(bytes)).split('\n');
        rest = lines.pop() ?? '';
        const pid = this.#status.get(unit)?.process?.pid ?? 0;
        for (const text of lines) this.#journal.add({at: this.#init.now(), unit, pid, text});
      },
      seek: notSeekable,
      close: () => {},
    };
  }
}
