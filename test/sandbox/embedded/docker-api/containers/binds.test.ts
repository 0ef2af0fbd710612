import {existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {bindTree} from '../../../../../src/sandbox/embedded/runtime/fs/bind-tree.ts';
import {copyTree} from '../../../../../src/sandbox/embedded/runtime/fs/copy-tree.ts';
import {type TemporaryFolder, temporaryFolder} from '../../../../support/temporary-folder.ts';
import {type TestEngine, testEngine} from './engine.ts';
import {realFiles} from './real-files.ts';

const folders: TemporaryFolder[] = [];
afterAll(() => Promise.all(folders.map(({remove}) => remove())));

async function bound(): Promise<{folder: string; engine: TestEngine}> {
  const made = await temporaryFolder();
  folders.push(made);
  const folder = made.path;
  return {folder, engine: await testEngine({outside: {files: realFiles(folder)}, bindFolder: folder})};
}

describe('a bind mount', () => {
  it('shows the real folder, as it is at every look', async () => {
    const {folder, engine} = await bound();
    writeFileSync(join(folder, 'page'), 'one\n');
    await engine.run('web', ['sleep', '100'], {Binds: [`${folder}:/site`]});
    expect(await engine.exec('web', ['cat', '/site/page'])).toEqual(['out one\n']);
    writeFileSync(join(folder, 'page'), 'changed\n');
    expect(await engine.exec('web', ['cat', '/site/page'])).toEqual(['out changed\n']);
  });

  it('writes to the real disk: files, folders, removals', async () => {
    const {folder, engine} = await bound();
    writeFileSync(join(folder, 'old'), 'x');
    await engine.run('web', ['sleep', '100'], {Binds: [`${folder}:/site`]});
    await engine.exec('web', ['make', '/site/deep/er']);
    await engine.exec('web', ['write', '/site/deep/er/new', 'hello']);
    await engine.exec('web', ['rm', '/site/old']);
    expect(readFileSync(join(folder, 'deep/er/new'), 'utf8')).toBe('hello\n');
    expect(existsSync(join(folder, 'old'))).toBe(false);
  });

  it('of one file is that file', async () => {
    const {folder, engine} = await bound();
    writeFileSync(join(folder, 'conf'), 'mine\n');
    await engine.run('web', ['cat', '/etc/app/conf'], {Binds: [`${folder}/conf:/etc/app/conf:ro`]});
    expect(await engine.logs('web')).toBe('mine\n');
  });

  it('that is read-only stays as it is', async () => {
    const {folder, engine} = await bound();
    writeFileSync(join(folder, 'page'), 'one\n');
    await engine.run('web', ['write', '/site/page', 'two'], {Binds: [`${folder}:/site:ro`]});
    expect(await engine.logs('web')).toBe('write: /site/page: Read-only file system\n');
    expect(readFileSync(join(folder, 'page'), 'utf8')).toBe('one\n');
  });

  it('is not filled from the image', async () => {
    const {folder, engine} = await bound();
    await engine.run('web', ['cat', '/srv/index.html'], {Binds: [`${folder}:/srv`]});
    expect(await engine.logs('web')).toBe('cat: /srv/index.html: No such file or directory\n');
  });

  it('makes a folder that is missing at the start, when -v asks for it', async () => {
    const {folder, engine} = await bound();
    await engine.create('web', {Cmd: ['write', '/site/x', 'y']}, {Binds: [`${folder}/a/b:/site`]});
    expect(existsSync(join(folder, 'a'))).toBe(false);
    await engine.call('POST', '/containers/web/start');
    await engine.clock.settle();
    expect(readFileSync(join(folder, 'a/b/x'), 'utf8')).toBe('y\n');
  });

  it('does not make one when --mount asks for it', async () => {
    const {folder, engine} = await bound();
    const mount = {Type: 'bind', Source: `${folder}/nosuch`, Target: '/site'};
    await expect(engine.create('web', {}, {Mounts: [mount]})).rejects.toThrow(
      `400 invalid mount config for type "bind": bind source path does not exist: ${folder}/nosuch`,
    );
  });

  it.each(['/etc', '/', '..'])('of a place outside (%s) is refused', async (place) => {
    const {folder, engine} = await bound();
    const source = place === '..' ? `${folder}/../x` : place;
    await expect(engine.create('web', {}, {Binds: [`${source}:/x`]})).rejects.toThrow(
      `403 only the working folder ${folder} can be mounted, and`,
    );
  });

  it('by a link that leads out is refused', async () => {
    const {folder, engine} = await bound();
    symlinkSync('/etc', join(folder, 'out'));
    await engine.run('web', ['cat', '/site/out/hostname'], {Binds: [`${folder}:/site`]});
    // The link is followed in the container, where it leads to the container's own files.
    expect(await engine.logs('web')).toBe(`${engine.daemon.containers.require('web').hostname}\n`);
    const mount = {Type: 'bind', Source: `${folder}/out/ssl`, Target: '/x'};
    await expect(engine.create('none', {}, {Mounts: [mount]})).rejects.toThrow('403');
    await engine.create('direct', {}, {Binds: [`${folder}/out/ssl:/x`]});
    const answer = await engine.call('POST', '/containers/direct/start');
    expect([answer.status, answer.json().message]).toEqual([
      403,
      `${folder}/out/ssl leads out of the working folder ${folder}`,
    ]);
  });

  it('lets processes own files without touching the real owner', async () => {
    const {folder, engine} = await bound();
    const {uid} = statSync(folder);
    const container = await engine.run('web', ['sleep', '100'], {Binds: [`${folder}:/site`]});
    await engine.exec('web', ['write', '/site/x', 'y']);
    const files = container.space?.processes()[0]?.files;
    files?.change('/site/x', {uid: 101, gid: 102, mode: 0o600});
    expect(files?.requireStat('/site/x')).toMatchObject({uid: 101, gid: 102, mode: 0o600});
    expect(statSync(join(folder, 'x')).uid).toBe(uid);
    expect(statSync(join(folder, 'x')).mode & 0o777).toBe(0o600);
    files?.rename('/site/x', '/site/z');
    expect(readFileSync(join(folder, 'z'), 'utf8')).toBe('y\n');
    expect(files?.list('/site')).toEqual(['z']);
  });

  it('moves folders, copies hard links, keeps symbolic ones', async () => {
    const {folder, engine} = await bound();
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a/file'), 'text');
    const container = await engine.run('web', ['sleep', '100'], {Binds: [`${folder}:/site`]});
    const files = container.space?.processes()[0]?.files;
    files?.makeSymlink('/site/a/link', 'file');
    files?.link('/site/a/file', '/site/a/twin');
    files?.rename('/site/a', '/site/b');
    expect(files?.readText('/site/b/link')).toBe('text');
    expect(readFileSync(join(folder, 'b/twin'), 'utf8')).toBe('text');
    expect(existsSync(join(folder, 'a'))).toBe(false);
    expect(() => files?.rename('/site/b/file', '/tmp/file')).toThrow('Cross-device link');
    expect(() => files?.truncate('/site/b/file', 1e9)).toThrow('File too large');
  });

  it('can be copied into, whole trees at a time', async () => {
    const {folder, engine} = await bound();
    const {layer} = await engine.create('web');
    const from = layer.get('srv');
    const to = bindTree(realFiles(folder), folder);
    if (from?.kind !== 'directory' || to?.kind !== 'directory') throw new Error('no directories');
    copyTree(from, to);
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toBe('<h1>hello</h1>\n');
    expect(statSync(join(folder, 'pages')).mode & 0o777).toBe(0o700);
    expect(to.get('index.html')).toMatchObject({uid: 101, gid: 102});
  });

  it('is shown as Docker shows it', async () => {
    const {folder, engine} = await bound();
    const mount = {Type: 'bind', Source: folder, Target: '/i', ReadOnly: true};
    await engine.create('web', {}, {Binds: [`${folder}:/d`], Mounts: [mount]});
    const {Mounts} = (await engine.call('GET', '/containers/web/json')).json();
    expect(Mounts).toEqual([
      {Type: 'bind', Source: folder, Destination: '/d', Mode: '', RW: true, Propagation: 'rprivate'},
      {Type: 'bind', Source: folder, Destination: '/i', Mode: '', RW: false, Propagation: 'rprivate'},
    ]);
  });
});
