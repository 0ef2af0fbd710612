import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {copyLayer} from '../../../../../src/sandbox/embedded/docker-api/images/copy-layer.ts';
import {gather, readLayer} from '../../../../../src/sandbox/embedded/docker-api/images/layer-read.ts';
import {layerSize, layerTar, tarOf} from '../../../../../src/sandbox/embedded/docker-api/images/layer-tar.ts';
import {SparseBytes} from '../../../../../src/sandbox/embedded/docker-api/images/sparse-bytes.ts';
import {type Chunks, readTar} from '../../../../../src/sandbox/embedded/docker-api/images/tar.ts';
import {DiskBudget} from '../../../../../src/sandbox/embedded/runtime/fs/budget.ts';
import {MemoryFile} from '../../../../../src/sandbox/embedded/runtime/fs/memory-file.ts';
import {freeze, layerOver, type OverlayDirectory} from '../../../../../src/sandbox/embedded/runtime/fs/overlay.ts';
import {layerOfFiles} from '../../../../../src/sandbox/embedded/runtime/images/lay-files.ts';
import {programIn} from '../../../../../src/sandbox/embedded/runtime/process/executable.ts';
import {treeOf} from './harness.ts';
import {rawTar} from './raw-tar.ts';

const budget = new DiskBudget();
const attributes = {mode: 0o755, uid: 0, gid: 0, modifiedMs: 1_700_000_000_000};

function base(): OverlayDirectory {
  const root = layerOfFiles(
    {
      '/bin/sh': {program: 'sh', size: 3_000_000},
      '/bin/ls': {link: '/bin/sh'},
      '/etc/motd': {text: 'welcome\n', mode: 0o600, uid: 101, gid: 102},
      '/etc/conf.d/a': {text: 'a'},
      '/etc/conf.d/b': {text: 'b'},
      '/lib64': {symlink: 'lib'},
      '/tmp': {directory: true, mode: 0o1777},
    },
    {lower: undefined, budget, modifiedMs: attributes.modifiedMs},
  );
  freeze(root);
  return root;
}

async function read(chunks: Chunks, lower?: OverlayDirectory): Promise<OverlayDirectory> {
  const bytes = await gather(chunks);
  return readLayer(bytes.chunks(), {lower, budget, breathe: async () => {}});
}

async function digestOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

async function namesIn(chunks: Chunks): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const {header} of readTar(chunks))
    names.push(header.linkname ? `${header.name} -> ${header.linkname}` : header.name);
  return names;
}

describe("a layer's tar", () => {
  it('has the same bytes on every machine', async () => {
    expect(await digestOf(layerTar(base()))).toBe(await digestOf(layerTar(base())));
    expect(await digestOf(layerTar(base()))).toBe('608345aa5aa37a3fcf0ed6687ed443fae87cc2a64a16abacde384453d0eb378b');
  });

  it('is read back to the same tree: modes, owners, times, links and hard links', async () => {
    const first = base();
    const again = await read(layerTar(first));
    expect(treeOf(again)).toEqual(treeOf(first));
    expect(again.get('etc')?.modifiedMs).toBe(attributes.modifiedMs);
    const bin = again.get('bin');
    expect(bin?.kind === 'directory' && bin.get('sh') === bin.get('ls')).toBe(true);
    expect(await digestOf(layerTar(again))).toBe(await digestOf(layerTar(first)));
  });

  it('holds executables as the ordinary files they are', async () => {
    const bin = (await read(layerTar(base()))).get('bin');
    const sh = bin?.kind === 'directory' ? bin.get('sh') : undefined;
    expect(sh?.kind === 'file' && programIn(sh.read(0, 256))).toBe('sh');
  });

  it('holds holes as zeros, which become holes again', async () => {
    const bytes = await gather(layerTar(base()));
    expect(bytes.length).toBeGreaterThan(3_000_000);
    expect(bytes.storedBytes).toBeLessThan(30_000);
    const bin = (await read(bytes.chunks())).get('bin');
    const sh = bin?.kind === 'directory' ? bin.get('sh') : undefined;
    expect(sh instanceof MemoryFile && [sh.size, sh.content.length < 100]).toEqual([3_000_000, true]);
  });

  it('counts a file with several names once', () => {
    expect(layerSize(base())).toBe(3_000_000 + 'welcome\n'.length + 2 + 'lib'.length);
  });

  it('shares the bytes of files with the archive', async () => {
    const content = encode('x'.repeat(50_000));
    const tar = await gather(
      layerTar(layerOfFiles({'/data': {bytes: content}}, {lower: undefined, budget, modifiedMs: 0})),
    );
    const whole = new Uint8Array(tar.length);
    whole.set(tar.content());
    const root = await readLayer([whole], {lower: undefined, budget, breathe: async () => {}});
    const file = root.get('data');
    expect(file instanceof MemoryFile && file.content.buffer === whole.buffer).toBe(true);
  });
});

describe('a layer over another', () => {
  function changed(): OverlayDirectory {
    const root = layerOver(base(), {budget});
    const etc = root.own('etc');
    if (etc?.kind !== 'directory') throw new Error('no /etc');
    etc.remove('motd');
    etc.remove('conf.d');
    etc.makeDirectory('conf.d', attributes).makeFile('c', attributes).write(0, encode('c'));
    root.remove('lib64');
    root.makeFile('new', attributes).write(0, encode('new'));
    root.makeFile('.wh.odd', attributes);
    return root;
  }

  it('says what is gone by whiteouts, and what hides what was there by an opaque marker', async () => {
    expect(await namesIn(layerTar(changed()))).toEqual([
      'etc/',
      'etc/conf.d/',
      'etc/conf.d/.wh..wh..opq',
      'etc/conf.d/c',
      'etc/.wh.motd',
      '.wh.lib64',
      'new',
    ]);
  });

  it('shows the same tree when it is read back over the same one', async () => {
    const again = await read(layerTar(changed()), base());
    expect(treeOf(again)).toEqual(treeOf(changed()).filter((line) => !line.startsWith('/.wh.odd')));
  });

  it('is opaque whether the marker comes first or last', async () => {
    for (const entries of [
      [{name: 'etc/', type: '5'}, {name: 'etc/.wh..wh..opq'}, {name: 'etc/only'}],
      [{name: 'etc/only'}, {name: 'etc/.wh..wh..opq'}],
    ]) {
      const etc = (await read([rawTar(entries)], base())).get('etc');
      expect(etc?.kind === 'directory' && etc.names()).toEqual(['only']);
    }
  });

  it('replaces a directory by a file and a file by a directory', async () => {
    const root = await read(
      [rawTar([{name: 'bin', content: encode('file')}, {name: 'etc/motd/', type: '5'}, {name: 'etc/motd/x'}])],
      base(),
    );
    expect(root.get('bin')?.kind).toBe('file');
    const etc = root.get('etc');
    expect(etc?.kind === 'directory' && etc.get('motd')?.kind).toBe('directory');
  });

  it('as a whole tree has everything once, and nothing of what is gone', async () => {
    expect(await namesIn(tarOf(changed()))).toEqual([
      '.wh.odd',
      'bin/',
      'bin/ls',
      'bin/sh -> bin/ls',
      'etc/',
      'etc/conf.d/',
      'etc/conf.d/c',
      'new',
      'tmp/',
    ]);
  });

  it('is copied while its container goes on writing', async () => {
    const from = changed();
    const copy = copyLayer(from, base());
    const before = copy && (await digestOf(layerTar(copy)));
    expect(before).toBe(await digestOf(layerTar(from)));
    const file = from.own('new');
    if (file?.kind === 'file') file.write(0, encode('changed'));
    from.remove('bin');
    expect(copy && (await digestOf(layerTar(copy)))).toBe(before);
    expect(copyLayer(layerOver(base(), {budget}), base())).toBeUndefined();
  });
});

describe('sparse bytes', () => {
  it('are the bytes that were put in, however they were cut', () => {
    const all = new Uint8Array(300_000);
    all.set(encode('begin'), 0);
    all.set(encode('middle'), 140_001);
    all.set(encode('end'), 299_997);
    for (const step of [1, 512, 4095, 4096, 4097, 70_000, 300_000]) {
      const sparse = new SparseBytes();
      for (let at = 0; at < all.length; at += step) sparse.append(all.subarray(at, at + step));
      expect(sparse.length).toBe(all.length);
      expect(Buffer.concat([...sparse.chunks()]).equals(all)).toBe(true);
      expect(Buffer.from(sparse.content()).equals(all)).toBe(true);
      if (step >= 8192) expect(sparse.storedBytes).toBeLessThan(60_000);
    }
  });
});
