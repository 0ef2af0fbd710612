import {describe, expect, it} from 'vitest';
import {concat, decode, encode, fromBase64} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {readTar, type TarItem, writeTar} from '../../../../../src/sandbox/embedded/docker-api/images/tar.ts';
import {type TestEngine, testEngine} from './engine.ts';

async function tarOf(items: readonly TarItem[]): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const bytes of writeTar(items)) parts.push(bytes);
  return concat(parts);
}

const file = (name: string, text = 'hi\n', more: Partial<TarItem['header']> = {}): TarItem => ({
  header: {
    name,
    size: encode(text).length,
    type: 'file',
    mode: 0o644,
    uid: 1234,
    gid: 2345,
    mtime: new Date(0),
    ...more,
  },
  body: [encode(text)],
});
const link = (name: string, linkname: string, type: 'symlink' | 'link' = 'symlink'): TarItem => ({
  header: {name, size: 0, type, linkname},
});
const folder = (name: string): TarItem => ({header: {name, size: 0, type: 'directory', mode: 0o750}});

/** `-rw- y/f 2`: kinds, names, and what is in them. */
async function entriesOf(bytes: Uint8Array): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const {header, body} of readTar([bytes])) {
    const parts: Uint8Array[] = [];
    for await (const part of body) parts.push(part);
    const text = decode(concat(parts)).trim();
    const target = header.linkname ? ` -> ${header.linkname}` : '';
    lines.push(`${header.type} ${header.name}${target}${text === '' ? '' : ` = ${text}`}`);
  }
  return lines;
}

async function prepared(): Promise<TestEngine> {
  const engine = await testEngine();
  const container = await engine.run('one', ['sleep', '1000']);
  const files = container.space?.processes()[0]?.files;
  files?.makeDirectories('/x/y');
  files?.write('/x/y/f', 'a\n');
  files?.link('/x/y/f', '/x/y/hard');
  files?.makeSymlink('/x/y/lf', 'f');
  files?.makeSymlink('/x/l', 'y');
  files?.makeSymlink('/x/dang', '/nosuch');
  return engine;
}

async function get(engine: TestEngine, path: string): Promise<readonly string[]> {
  const answer = await engine.call('GET', `/containers/one/archive?path=${path}`);
  await engine.clock.settle();
  return answer.status === 200 ? entriesOf(answer.bytes()) : [`${answer.status} ${answer.json().message}`];
}

const y = (name: string): readonly string[] => [
  `directory ${name}/`,
  `file ${name}/f = a`,
  `link ${name}/hard -> ${name}/f`,
  `symlink ${name}/lf -> f`,
];

describe('copying out of a container', () => {
  it.each([
    ['/x/y', y('y')],
    ['/x/y/', y('y')],
    ['/x/y/.', y('.')],
    ['x/y', y('y')],
    ['/x/../x/y', y('y')],
    ['/x/l', ['symlink l -> y']],
    ['/x/l/', y('l')],
    ['/x/l/.', y('.')],
    ['/x/l/f', ['file f = a']],
    ['/x/y/lf', ['symlink lf -> f']],
    ['/x/dang', ['symlink dang -> /nosuch']],
    ['/etc/hostname', [expect.stringMatching(/^file hostname = [0-9a-f]{12}$/)]],
    ['/nosuch', ['404 Could not find the file /nosuch in container one']],
    ['/x/y/f/', ['404 Could not find the file /x/y/f/ in container one']],
    ['', ['400 bad parameter: path cannot be empty']],
  ])('of %s gives its entries', async (path, expected) => {
    expect(await get(await prepared(), path)).toEqual(expected);
  });

  it('of the root gives everything that is stored', async () => {
    const lines = await get(await prepared(), '/');
    expect(lines[0]).toBe('directory /');
    expect(lines).toEqual(expect.arrayContaining(['file /.dockerenv', 'file /etc/motd = welcome', 'directory /proc/']));
  });

  it.each([
    ['/x/y', {name: 'y', size: 4096, mode: 2_147_484_141, linkTarget: ''}],
    ['/x/y/.', {name: '.', mode: 2_147_484_141}],
    ['/x/l', {name: 'l', size: 1, mode: 134_218_239, linkTarget: '/x/y'}],
    ['/x/y/f', {name: 'f', size: 2, mode: 420, mtime: '2026-01-01T00:00:00Z', linkTarget: ''}],
    ['/x/dang', {name: 'dang', size: 7, mode: 134_218_239, linkTarget: '/nosuch'}],
    ['/tmp', {name: 'tmp', mode: 2_148_532_735}],
    ['/', {name: '/'}],
  ])('says first what %s is', async (path, expected) => {
    const engine = await prepared();
    const answer = await engine.call('HEAD', `/containers/one/archive?path=${path}`);
    const header = answer.headers['X-Docker-Container-Path-Stat'] ?? '';
    expect(JSON.parse(decode(fromBase64(header)))).toMatchObject(expected);
  });

  it('works on one that does not run, volumes included', async () => {
    const engine = await testEngine();
    await engine.create('one', {}, {Binds: ['site:/srv']});
    expect(await get(engine, '/srv/index.html')).toEqual(['file index.html = <h1>hello</h1>']);
    expect(engine.told()).toContain('archive-path');
  });
});

describe('copying into a container', () => {
  const put = async (engine: TestEngine, query: string, bytes: Uint8Array): Promise<string> => {
    const answer = await engine.call('PUT', `/containers/one/archive?path=${query}`, {bytes});
    return answer.status === 200 ? 'ok' : `${answer.status} ${answer.json().message}`;
  };

  it('puts files, folders and links there, as the archive has them', async () => {
    const engine = await prepared();
    expect(
      await put(
        engine,
        '/tmp',
        await tarOf([folder('d/'), file('d/one', '1\n'), link('d/l', 'one'), file('two', '2\n')]),
      ),
    ).toBe('ok');
    const files = engine.daemon.containers.require('one').space?.processes()[0]?.files;
    expect(files?.readText('/tmp/d/l')).toBe('1\n');
    expect(files?.requireStat('/tmp/two')).toMatchObject({uid: 1234, gid: 2345, mode: 0o644, modifiedMs: 0});
    expect(files?.requireStat('/tmp/d').mode).toBe(0o750);
    expect(engine.told()).toContain('extract-to-dir');
  });

  it('follows a link to where it leads', async () => {
    const engine = await prepared();
    expect(await put(engine, '/x/l', await tarOf([file('new')]))).toBe('ok');
    expect(await get(engine, '/x/y/new')).toEqual(['file new = hi']);
  });

  it('gives files to the user of the container where that is asked', async () => {
    const engine = await testEngine();
    const container = await engine.run('one', ['sleep', '100'], {}, {User: 'web'});
    expect(await put(engine, '/tmp&copyUIDGID=1', await tarOf([file('x')]))).toBe('ok');
    expect(container.space?.processes()[0]?.files.requireStat('/tmp/x')).toMatchObject({uid: 101, gid: 102});
  });

  it.each([
    ['/nosuch', '404 Could not find the file /nosuch in container one'],
    ['/x/dang', '404 Could not find the file /x/dang/ in container one'],
    ['/x/y/f', '400 extraction point is not a directory'],
  ])('at %s is refused', async (path, message) => {
    expect(await put(await prepared(), path, await tarOf([file('x')]))).toBe(message);
  });

  it('where nothing may be written is refused', async () => {
    const engine = await testEngine();
    await engine.create('one', {}, {ReadonlyRootfs: true, Binds: ['ro:/ro:ro', 'rw:/rw']});
    const tar = await tarOf([file('x')]);
    expect(await put(engine, '/tmp', tar)).toBe('403 container rootfs is marked read-only');
    expect(await put(engine, '/ro', tar)).toBe('403 mounted volume is marked read-only');
    expect(await put(engine, '/rw', tar)).toBe('ok');
  });

  it('keeps folders and files apart where that is asked', async () => {
    const engine = await prepared();
    await put(engine, '/tmp', await tarOf([folder('d/'), file('d/inside'), file('two')]));
    const over = [await tarOf([file('d')]), await tarOf([folder('two/')])] as const;
    expect(await put(engine, '/tmp&noOverwriteDirNonDir=true', over[0])).toBe(
      '400 cannot overwrite directory "/tmp/d" with non-directory "/tmp"',
    );
    expect(await put(engine, '/tmp&noOverwriteDirNonDir=true', over[1])).toBe(
      '400 cannot overwrite non-directory "/tmp/two" with directory "/tmp"',
    );
    expect(await put(engine, '/tmp', over[0])).toBe('ok');
    expect(await get(engine, '/tmp/d')).toEqual(['file d = hi']);
  });

  it.each([
    [[file('../../up')], '400 "../../up" is outside of "/tmp"'],
    [[link('l', '../etc')], '400 invalid symlink "/tmp/l" -> "../etc"'],
    [[link('h', '../../etc/passwd', 'link')], '400 invalid hardlink "/etc/passwd" -> "../../etc/passwd"'],
  ])('does not lead out of its place', async (items, message) => {
    const engine = await prepared();
    expect(await put(engine, '/tmp', await tarOf(items))).toBe(message);
    expect(await get(engine, '/up')).toEqual(['404 Could not find the file /up in container one']);
  });

  it.each([
    ['no archive at all', encode('x'.repeat(2000)), '400 Error processing tar file: archive/tar: invalid tar header'],
  ])('of %s is refused', async (_, bytes, message) => {
    expect(await put(await prepared(), '/tmp', bytes)).toBe(message);
  });

  it('of one that is cut short is refused', async () => {
    const whole = await tarOf([file('x', 'y'.repeat(5000))]);
    expect(await put(await prepared(), '/tmp', whole.subarray(0, 1000))).toBe(
      '400 Error processing tar file: unexpected EOF',
    );
  });

  it('cannot replace what is mounted, and gives its room back', async () => {
    const engine = await prepared();
    const before = engine.daemon.kernel.disk.usedBytes;
    expect(await put(engine, '/etc', await tarOf([file('hosts', 'z'.repeat(100_000))]))).toBe(
      '500 /etc/hosts: resource busy',
    );
    expect(engine.daemon.kernel.disk.usedBytes).toBe(before);
  });

  it('beyond the simulated disk is refused', async () => {
    const engine = await prepared();
    engine.daemon.kernel.disk.take(engine.daemon.kernel.disk.totalBytes - engine.daemon.kernel.disk.usedBytes - 1000);
    const noise = Array.from({length: 5000}, (_, index) => String.fromCharCode(97 + (index % 26))).join('');
    expect(await put(engine, '/tmp', await tarOf([file('x', noise)]))).toMatch(/no space left on device/i);
  });
});

describe('an export', () => {
  it('is the whole tree with the places Docker mounts things at, and without volumes', async () => {
    const engine = await testEngine();
    await engine.run('one', ['write', '/data/x', 'y'], {Binds: ['data:/data']});
    const answer = await engine.call('GET', '/containers/one/export');
    await engine.clock.settle();
    const lines = await entriesOf(answer.bytes());
    expect(lines).toEqual(
      expect.arrayContaining([
        'file .dockerenv',
        'directory bin/',
        'directory data/',
        'directory dev/',
        'file dev/console',
        'directory dev/pts/',
        'file etc/hosts',
        'symlink etc/mtab -> /proc/mounts',
        'file etc/motd = welcome',
        'directory proc/',
        'symlink var/run -> /run',
      ]),
    );
    expect(lines).not.toContain('file data/x = y');
  });
});
