import {statfsSync} from 'node:fs';
import {freemem} from 'node:os';
import {join} from 'node:path';
import {LearnError} from '../errors.ts';
import {words as wordsOf} from '../lessons/diagnose/index.ts';
import type {DockerEndpoint} from '../sandbox/docker/endpoint.ts';
import {findEndpoint, probeDocker} from '../sandbox/docker/endpoint.ts';
import type {Context, ExitCode} from './context.ts';
import {findDockerCommand} from './docker-command.ts';

interface Finding {
  /** A key of `doctorNames`. */
  readonly what: keyof Context['words']['doctorNames'];
  /** `low`: the course runs, perhaps not well. */
  readonly state: 'ok' | 'low' | 'missing';
  readonly found: string;
  /** '' when there is nothing to ask for. */
  readonly needed: string;
  readonly fix?: string;
}

/** `doctor`: what this machine can do, with each fix. Exit code 0 when the course can run here, else 3. */
export async function doctor(context: Context): Promise<ExitCode> {
  const {options, words, out, note} = context;
  const findings = [
    nodeVersion(),
    await engine(context),
    command(context),
    memory(context),
    disk(context),
    terminal(context),
  ];
  const can = findings.every(({state}) => state !== 'missing');
  if (options.json) out(JSON.stringify(findings, null, 2));
  else {
    const marks = {ok: words.doctorOk, low: words.doctorWarning, missing: words.doctorMissing};
    for (const {what, state, found, fix} of findings) {
      out(words.labelled(words.noted(words.doctorNames[what], marks[state]), found));
      if (state !== 'ok' && fix !== undefined) out(`  ${words.labelled(words.doctorFix, fix)}`);
    }
  }
  note(can ? words.doctorCan : words.doctorCannot);
  return can ? 0 : 3;
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isEnough = major > 20 || (major === 20 && minor >= 19);
  const fix = 'https://nodejs.org/en/download';
  return {what: 'node', state: isEnough ? 'ok' : 'missing', found: process.versions.node, needed: '20.19', fix};
}

async function engine({env, options, words}: Context): Promise<Finding> {
  let endpoint: DockerEndpoint;
  try {
    endpoint = await findEndpoint(env);
  } catch (error) {
    if (!(error instanceof LearnError)) throw error;
    const {message, fix = ''} = error;
    return {what: 'engine', state: 'missing', found: message, needed: 'API 1.41', fix};
  }
  const probe = await probeDocker(endpoint, 5000, env['PATH'] ?? '');
  if (probe.ok) {
    const found = words.doctorEngine(probe.version, probe.apiVersion, endpoint.host);
    return {what: 'engine', state: 'ok', found, needed: 'API 1.41'};
  }
  const {says} = wordsOf({verdict: 'blocked', cause: probe.cause, params: probe.params}, options.lang);
  return {what: 'engine', state: 'missing', found: endpoint.host, needed: 'API 1.41', fix: says};
}

function command({env, words}: Context): Finding {
  const found = findDockerCommand(env);
  const needed = 'PATH';
  if (found !== undefined) return {what: 'command', state: 'ok', found, needed};
  return {what: 'command', state: 'missing', found: words.doctorNotOnPath, needed, fix: words.dockerCommandFix};
}

function memory({words}: Context): Finding {
  const free = freemem();
  return {what: 'memory', ...amount(free, 0.5e9), fix: words.doctorMemoryFix};
}

function disk({paths, words}: Context): Finding {
  for (let folder = paths.home; ; folder = join(folder, '..')) {
    try {
      const {bavail, bsize} = statfsSync(folder);
      return {what: 'disk', ...amount(bavail * bsize, 1e9), fix: words.doctorDiskFix(folder)};
    } catch {
      // The folder does not exist yet: its parent is on the same disk.
      if (folder === join(folder, '..')) return {what: 'disk', state: 'ok', found: '?', needed: '1.0 GB'};
    }
  }
}

function amount(bytes: number, neededBytes: number): Pick<Finding, 'state' | 'found' | 'needed'> {
  const gigabytes = (size: number): string => `${(size / 1e9).toFixed(1)} GB`;
  return {
    state: bytes >= neededBytes ? 'ok' : 'low',
    found: gigabytes(bytes),
    needed: gigabytes(neededBytes),
  };
}

function terminal({env, words}: Context): Finding {
  const utf8 = /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '') ? 'UTF-8' : 'ASCII';
  const {isTTY, columns, rows} = process.stdout;
  const found = isTTY ? `${env['TERM'] ?? ''} ${columns}x${rows} ${utf8}` : words.doctorNoTerminal;
  return {what: 'terminal', state: 'ok', found, needed: ''};
}
