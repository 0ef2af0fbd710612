import {accessSync, constants, statfsSync} from 'node:fs';
import {freemem} from 'node:os';
import {delimiter, join} from 'node:path';
import {words as wordsOf} from '../lessons/diagnose/index.ts';
import {findEndpoint, probeDocker} from '../sandbox/docker/endpoint.ts';
import type {Context, ExitCode} from './context.ts';

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  readonly needed: string;
  readonly fix?: string;
}

/** `doctor`: what this machine can do, with each fix. */
export async function doctor(context: Context): Promise<ExitCode> {
  const {options, words, out} = context;
  const findings = [
    nodeVersion(),
    await docker(context),
    dockerCommand(context),
    memory(),
    disk(context),
    terminal(context),
  ];
  if (options.json) out(JSON.stringify(findings, null, 2));
  else {
    const width = Math.max(...findings.map(({what}) => what.length));
    for (const {what, ok, found, fix} of findings) {
      out(`${(ok ? words.doctorOk : words.doctorMissing).padEnd(8)} ${what.padEnd(width)}  ${found}`);
      if (!ok && fix !== undefined) out(`${' '.repeat(9)}${words.doctorFix}: ${fix}`);
    }
  }
  return findings.every(({ok}) => ok) ? 0 : 3;
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return {
    what: 'Node.js',
    ok: major > 20 || (major === 20 && minor >= 19),
    found: process.versions.node,
    needed: '20.19',
    fix: 'https://nodejs.org/en/download',
  };
}

async function docker({env, options}: Context): Promise<Finding> {
  const endpoint = await findEndpoint(env);
  const probe = await probeDocker(endpoint, 5000);
  const base = {what: 'Docker Engine', needed: 'an engine that answers'};
  if (probe.ok) return {...base, ok: true, found: `${probe.version} (API ${probe.apiVersion}) at ${endpoint.host}`};
  const {says} = wordsOf({verdict: 'blocked', cause: probe.cause, params: probe.params}, options.lang);
  return {...base, ok: false, found: endpoint.host, fix: says};
}

function dockerCommand({env}: Context): Finding {
  const found = (env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'docker'))
    .find(executable);
  return {
    what: 'docker command',
    ok: found !== undefined,
    found: found ?? 'not on PATH',
    needed: 'on PATH',
    fix: 'https://docs.docker.com/engine/install/',
  };
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function memory(): Finding {
  const free = freemem();
  return {
    what: 'free memory',
    ok: free > 500e6,
    found: `${(free / 1e9).toFixed(1)} GB`,
    needed: '0.5 GB',
    fix: 'Close other programs.',
  };
}

function disk({paths}: Context): Finding {
  const needed = 1e9;
  for (let folder = paths.home; ; folder = join(folder, '..')) {
    try {
      const {bavail, bsize} = statfsSync(folder);
      const free = bavail * bsize;
      return {
        what: 'free disk',
        ok: free > needed,
        found: `${(free / 1e9).toFixed(1)} GB`,
        needed: '1 GB',
        fix: `Free some space on the disk of ${folder}.`,
      };
    } catch {
      // The folder does not exist yet: its parent is on the same disk.
      if (folder === join(folder, '..')) return {what: 'free disk', ok: true, found: '?', needed: '1 GB'};
    }
  }
}

function terminal({env}: Context): Finding {
  const utf8 = /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '');
  const size = process.stdout.isTTY ? `${process.stdout.columns}x${process.stdout.rows}` : 'no terminal';
  return {
    what: 'terminal',
    ok: true,
    found: `${env['TERM'] ?? 'TERM unset'}, ${size}, ${utf8 ? 'UTF-8' : 'no UTF-8'}`,
    needed: 'any; --plain without one',
  };
}
