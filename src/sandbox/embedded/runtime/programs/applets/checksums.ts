import {md5, sha1} from '@noble/hashes/legacy.js';
import {sha256, sha384, sha512} from '@noble/hashes/sha2.js';
import {hex} from '../../../bytes/bytes.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import type {Input} from '../input.ts';

const hashes = {md5sum: md5, sha1sum: sha1, sha256sum: sha256, sha384sum: sha384, sha512sum: sha512} as const;

export const checksum = defineApplet({
  names: Object.keys(hashes),
  usage: `[-c[sw]] [FILE]...

Print a checksum of FILEs, or check those that FILEs list

	-c	Check
	-s	Say nothing, only by the exit code
	-w	Warn of lines that are no checksums`,
  options: {short: 'scwb', long: {check: 'c', status: 's', warn: 'w'}},
  async run(call) {
    if (call.has('c')) return checkAll(call);
    if (call.has('s', 'w')) throw new UsageError('');
    return call.eachInput(call.operands, async (input) => call.print(`${await digest(call, input)}  ${input.path}\n`), {
      raw: true,
    });
  },
});

async function digest(call: Call, input: Input): Promise<string> {
  const make = Object.entries(hashes).find(([name]) => name === call.name)?.[1] ?? sha256;
  const hash = make.create();
  for (let piece = await input.piece(); piece !== null; piece = await input.piece()) hash.update(piece);
  return hex(hash.digest());
}

async function checkAll(call: Call): Promise<number> {
  let count = 0;
  let failed = 0;
  const code = await call.eachInput(
    call.operands,
    async (list) => {
      for (let line = await list.line(); line !== undefined; line = await list.line()) {
        const [, sum, path] = /^(\S+) [ *]?(.+)$/.exec(line) ?? [];
        if (sum === undefined || path === undefined) {
          if (call.has('w')) await call.complain('invalid format');
          continue;
        }
        count += 1;
        if (!(await checkOne(call, path, sum))) failed += 1;
      }
    },
    {raw: true},
  );
  if (failed > 0 && !call.has('s'))
    await call.complain(`WARNING: ${failed} of ${count} computed checksums did NOT match`);
  if (count === 0 && code === 0) throw new Failure('no checksum lines found');
  return failed > 0 ? 1 : code;
}

async function checkOne(call: Call, path: string, sum: string): Promise<boolean> {
  const input = await call.openOrComplain(path, {raw: true});
  const isRight = input !== undefined && (await digest(call, input)) === sum.toLowerCase();
  input?.close();
  if (!call.has('s')) await call.print(`${path}: ${isRight ? 'OK' : 'FAILED'}\n`);
  return isRight;
}

export const cksum = defineApplet({
  names: ['cksum'],
  usage: 'FILE...\n\nPrint the CRC and the size of FILEs',
  options: {short: ''},
  run: (call) =>
    call.eachInput(
      call.operands,
      async (input) => {
        let crc = 0;
        let size = 0;
        for (let piece = await input.piece(); piece !== null; piece = await input.piece()) {
          size += piece.length;
          for (const byte of piece) crc = step(crc, byte);
        }
        for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) crc = step(crc, rest % 256);
        const name = input.path === '-' ? '' : ` ${input.path}`;
        await call.print(`${~crc >>> 0} ${size}${name}\n`);
      },
      {raw: true},
    ),
});

/** One byte more, most significant bit first. https://pubs.opengroup.org/onlinepubs/9699919799/utilities/cksum.html */
function step(crc: number, byte: number): number {
  let next = crc ^ (byte << 24);
  for (let bit = 0; bit < 8; bit += 1) next = next < 0 ? (next << 1) ^ 0x04c11db7 : next << 1;
  return next;
}
