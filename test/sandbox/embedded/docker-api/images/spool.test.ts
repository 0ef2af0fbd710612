import {createHash} from 'node:crypto';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {spool} from '../../../../../src/sandbox/embedded/docker-api/images/spool.ts';
import {nodeClock} from '../../../../../src/sandbox/embedded/edge/outside.ts';
import {Kernel} from '../../../../../src/sandbox/embedded/runtime/process/kernel.ts';
import {outsideOf} from '../../rig.ts';

function kernel(): Kernel {
  return new Kernel({outside: outsideOf(nodeClock)});
}

describe('an archive that is taken in', () => {
  const text = encode('some bytes, and then some more');

  it('is the same however it is cut, compressed or not', async () => {
    for (const bytes of [
      text,
      gzipSync(text),
      Buffer.concat([gzipSync(text.subarray(0, 9)), gzipSync(text.subarray(9))]),
    ])
      for (const step of [1, 2, 5, 1000]) {
        const pieces = Array.from({length: Math.ceil(bytes.length / step)}, (_, index) =>
          bytes.subarray(index * step, (index + 1) * step),
        );
        const spooled = await spool(pieces, kernel());
        expect([spooled.bytes.length, spooled.bytes.content()]).toEqual([text.length, text]);
        expect(spooled.digest).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
      }
  });

  it('may be much smaller than it unpacks to, and takes no more room than what is in it', async () => {
    const bomb = gzipSync(new Uint8Array(200 << 20));
    const machine = kernel();
    const {bytes} = await spool([bomb], machine);
    expect([bytes.length, machine.disk.usedBytes]).toEqual([200 << 20, bytes.storedBytes]);
    expect(bytes.storedBytes).toBeLessThan(1 << 20);
    await expect(spool([bomb], machine, 100 << 20)).rejects.toThrow('no space left on device');
  }, 60_000);

  it('gives its room back when it is not whole', async () => {
    const machine = kernel();
    function* broken(): Generator<Uint8Array> {
      yield new Uint8Array(100_000).fill(1);
      throw new Error('the client is gone');
    }
    await expect(spool(broken(), machine)).rejects.toThrow('the client is gone');
    const damaged = gzipSync(encode('text that is long enough to be packed, packed, packed'));
    await expect(spool([damaged.subarray(0, 20)], machine)).rejects.toThrow('unexpected EOF');
    await expect(spool([damaged.map((byte, index) => (index === 10 ? 0xff : byte))], machine)).rejects.toThrow(
      'gzip: ',
    );
    expect(machine.disk.usedBytes).toBe(0);
  });
});
