import {readFileSync, statfsSync} from 'node:fs';
import {freemem} from 'node:os';
import {join} from 'node:path';
import type {Context} from '../context.ts';
import type {Finding} from './finding.ts';

/** Bytes a cluster of three nodes takes with the lessons in it, or the embedded engine with everything in it. */
const needs = {
  real: {memory: 2e9, disk: 5e9},
  embedded: {memory: 0.5e9, disk: 0.2e9},
};

export function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isEnough = major > 20 || (major === 20 && minor >= 19);
  const fix = 'https://nodejs.org/en/download';
  return {what: 'node', state: isEnough ? 'ok' : 'missing', found: process.versions.node, needed: '20.19', fix};
}

export function memory({words}: Context, docker: 'real' | 'embedded'): Finding {
  const needed = needs[docker].memory;
  return {what: 'memory', ...amount(freemem(), needed), fix: words.doctorMemoryFix(gigabytes(needed))};
}

export function disk({paths, words}: Context, docker: 'real' | 'embedded'): Finding {
  const needed = needs[docker].disk;
  for (let folder = paths.home; ; folder = join(folder, '..')) {
    try {
      const {bavail, bsize} = statfsSync(folder);
      return {what: 'disk', ...amount(bavail * bsize, needed), fix: words.doctorDiskFix(folder, gigabytes(needed))};
    } catch {
      // The folder does not exist yet: its parent is on the same disk.
      if (folder === join(folder, '..')) return {what: 'disk', state: 'ok', found: '?', needed: gigabytes(needed)};
    }
  }
}

/** What three nodes need at least; kind's own page advises much more. https://kind.sigs.k8s.io/docs/user/known-issues/ */
const leastWatches = 65_536;
const leastInstances = 128;
const advised = 'sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512';

/** Linux alone has such limits; on other systems Docker's own machine does, and sets them. */
export function inotify({words}: Context): readonly Finding[] {
  const [watches, instances] = ['watches', 'instances'].map(limit);
  if (watches === undefined || instances === undefined) return [];
  return [
    {
      what: 'inotify',
      state: watches >= leastWatches && instances >= leastInstances ? 'ok' : 'low',
      found: `${watches}, ${instances}`,
      needed: `${leastWatches}, ${leastInstances}`,
      fix: words.doctorInotifyFix(advised),
    },
  ];
}

function limit(name: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/sys/fs/inotify/max_user_${name}`, 'utf8'));
  } catch {
    return undefined;
  }
}

export function terminal({env, words}: Context): Finding {
  const utf8 = /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '') ? 'UTF-8' : 'ASCII';
  const {isTTY, columns, rows} = process.stdout;
  const found = isTTY ? `${env['TERM'] ?? ''} ${columns}x${rows} ${utf8}` : words.doctorNoTerminal;
  return {what: 'terminal', state: 'ok', found, needed: ''};
}

function amount(bytes: number, neededBytes: number): Pick<Finding, 'state' | 'found' | 'needed'> {
  return {
    state: bytes >= neededBytes ? 'ok' : 'low',
    found: gigabytes(bytes),
    needed: gigabytes(neededBytes),
  };
}

function gigabytes(size: number): string {
  return `${(size / 1e9).toFixed(1)} GB`;
}
