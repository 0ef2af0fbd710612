import {appletNames} from '../programs/busybox.ts';
import type {FileDefinition, LayerFiles} from './define-image.ts';

/** A user or a group of an image, with a group of its own. */
export interface Account {
  readonly name: string;
  readonly id: number;
  readonly home?: string;
  readonly shell?: string;
}

const root: Account = {name: 'root', id: 0, home: '/root', shell: '/bin/sh'};
const nobody: Account = {name: 'nobody', id: 65_534, home: '/', shell: '/bin/false'};

/** /etc/passwd, /etc/group and /etc/shadow with root, nobody and the accounts given. */
export function accountFiles(accounts: readonly Account[] = []): LayerFiles {
  const all = [root, ...accounts, nobody];
  const lines = (line: (account: Account) => string): string => all.map((account) => `${line(account)}\n`).join('');
  return {
    '/etc/passwd': {
      text: lines(
        ({name, id, home = '/home', shell = '/sbin/nologin'}) => `${name}:x:${id}:${id}:${name}:${home}:${shell}`,
      ),
    },
    '/etc/group': {text: lines(({name, id}) => `${name === 'nobody' ? 'nogroup' : name}:x:${id}:`)},
    '/etc/shadow': {text: lines(({name}) => `${name}:*::0:::::`), mode: 0o640},
  };
}

/** The directories every Linux system has. */
export const emptyDirectories: LayerFiles = {
  '/dev': {directory: true},
  '/home': {directory: true},
  '/proc': {directory: true, mode: 0o555},
  '/root': {directory: true, mode: 0o700},
  '/sys': {directory: true, mode: 0o555},
  '/tmp': {directory: true, mode: 0o1777},
  '/var/tmp': {directory: true, mode: 0o1777},
};

/** Names the shell has in images of busybox. */
const shellNames = ['ash', 'sh'];

/** `names` of applets as `make` would have them, by `place`, for all the busybox of the engine can do. */
export function appletFiles(place: (applet: string) => string, make: (applet: string) => FileDefinition): LayerFiles {
  return Object.fromEntries([...appletNames(), ...shellNames].map((name) => [`${place(name)}/${name}`, make(name)]));
}

/** A file nobody looks into: so many bytes. */
export function filler(size: number, mode?: number): FileDefinition {
  return {text: '', size, ...(mode === undefined ? {} : {mode})};
}

/** What images begin with. */
export const usualPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
