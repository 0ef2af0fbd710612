import {appletNames} from '../programs/busybox.ts';
import type {FileDefinition, LayerFiles} from './define-image.ts';

/** Who a system knows: the lines of /etc/passwd and /etc/group. */
export interface Accounts {
  readonly users: string;
  readonly groups: string;
}

/** /etc/passwd, /etc/group, and /etc/shadow, in which nobody has a password. */
export function accountFiles({users, groups}: Accounts): LayerFiles {
  const names = users.split('\n').flatMap((line) => line.split(':', 1).filter((name) => name !== ''));
  return {
    '/etc/passwd': {text: users},
    '/etc/group': {text: groups},
    '/etc/shadow': {text: names.map((name) => `${name}:*::0:::::\n`).join(''), mode: 0o640},
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
