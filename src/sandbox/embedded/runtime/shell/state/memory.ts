import type {Process} from '../../process/process.ts';

/** A program's own size, and what of it may grow before the machine is told. */
const baseBytes = 400 * 1024;
const untoldBytes = 64 * 1024;
/** A shell that wants more than this is out of memory, whatever the limits are. */
const mostBytes = 96 * 1024 * 1024;
/** About what a function and a positional parameter take. */
const functionBytes = 1024;
const parameterBytes = 32;

/** What a shell knows, as far as it takes memory. */
export interface Known {
  readonly functions: {readonly size: number};
  readonly positional: {readonly length: number};
  readonly variables: {readonly sizeBytes: number};
}

/** The memory of a shell: what it knows, and what is in progress. */
export class ShellMemory {
  readonly #process: Process;
  #held = 0;
  #told = 0;

  constructor(process: Process) {
    this.#process = process;
  }

  /** Something in progress holds more, or less again. */
  hold(bytes: number): void {
    this.#held += bytes;
  }

  /** Tells the machine, which may end the process for it. False: it is more than any shell may have. */
  account({functions, positional, variables}: Known): boolean {
    const known = functions.size * functionBytes + positional.length * parameterBytes + variables.sizeBytes;
    const bytes = baseBytes + known + this.#held;
    if (Math.abs(bytes - this.#told) >= untoldBytes) {
      this.#told = bytes;
      this.#process.holdMemory(bytes);
    }
    return bytes <= mostBytes;
  }
}

/** The lowest limit on memory of a process, below that of the whole machine; undefined when there is none. */
export function memoryLimit({space}: Process): number | undefined {
  let lowest: number | undefined;
  for (let group = space.cgroup; group.parent; group = group.parent) {
    const {memoryBytes} = group.limits;
    if (memoryBytes > 0) lowest = Math.min(memoryBytes, lowest ?? memoryBytes);
  }
  return lowest;
}
