import type {Main, Process, Program} from '../../../process/process.ts';
import {signalNumber} from '../../../process/signals.ts';
import {parseStressOptions, type StressOptions, StressProblem} from './options.ts';

/** Makes work: processes that compute, take memory, write. What they do is pretended, what it costs is accounted. */
export const stressProgram: Program = {name: 'stress', memoryBytes: 700 << 10, main: runStress};

async function runStress(process: Process): Promise<number> {
  try {
    const options = parseStressOptions(process.argv.slice(1));
    if (options.mode === 'run') return await new Stress(process, options).run();
    await process.print(options.mode === 'help' ? usage : 'stress 1.0.4\n');
    return 0;
  } catch (error) {
    if (!(error instanceof StressProblem)) throw error;
    await process.complain(`stress: FAIL: [${process.pid}] (${lineOfParser}) ${error.message}`);
    return 1;
  }
}

/** Messages of stress say the line of its source they come from. */
const lineOfParser = 244;

const usage = `\`stress' imposes certain types of compute stress on your system

Usage: stress [OPTION [ARG]] ...
 -?, --help         show this help statement
     --version      show version statement
 -v, --verbose      be verbose
 -q, --quiet        be quiet
 -n, --dry-run      show what would have been done
 -t, --timeout N    timeout after N seconds
     --backoff N    wait factor of N microseconds before work starts
 -c, --cpu N        spawn N workers spinning on sqrt()
 -i, --io N         spawn N workers spinning on sync()
 -m, --vm N         spawn N workers spinning on malloc()/free()
     --vm-bytes B   malloc B bytes per vm worker (default is 256MB)
     --vm-stride B  touch a byte every B bytes (default is 4096)
     --vm-hang N    sleep N secs before free (default none, 0 is inf)
     --vm-keep      redirty memory instead of freeing and reallocating
 -d, --hdd N        spawn N workers spinning on write()/unlink()
     --hdd-bytes B  write B bytes per hdd worker (default is 1GB)

Example: stress --cpu 8 --io 4 --vm 2 --vm-bytes 128M --timeout 10s

Note: Numbers may be suffixed with s,m,h,d,y (time) or B,K,M,G (size).
`;

/** A second of work is pretended in pieces of this. */
const pieceMs = 50;
/** Memory is touched page by page, about so much in one go. */
const touchBytes = 16 << 20;

class Stress {
  readonly #process: Process;
  readonly #options: StressOptions;

  constructor(process: Process, options: StressOptions) {
    this.#process = process;
    this.#options = options;
  }

  async run(): Promise<number> {
    const {cpu, io, vm, hdd, isDry, timeoutSeconds} = this.#options;
    await this.#say(`dispatching hogs: ${cpu} cpu, ${io} io, ${vm} vm, ${hdd} hdd`);
    if (isDry) return 0;
    const began = this.#process.now();
    const workers = new Set<Process>([
      ...this.#workers(cpu, compute),
      ...this.#workers(io, compute),
      ...this.#workers(vm, (worker) => takeMemory(worker, this.#options)),
      ...this.#workers(hdd, (worker) => writeDisk(worker, this.#options)),
    ]);
    const dead = Promise.race([...workers].map((worker) => worker.ended.then((status) => ({worker, status}))));
    const over = timeoutSeconds === 0 ? undefined : this.#process.sleep(timeoutSeconds * 1000).then(() => undefined);
    const first = await this.#process.wait(over ? Promise.race([dead, over]) : dead);
    const took = Math.round((this.#process.now() - began) / 1000);
    if (!first) return this.#finish(workers, took);
    const {worker, status} = first;
    this.#process.reap(worker);
    workers.delete(worker);
    const how = status.signal ? `got signal ${signalNumber(status.signal)}` : `returned error ${status.code}`;
    await this.#fail(416, `<-- worker ${worker.pid} ${how}`);
    await this.#warn(418, 'now reaping child worker processes');
    await this.#end(workers);
    await this.#fail(452, `failed run completed in ${took}s`);
    return 1;
  }

  async #finish(workers: ReadonlySet<Process>, seconds: number): Promise<number> {
    await this.#end(workers);
    await this.#say(`successful run completed in ${seconds}s`);
    return 0;
  }

  async #end(workers: ReadonlySet<Process>): Promise<void> {
    for (const worker of workers) {
      worker.kill('SIGKILL', 'outside');
      await this.#process.waitFor(worker);
    }
  }

  #workers(count: number, main: Main): readonly Process[] {
    return Array.from({length: count}, () => this.#process.fork(main));
  }

  async #say(text: string): Promise<void> {
    if (this.#options.verbosity > 0) await this.#process.print(`stress: info: [${this.#process.pid}] ${text}\n`);
  }

  async #fail(line: number, text: string): Promise<void> {
    await this.#process.complain(`stress: FAIL: [${this.#process.pid}] (${line}) ${text}`);
  }

  async #warn(line: number, text: string): Promise<void> {
    if (this.#options.verbosity > 0)
      await this.#process.complain(`stress: WARN: [${this.#process.pid}] (${line}) ${text}`);
  }
}

/** All of a CPU, as far as it is there: what goes by while it waits is counted as well, so the rest is slept. */
async function busy(worker: Process): Promise<void> {
  await worker.compute(pieceMs);
  await worker.sleep(pieceMs);
}

async function compute(worker: Process): Promise<number> {
  for (;;) await busy(worker);
}

async function takeMemory(worker: Process, {vmBytes, vmHang, vmKeeps}: StressOptions): Promise<number> {
  const own = worker.memoryBytes;
  for (;;) {
    for (let held = Math.min(touchBytes, vmBytes); ; held = Math.min(held + touchBytes, vmBytes)) {
      worker.holdMemory(own + held);
      await worker.breathe();
      if (held === vmBytes) break;
    }
    if (vmHang === 0) await worker.wait(new Promise<never>(() => {}));
    else if (vmHang !== undefined) await worker.sleep(vmHang * 1000);
    else await busy(worker);
    if (!vmKeeps) worker.holdMemory(own);
  }
}

/** A file that grows and goes; its bytes are a hole, so that the disk of this machine stays empty. */
async function writeDisk(worker: Process, {hddBytes}: StressOptions): Promise<number> {
  const path = `/tmp/stress.${worker.pid}`;
  for (;;) {
    worker.files.write(path, '');
    worker.files.truncate(path, hddBytes);
    await busy(worker);
    worker.files.unlink(path);
  }
}
