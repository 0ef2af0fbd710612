import {gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {unpackTar} from '../../../../../src/sandbox/embedded/docker-api/build/context/unpack-tar.ts';
import {DiskBudget} from '../../../../../src/sandbox/embedded/runtime/fs/budget.ts';
import {MountTable} from '../../../../../src/sandbox/embedded/runtime/fs/mounts.ts';
import {layerOver} from '../../../../../src/sandbox/embedded/runtime/fs/overlay.ts';
import {rootFiles} from '../../../../../src/sandbox/embedded/runtime/fs/root-files.ts';
import {paxRecord, type RawEntry, rawTar} from '../images/raw-tar.ts';
import {type BuildEngine, buildEngine, type Reply, textOf} from './build-engine.ts';

const cases = Number(process.env['K8S_LEARN_FUZZ_CASES'] || 200);
const dockerfile: RawEntry = {
  name: 'Dockerfile',
  content: encode('FROM busybox:1.36\nCOPY . /c/\nRUN find /c | sort\n'),
};
const file = {content: encode('harmless\n')};

function send(engine: BuildEngine, body: Uint8Array, query = ''): Promise<Reply> {
  return engine.call('POST', `/v1.41/build${query}`, {body});
}

/** The text of a build, or the sentence it is refused by. */
function said({status, text}: Reply): string {
  if (status === 200) return textOf(text);
  const {message}: {readonly message: string} = JSON.parse(text);
  return message;
}

function repeated(count: number, entry: (index: number) => RawEntry): readonly RawEntry[] {
  return Array.from({length: count}, (_, index) => entry(index));
}

describe('a hostile context', () => {
  it.each<readonly [string, readonly RawEntry[], string | RegExp]>([
    [
      'names that lead out stay inside',
      [
        {name: '../../../up', ...file},
        {name: '/abs', ...file},
      ],
      '/c/abs',
    ],
    ['links lead nowhere outside', [{name: 'l', type: '2', link: '../../../../etc/passwd'}], '/c/l'],
    [
      'nothing is written through a link',
      [
        {name: 'l', type: '2', link: '/etc'},
        {name: 'l/x', ...file},
      ],
      /no such file/,
    ],
    ['no name of a file outside', [{name: 'h', type: '1', link: '/etc/passwd'}], 'no such file or directory'],
    [
      'no name of a file that comes later',
      [
        {name: 'h', type: '1', link: 'a'},
        {name: 'a', ...file},
      ],
      'no such file',
    ],
    ['a link to itself', [{name: 'l', type: '2', link: 'l'}], '/c/l'],
    ['a link to where it is', [{name: 'l', type: '2', link: '.'}], '/c/l'],
    [
      'the context itself as a link',
      [
        {name: '.', type: '2', link: '/etc'},
        {name: 'a', ...file},
      ],
      '/c/a',
    ],
    ['the Dockerfile as a link outside', [{name: 'Dockerfile', type: '2', link: '/etc/passwd'}], 'Cannot locate'],
    ['a wrong checksum', [{name: 'a', ...file, hasWrongChecksum: true}], 'Error processing tar file'],
    ['a size beyond all disks', [{name: 'a', size: '77777777777\0'}], 'Error processing tar file'],
    ['a size below nothing', [{name: 'a', size: '-0000000001\0'}], /Error processing tar file|Successfully built/],
    [
      'a name without end',
      [
        {name: 'p', type: 'L', content: encode('x/'.repeat(200_000))},
        {name: 'a', ...file},
      ],
      /./,
    ],
    [
      'a long name of one part',
      [
        {name: 'p', type: 'L', content: encode('x'.repeat(300))},
        {name: 'a', ...file},
      ],
      /./,
    ],
    ['attributes without end', [{name: 'p', type: 'x', content: paxRecord('a', 'x'.repeat(500_000))}], /./],
    ['directories without end', repeated(500, (index) => ({name: 'd/'.repeat(index + 1), type: '5'})), /./],
  ])('%s', async (_, entries, expected) => {
    const engine = await buildEngine();
    const own = entries.some(({name}) => name === 'Dockerfile');
    const text = said(await send(engine, rawTar(own ? entries : [dockerfile, ...entries])));
    expect(text).toMatch(expected);
  });

  it('may have many files, but not without end', async () => {
    const headers = rawTar(
      repeated(500, () => ({name: 'f'})),
      {end: false},
    );
    const files = rootFiles(new MountTable(layerOver(undefined, {budget: new DiskBudget()})), () => 0);
    const unpacking = unpackTar(endless(headers), {files, breathe: async () => {}, mostEntries: 1000});
    await expect(unpacking).rejects.toThrow('more than 1000 files in one archive: no space left on device');
  });

  it('that unpacks to more than there is room for is refused, and takes no room', async () => {
    const engine = await buildEngine();
    const {disk} = engine.daemon.kernel;
    disk.take(disk.totalBytes - disk.usedBytes - 1_000_000);
    const used = disk.usedBytes;
    const bomb = gzipSync(rawTar([dockerfile, {name: 'big', content: new Uint8Array(10_000_000).fill(1)}]));
    const {status, text} = await send(engine, bomb);
    expect([status, text]).toEqual([500, expect.stringContaining('no space left on device')]);
    expect(disk.usedBytes).toBe(used);
  });

  it.each([
    ['nothing', new Uint8Array(0), 'Cannot locate specified Dockerfile: Dockerfile'],
    ['a text', encode('FROM busybox:1.36\n'.repeat(100)), 'Error processing tar file'],
    ['half a header', rawTar([dockerfile]).subarray(0, 300), 'unexpected EOF'],
    ['half a file', rawTar([dockerfile]).subarray(0, 530), 'unexpected EOF'],
    ['half of what was packed', gzipSync(rawTar([dockerfile])).subarray(0, 60), 'unexpected EOF'],
  ])('that is %s is refused in words', async (_, body, message) => {
    const engine = await buildEngine();
    expect(said(await send(engine, body))).toContain(message);
  });

  it('that ends with the last byte of its last file is whole: so the docker command sends it', async () => {
    const engine = await buildEngine();
    const tar = rawTar([dockerfile, {name: 'a', ...file}], {end: false});
    const {length} = file.content;
    for (const cut of [tar, tar.subarray(0, tar.length - 512 + length), tar.subarray(0, tar.length - 512 + length + 7)])
      expect(said(await send(engine, cut))).toContain('Successfully built');
    expect(said(await send(engine, tar.subarray(0, tar.length - 512 + length - 1)))).toContain('unexpected EOF');
  });

  it.each([
    ['COPY ../x /x', 'COPY failed: forbidden path outside the build context: ../x ()'],
    ['COPY a/../../x /x', 'COPY failed: forbidden path outside the build context: a/../../x ()'],
    [
      'COPY l /x',
      'COPY failed: file not found in build context or excluded by .dockerignore: stat l: file does not exist',
    ],
    ['COPY l/passwd /x', 'stat l/passwd: file does not exist'],
  ])('gives nothing from outside: %s', async (step, message) => {
    const engine = await buildEngine();
    const entries = [
      {name: 'Dockerfile', content: encode(`FROM busybox:1.36\n${step}\n`)},
      {name: 'l', type: '2', link: '../../etc'},
    ];
    expect(said(await send(engine, rawTar(entries)))).toContain(message);
  });

  it('damaged anywhere is built or refused in words, and leaves the engine well', async () => {
    const engine = await buildEngine();
    const whole = rawTar([
      {...dockerfile, content: encode('FROM scratch\nCOPY . /c/\n')},
      {name: 'a/b', ...file},
      {name: 'l', type: '2', link: 'a/b'},
      {name: 'h', type: '1', link: 'a/b'},
    ]);
    const damages = fc.array(fc.tuple(fc.nat({max: whole.length - 1}), fc.nat({max: 255})), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(
        damages,
        fc.option(fc.nat({max: whole.length}), {nil: whole.length}),
        async (changes, length) => {
          const damaged = whole.slice(0, length);
          for (const [at, value] of changes) if (at < length) damaged[at] = value;
          expect(said(await send(engine, damaged, '?nocache=1'))).not.toBe('');
        },
      ),
      {numRuns: cases, seed: 8},
    );
    expect(said(await send(engine, whole, '?nocache=1'))).toContain('Successfully built');
  }, 60_000);
});

function* endless(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (;;) yield bytes;
}
