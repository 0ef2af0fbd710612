import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {gather, readLayer} from '../../../../../src/sandbox/embedded/docker-api/images/layer-read.ts';
import {layerTar} from '../../../../../src/sandbox/embedded/docker-api/images/layer-tar.ts';
import {TarFault} from '../../../../../src/sandbox/embedded/docker-api/images/tar.ts';
import {DiskBudget} from '../../../../../src/sandbox/embedded/runtime/fs/budget.ts';
import {MemoryFile} from '../../../../../src/sandbox/embedded/runtime/fs/memory-file.ts';
import {OverlayDirectory} from '../../../../../src/sandbox/embedded/runtime/fs/overlay.ts';
import {paxRecord, type RawEntry, rawTar} from './raw-tar.ts';

const budget = new DiskBudget();

function read(bytes: Uint8Array): Promise<OverlayDirectory> {
  return readLayer([bytes], {lower: undefined, budget, breathe: async () => {}});
}

/** The tree, or what was said instead; anything else that is thrown fails the test. */
async function readOrRefused(bytes: Uint8Array): Promise<OverlayDirectory | TarFault> {
  try {
    return await read(bytes);
  } catch (error) {
    if (error instanceof TarFault && error.message !== '') return error;
    throw error;
  }
}

/** Throws when a tree holds a name that could lead out of it; returns the bytes of its files. */
function contentBytes(root: OverlayDirectory): number {
  const seen = new Set<Uint8Array>();
  const open = [root];
  for (let directory = open.pop(); directory; directory = open.pop())
    for (const name of directory.names()) {
      if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name)) throw new Error(`a name ${name}`);
      const node = directory.get(name);
      if (node instanceof OverlayDirectory) open.push(node);
      else if (node instanceof MemoryFile) seen.add(node.content);
    }
  return [...seen].reduce((sum, {length}) => sum + length, 0);
}

const part = fc.oneof(
  {weight: 12, arbitrary: fc.constantFrom('a', 'b', 'c', 'etc')},
  {weight: 3, arbitrary: fc.constantFrom('..', '.', '', '.wh.a', '.wh.b', '.wh..wh..opq', 'é')},
  {weight: 1, arbitrary: fc.constantFrom('.wh.', '.wh...', '.wh..wh.plnk', 'x'.repeat(300))},
);
const path = fc
  .tuple(
    fc.constantFrom('', '', '/', '../', './', '/../../'),
    fc.array(part, {minLength: 1, maxLength: 4}),
    fc.constantFrom('', '', '/'),
  )
  .map(([before, parts, after]) => `${before}${parts.join('/')}${after}`);
const oddNumber = fc.constantFrom(
  '77777777777\0',
  '-0000000001\0',
  '99999999999\0',
  '\x80\0\0\0\0\0\0\0\0\0\x10\0',
  'xxxxxxxxxxx\0',
  '',
  '00000001000\0',
);
const content = fc.oneof(
  fc.uint8Array({maxLength: 1200}),
  fc.constantFrom(new Uint8Array(20_000), encode('#!/bin/sh\n')),
);
const pax = fc
  .tuple(
    fc.constantFrom('path', 'linkpath', 'size', 'mtime', 'uid', 'GNU.sparse.major', 'nonsense'),
    fc.string({maxLength: 300}),
  )
  .map(([key, value]) => paxRecord(key, value));
const usual: fc.Arbitrary<RawEntry> = fc.record(
  {
    name: path,
    type: fc.constantFrom('0', '0', '0', '5', '5', '2', '2', '1', '3', '6', '\0', 'Z', 'S'),
    link: path,
    content,
  },
  {requiredKeys: ['name']},
);
const entry: fc.Arbitrary<RawEntry> = fc.oneof(
  {weight: 6, arbitrary: usual},
  {
    weight: 2,
    arbitrary: fc.record(
      {
        name: path,
        size: oddNumber,
        mtime: oddNumber,
        uid: oddNumber,
        mode: oddNumber,
        content,
        hasWrongChecksum: fc.boolean(),
      },
      {requiredKeys: ['name']},
    ),
  },
  {weight: 1, arbitrary: pax.map((record) => ({name: 'PaxHeader/x', type: 'x', content: record}))},
  {
    weight: 1,
    arbitrary: fc.record({name: fc.constant('././@LongLink'), type: fc.constantFrom('L', 'K', 'x', 'g'), content}),
  },
);
const end = fc.boolean().map((hasNone) => ({end: !hasNone}));
/** Written well, by somebody who means ill. */
const sly = fc.array(usual, {maxLength: 6}).map((entries) => rawTar(entries));
/** Written badly. */
const odd = fc.tuple(fc.array(entry, {maxLength: 8}), end).map(([entries, options]) => rawTar(entries, options));
const damaged = fc
  .tuple(fc.oneof(sly, odd), fc.array(fc.tuple(fc.nat(), fc.nat({max: 255})), {maxLength: 6}), fc.option(fc.nat()))
  .map(([bytes, flips, cut]) => {
    const copy = bytes.slice();
    for (const [at, value] of flips) if (copy.length > 0) copy[at % copy.length] = value;
    return cut === null ? copy : copy.subarray(0, copy.length === 0 ? 0 : cut % copy.length);
  });

describe('a hostile archive', () => {
  it('is read into its own tree or refused in words, whatever is in it', async () => {
    let refused = 0;
    let read = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({weight: 6, arbitrary: sly}, odd, {weight: 2, arbitrary: damaged}, fc.uint8Array({maxLength: 3000})),
        async (bytes) => {
          const result = await readOrRefused(bytes);
          if (result instanceof TarFault) {
            refused += 1;
            return;
          }
          if (result.names().length > 0) read += 1;
          expect(contentBytes(result)).toBeLessThanOrEqual(bytes.length);
        },
      ),
      {numRuns: 10_000},
    );
    // Both really happen, or the property says little.
    expect(refused).toBeGreaterThan(1000);
    expect(read).toBeGreaterThan(1000);
    expect(budget.usedBytes).toBe(0);
  }, 120_000);

  it('that was read is written and read again to the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(sly, async (bytes) => {
        const first = await readOrRefused(bytes);
        if (first instanceof TarFault) return;
        const written = await gather(layerTar(first));
        const again = await gather(
          layerTar(await readLayer(written.chunks(), {lower: undefined, budget, breathe: async () => {}})),
        );
        expect(again.length).toBe(written.length);
        expect([...again.chunks()]).toEqual([...written.chunks()]);
      }),
      {numRuns: 1500},
    );
  }, 120_000);

  it.each<readonly [string, readonly RawEntry[], string]>([
    ['a wrong checksum', [{name: 'a', hasWrongChecksum: true}], 'archive/tar: invalid tar header'],
    ['a body that is cut short', [{name: 'a', size: '00000010000\0'}], 'unexpected EOF'],
    [
      'a header of metadata without end',
      [{name: 'x', type: 'x', size: '00077777777\0'}],
      'archive/tar: invalid tar header',
    ],
    [
      'a hard link out of it',
      [{name: 'l', type: '1', link: '../../etc/passwd'}],
      'link /etc/passwd /l: no such file or directory',
    ],
    ['a hard link to nothing', [{name: 'l', type: '1', link: 'nope'}], 'link /nope /l: no such file or directory'],
    [
      'a hard link to a directory',
      [
        {name: 'd', type: '5'},
        {name: 'l', type: '1', link: 'd'},
      ],
      'link /d /l: operation not permitted',
    ],
    ['a file in what is a file', [{name: 'l'}, {name: 'l/x'}], 'open /l/x: not a directory'],
    [
      'a file through a link out of it',
      [{name: 'l', type: '2', link: '/tmp'}, {name: 'l/x'}],
      'open /l/x: no such file or directory',
    ],
    ['a name twice', [{name: 'l'}, {name: './l'}], 'duplicates of file paths not supported'],
    ['a whiteout of nothing', [{name: '.wh.'}], 'failed to mknod("/", S_IFCHR, 0): file exists'],
    [
      'a name that is too long',
      [{name: 'n'.repeat(100), type: 'x', content: paxRecord('path', 'n'.repeat(300))}, {name: 'x'}],
      `open /${'n'.repeat(300)}: file name too long`,
    ],
  ])('that has %s is refused in the words of the daemon', async (_, entries, message) => {
    await expect(read(rawTar(entries))).rejects.toThrow(message);
  });

  it('cannot name anything above its root', async () => {
    const root = await read(rawTar([{name: '../../evil'}, {name: '/etc/abs'}, {name: 'a/../../b/../c'}]));
    expect([...root.names()].sort()).toEqual(['c', 'etc', 'evil']);
  });

  it('that is one file of a gigabyte of zeros takes no memory', async () => {
    const header = rawTar([{name: 'zeros', size: '10000000000\0'}], {end: false}).subarray(0, 512);
    const zeros = new Uint8Array(1 << 20);
    function* bomb(): Generator<Uint8Array> {
      yield header;
      for (let left = 1024; left > 0; left -= 1) yield zeros;
      yield new Uint8Array(1024);
    }
    const bytes = await gather(bomb());
    const root = await readLayer(bytes.chunks(), {lower: undefined, budget, breathe: async () => {}});
    const file = root.get('zeros');
    expect(file instanceof MemoryFile && [file.size, file.content.length]).toEqual([1 << 30, 0]);
    expect(bytes.storedBytes).toBeLessThan(10_000);
  }, 60_000);
});
