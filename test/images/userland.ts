import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {promisify} from 'node:util';
import {LearnError} from '../../src/errors.ts';
import type {LayerEntry, LayerFiles} from './archive.ts';
import type {DebianFiles} from './debian.ts';

const run = promisify(execFile);

/** busybox and a link to it for every command it has. `spread` puts them in /bin, /usr/bin, ...; else all in /bin. */
export async function busyboxFiles({root}: DebianFiles, layout: 'spread' | 'bin'): Promise<LayerFiles> {
  const program = join(root, 'usr/bin/busybox');
  const {stdout} = await run(program, ['--list-full']);
  const files: Record<string, LayerEntry> = {};
  // `linuxrc`, the one path without a folder, is for booting a kernel.
  for (const path of stdout
    .trim()
    .split('\n')
    .filter((line) => line.includes('/'))) {
    const at = layout === 'bin' ? `bin/${basename(path)}` : path;
    files[at] = {kind: 'link', target: layout === 'bin' ? 'busybox' : '/bin/busybox'};
  }
  return {...files, 'bin/busybox': {kind: 'file', data: await readFile(program), mode: 0o755}};
}

/** Folders and the few files in /etc that make a shell feel at home. */
export function skeleton(users: readonly User[] = []): LayerFiles {
  const all: readonly User[] = [...systemUsers, ...users];
  const folders = ['bin', 'dev', 'etc', 'home', 'mnt', 'opt', 'proc', 'run', 'sbin', 'srv', 'sys', 'var/log'];
  return {
    ...Object.fromEntries(folders.map((path) => [path, {kind: 'folder'} satisfies LayerEntry])),
    root: {kind: 'folder', mode: 0o700},
    tmp: {kind: 'folder', mode: 0o1777},
    'var/tmp': {kind: 'folder', mode: 0o1777},
    ...accounts(all),
  };
}

/** A line of /etc/passwd; its group has the same name and number. */
export interface User {
  readonly name: string;
  readonly id: number;
  readonly home: string;
  readonly shell: string;
}

const systemUsers: readonly User[] = [
  {name: 'root', id: 0, home: '/root', shell: '/bin/sh'},
  {name: 'daemon', id: 1, home: '/usr/sbin', shell: '/bin/false'},
  {name: 'www-data', id: 33, home: '/var/www', shell: '/bin/false'},
  {name: 'nobody', id: 65534, home: '/home', shell: '/bin/false'},
];

/** /etc/passwd and /etc/group for the system's users and some more. */
export function accounts(users: readonly User[]): LayerFiles {
  const known = [...new Map([...systemUsers, ...users].map((user) => [user.name, user])).values()];
  const passwd = known.map(({name, id, home, shell}) => `${name}:x:${id}:${id}:${name}:${home}:${shell}\n`);
  const group = known.map(({name, id}) => `${name}:x:${id}:\n`);
  return {
    'etc/passwd': {kind: 'file', data: passwd.join('')},
    'etc/group': {kind: 'file', data: group.join('')},
  };
}

/** A program, put at `at`, with the loader and every shared library it asks for. */
export async function programFiles({root}: DebianFiles, from: string, at: string): Promise<LayerFiles> {
  const loader = 'lib64/ld-linux-x86-64.so.2';
  const libraries = 'usr/lib/x86_64-linux-gnu';
  // Debian's own loader answers, not this machine's: their C libraries may differ.
  const list = ['--library-path', join(root, libraries), '--list', join(root, from)];
  const {stdout} = await run(join(root, 'usr', loader), list);
  const files: Record<string, LayerEntry> = {
    [at]: {kind: 'file', data: await readFile(join(root, from)), mode: 0o755},
    [loader]: {kind: 'file', data: await readFile(join(root, 'usr', loader)), mode: 0o755},
  };
  for (const [, name = '', path = ''] of stdout.matchAll(/^\s*(\S+) => (.+?)(?: \(0x|$)/gm)) {
    if (name.startsWith('/')) continue;
    if (!path.startsWith(root)) {
      throw new LearnError({
        code: 'STAND_INS_NOT_BUILT',
        message: `${from} needs the library ${name}, which no downloaded package has (${path}).`,
        fix: 'Add the Debian package that has it to test/images/catalogue.ts.',
      });
    }
    files[`${libraries}/${name}`] = {kind: 'file', data: await readFile(path), mode: 0o644};
  }
  return files;
}
