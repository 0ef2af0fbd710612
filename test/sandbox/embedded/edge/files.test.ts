import {execFileSync} from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {encode} from '../../../../src/sandbox/embedded/bytes/bytes.ts';
import {NodeFiles} from '../../../../src/sandbox/embedded/edge/files.ts';
import type {OutsideFiles} from '../../../../src/sandbox/embedded/outside.ts';
import {type TemporaryFolder, temporaryFolder} from '../../../support/temporary-folder.ts';

let around: TemporaryFolder;
let folder: string;
let secret: string;
let files: OutsideFiles;

beforeEach(async () => {
  around = await temporaryFolder();
  folder = join(around.path, 'work');
  secret = join(around.path, 'secret');
  mkdirSync(folder);
  mkdirSync(join(around.path, 'work-too'));
  writeFileSync(secret, 'secret');
  files = new NodeFiles(folder);
});

afterEach(() => around.remove());

const at = (name: string): string => join(folder, name);
const code = (wanted: string): object => expect.objectContaining({code: wanted});

describe('the real files of the working folder', () => {
  it('are read, written, listed, moved and removed as they are', () => {
    files.makeDirectory(at('a'), 0o750);
    files.write(at('a/x'), encode('hello'), 0o640);
    files.makeLink(at('a/link'), 'x');
    expect(files.list(at('a')).toSorted()).toEqual(['link', 'x']);
    expect(files.stat(at('a'))).toMatchObject({kind: 'directory', mode: 0o750});
    expect(files.stat(at('a/x'))).toMatchObject({kind: 'file', mode: 0o640, size: 5});
    expect(files.stat(at('a/link'))).toMatchObject({kind: 'symlink'});
    expect(files.readLink(at('a/link'))).toBe('x');
    files.write(at('a/x'), encode('bye'), 0o644);
    expect(readFileSync(at('a/x'), 'utf8')).toBe('bye');
    files.rename(at('a'), at('b'));
    files.setMode(at('b/x'), 0o600);
    expect([files.stat(at('a')), lstatSync(at('b/x')).mode & 0o777]).toEqual([undefined, 0o600]);
    expect(new TextDecoder().decode(files.read(at('b/x')))).toBe('bye');
    for (const name of ['b/x', 'b/link', 'b']) files.remove(at(name));
    expect(files.list(folder)).toEqual([]);
  });

  it('are the same file after a write: what else has it open sees the change', () => {
    writeFileSync(at('x'), 'long content');
    const {ino} = lstatSync(at('x'));
    files.write(at('x'), encode('short'), 0o644);
    expect([lstatSync(at('x')).ino, readFileSync(at('x'), 'utf8')]).toEqual([ino, 'short']);
  });

  it('never run with the rights of another user', () => {
    files.write(at('x'), encode(''), 0o4755);
    files.setMode(at('x'), 0o6777);
    files.makeDirectory(at('d'), 0o2777);
    expect([lstatSync(at('x')).mode & 0o7777, lstatSync(at('d')).mode & 0o7777]).toEqual([0o777, 0o777]);
  });

  it('have their errors', () => {
    mkdirSync(at('d'));
    writeFileSync(at('d/x'), '');
    expect(files.stat(at('nosuch'))).toBeUndefined();
    expect(() => files.read(at('nosuch'))).toThrow(code('ENOENT'));
    expect(() => files.stat(at('no/such'))).toThrow(code('ENOENT'));
    expect(() => files.read(at('d'))).toThrow(code('EISDIR'));
    expect(() => files.list(at('d/x'))).toThrow(code('ENOTDIR'));
    expect(() => files.remove(at('d'))).toThrow(code('ENOTEMPTY'));
    expect(() => files.makeDirectory(at('d'), 0o755)).toThrow(code('EEXIST'));
    expect(() => files.write(at('big'), new Uint8Array(64 * 1024 * 1024 + 1), 0o644)).toThrow(code('EFBIG'));
    execFileSync('truncate', ['-s', '65M', at('huge')]);
    expect(() => files.read(at('huge'))).toThrow(code('EFBIG'));
  });

  it('do not include the folder’s own name: it stays where it is', () => {
    expect(files.stat(folder)).toMatchObject({kind: 'directory'});
    for (const action of [
      () => files.remove(folder),
      () => files.rename(folder, at('x')),
      () => files.write(folder, encode(''), 0o644),
      () => files.makeLink(folder, 'x'),
      () => files.remove(`${folder}/`),
    ])
      expect(action).toThrow(code('EBUSY'));
    expect(existsSync(folder)).toBe(true);
  });
});

/** Every way to use a path, each of which must refuse it. */
function uses(path: string): readonly (() => unknown)[] {
  return [
    () => files.stat(path),
    () => files.list(path),
    () => files.read(path),
    () => files.write(path, encode('x'), 0o644),
    () => files.readLink(path),
    () => files.makeDirectory(path, 0o755),
    () => files.makeLink(path, 'x'),
    () => files.rename(path, at('moved')),
    () => files.rename(at('mine'), path),
    () => files.remove(path),
    () => files.setMode(path, 0o777),
  ];
}

describe('what is outside of the working folder', () => {
  it.each<[string, () => string]>([
    ['by its own path', () => secret],
    ['by dots', () => `${folder}/../secret`],
    ['by dots that come back', () => `${folder}/../work/x`],
    ['by a relative path', () => 'secret'],
    ['next to it', () => join(around.path, 'work-too/x')],
    ['as the root', () => '/'],
    ['with a zero byte', () => `${folder}/x\0y`],
    ['behind a link to a folder', () => at('out/secret')],
    ['behind two links', () => at('twice/secret')],
    ['behind an absolute link', () => at('absolute/passwd')],
  ])('cannot be reached %s', (_, path) => {
    symlinkSync('..', at('out'));
    symlinkSync('out', at('twice'));
    symlinkSync('/etc', at('absolute'));
    writeFileSync(at('mine'), 'mine');
    for (const use of uses(path())) expect(use).toThrow(code('EACCES'));
    expect(readFileSync(secret, 'utf8')).toBe('secret');
    expect(readFileSync(at('mine'), 'utf8')).toBe('mine');
  });

  it('is not read, written or changed through a link to a file', () => {
    symlinkSync('../secret', at('link'));
    const {mode} = lstatSync(secret);
    expect(() => files.read(at('link'))).toThrow(code('ELOOP'));
    expect(() => files.write(at('link'), encode('x'), 0o644)).toThrow(code('ELOOP'));
    expect(() => files.setMode(at('link'), 0o777)).toThrow(code('ELOOP'));
    expect([readFileSync(secret, 'utf8'), lstatSync(secret).mode]).toEqual(['secret', mode]);
    files.remove(at('link'));
    expect(readFileSync(secret, 'utf8')).toBe('secret');
  });

  it('is not made through a link to a place that is not there', () => {
    symlinkSync('../made', at('link'));
    expect(() => files.write(at('link'), encode('x'), 0o644)).toThrow(code('ELOOP'));
    expect(existsSync(join(around.path, 'made'))).toBe(false);
  });

  it('may be named by a link, as in Docker: a link is text', () => {
    files.makeLink(at('link'), '/etc/passwd');
    expect(readlinkSync(at('link'))).toBe('/etc/passwd');
    expect(files.stat(at('link'))).toMatchObject({kind: 'symlink'});
  });

  it('stays so when the folder itself is reached by a link', () => {
    symlinkSync('work', join(around.path, 'way'));
    const through = new NodeFiles(join(around.path, 'way'));
    through.write(join(around.path, 'way/x'), encode('x'), 0o644);
    expect(readFileSync(at('x'), 'utf8')).toBe('x');
    expect(() => through.read(at('x'))).toThrow(code('EACCES'));
  });
});

describe('what is no file', () => {
  it('is seen and never opened', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at('socket'), resolve));
    for (const name of ['pipe', 'socket']) {
      expect(files.stat(at(name))).toMatchObject({kind: 'other'});
      expect(() => files.read(at(name))).toThrow(code('EACCES'));
      expect(() => files.write(at(name), encode('x'), 0o644)).toThrow(code('EACCES'));
    }
    server.close();
  });

  it('is refused where rights are missing, as the disk does', () => {
    if (process.getuid?.() === 0) return;
    writeFileSync(at('closed'), 'x');
    chmodSync(at('closed'), 0);
    expect(() => files.read(at('closed'))).toThrow(code('EACCES'));
  });
});
