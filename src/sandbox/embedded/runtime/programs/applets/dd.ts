import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {humanSize, type Suffixes, wholeNumber} from '../text/numbers.ts';

export const dd = defineApplet({
  names: ['dd'],
  usage: `[if=FILE] [of=FILE] [ibs=N obs=N/bs=N] [count=N] [skip=N] [seek=N]
	[conv=notrunc|noerror|sync|fsync|swab] [iflag=skip_bytes|count_bytes|fullblock] [oflag=seek_bytes|append]

Copy in blocks

	if=FILE		Read FILE
	of=FILE		Write FILE
	bs=N		Blocks of N bytes
	count=N		At most N blocks
	skip=N		Pass over N blocks of the input
	seek=N		Begin behind N blocks of the output
	status=noxfer|none	Say less at the end`,
  run: (call) => new Copier(call).run(),
});

const units: Suffixes = {
  c: 1,
  w: 2,
  b: 512,
  kB: 1000,
  K: 1024,
  k: 1024,
  MB: 1e6,
  M: 1024 ** 2,
  GB: 1e9,
  G: 1024 ** 3,
};

const largestBlock = 64 << 20;

class Copier {
  readonly #call: Call;
  readonly #given = new Map<string, string>();
  #whole = 0;
  #partial = 0;
  #wholeOut = 0;
  #partialOut = 0;
  #bytes = 0;

  constructor(call: Call) {
    this.#call = call;
    for (const word of call.operands) {
      const equals = word.indexOf('=');
      const name = word.slice(0, equals);
      const allowed = known[name];
      if (equals < 0 || allowed === undefined) throw new UsageError('');
      const value = word.slice(equals + 1);
      const wrong = allowed === '' ? undefined : value.split(',').find((each) => !allowed.split(' ').includes(each));
      if (wrong !== undefined) throw new Failure(`invalid argument '${wrong}' to '${name}'`);
      this.#given.set(name, value);
    }
  }

  async run(): Promise<number> {
    const {process} = this.#call;
    const began = process.now();
    const input = this.#open('if', 0, {read: true});
    const isKept = this.#flags('conv').includes('notrunc');
    const append = this.#flags('oflag').includes('append');
    const truncate = !isKept && !append && this.#number('seek') === 0;
    const output = this.#open('of', 1, {write: true, create: true, truncate, append});
    await this.#skip(input);
    this.#seek(output, isKept);
    await this.#copy(input, output);
    await this.#report((process.now() - began) / 1000);
    return 0;
  }

  #open(name: 'if' | 'of', fd: number, flags: Parameters<Call['process']['files']['open']>[1]): number {
    const path = this.#given.get(name);
    if (path === undefined) return fd;
    const {process} = this.#call;
    try {
      return process.adopt(process.files.open(path, flags));
    } catch (error) {
      throw new Failure(`can't open '${path}': ${error instanceof Error ? error.message : ''}`);
    }
  }

  #number(name: string): number {
    const text = this.#given.get(name);
    return text === undefined ? 0 : wholeNumber(text, units);
  }

  #size(name: 'ibs' | 'obs'): number {
    const size = this.#number('bs') || this.#number(name) || 512;
    if (size > largestBlock) throw new Failure('out of memory');
    return size;
  }

  #flags(name: string): readonly string[] {
    return (this.#given.get(name) ?? '').split(',');
  }

  async #skip(input: number): Promise<void> {
    const bytes = this.#number('skip') * (this.#flags('iflag').includes('skip_bytes') ? 1 : this.#size('ibs'));
    const descriptor = this.#call.process.descriptor(input);
    if (bytes === 0) return;
    if (descriptor?.position !== undefined) return descriptor.seek(descriptor.position + bytes);
    for (let left = bytes; left > 0; ) {
      const piece = await this.#call.process.read(input, Math.min(left, 65_536));
      if (piece === null) return;
      left -= piece.length;
    }
  }

  #seek(output: number, isKept: boolean): void {
    const bytes = this.#number('seek') * (this.#flags('oflag').includes('seek_bytes') ? 1 : this.#size('obs'));
    if (bytes === 0) return;
    const path = this.#given.get('of');
    if (path !== undefined && !isKept) this.#call.process.files.truncate(path, bytes);
    this.#call.process.descriptor(output)?.seek(bytes);
  }

  async #copy(input: number, output: number): Promise<void> {
    const size = this.#size('ibs');
    const limit = this.#given.has('count') ? this.#number('count') : Number.POSITIVE_INFINITY;
    const countsBytes = this.#flags('iflag').includes('count_bytes');
    for (let left = limit; left > 0; ) {
      const block = await this.#block(input, countsBytes ? Math.min(size, left) : size);
      if (block.length === 0) break;
      left -= countsBytes ? block.length : 1;
      if (block.length === size) this.#whole += 1;
      else this.#partial += 1;
      await this.#write(output, this.#converted(block, size));
    }
  }

  async #write(output: number, block: Uint8Array): Promise<void> {
    await this.#call.process.write(output, block);
    this.#bytes += block.length;
    if (block.length === this.#size('obs')) this.#wholeOut += 1;
    else this.#partialOut += 1;
  }

  /** One read, as a block need not be whole; from a file and with `fullblock` it is. */
  async #block(input: number, size: number): Promise<Uint8Array> {
    const {process} = this.#call;
    const isFull = process.descriptor(input)?.position !== undefined || this.#flags('iflag').includes('fullblock');
    const block = new Uint8Array(size);
    let filled = 0;
    do {
      const piece = await process.read(input, Math.min(size - filled, 1 << 20));
      if (piece === null) break;
      block.set(piece, filled);
      filled += piece.length;
    } while (filled < size && (isFull || filled === 0 || size > 65_536));
    return block.subarray(0, filled);
  }

  #converted(block: Uint8Array, size: number): Uint8Array {
    const flags = this.#flags('conv');
    let result = flags.includes('swab') ? swapped(block) : block;
    if (flags.includes('sync') && block.length < size) {
      result = new Uint8Array(size);
      result.set(block);
    }
    return result;
  }

  async #report(seconds: number): Promise<void> {
    const status = this.#given.get('status');
    if (status === 'none') return;
    const {process} = this.#call;
    await process.complain(`${this.#whole}+${this.#partial} records in`);
    await process.complain(`${this.#wholeOut}+${this.#partialOut} records out`);
    if (status === 'noxfer') return;
    const rate = humanSize(Math.round(this.#bytes / Math.max(seconds, 1e-6)));
    const speed = /[A-Z]$/.test(rate) ? `${rate}B/s` : `${rate}.0B/s`;
    const inUnits = this.#bytes >= 1024 ? ` (${humanSize(this.#bytes)}B)` : '';
    await process.complain(`${this.#bytes} bytes${inUnits} copied, ${seconds.toFixed(6)} seconds, ${speed}`);
  }
}

function swapped(block: Uint8Array): Uint8Array {
  return block.map((byte, at) => block[at ^ 1] ?? byte);
}

/** Every word, with the values it takes; '' is anything. */
const known: {readonly [name: string]: string} = {
  if: '',
  of: '',
  bs: '',
  ibs: '',
  obs: '',
  count: '',
  skip: '',
  seek: '',
  conv: 'notrunc sync noerror fsync swab',
  iflag: 'skip_bytes count_bytes fullblock direct',
  oflag: 'seek_bytes append direct',
  status: 'noxfer none',
};
