import {execFileSync, spawn} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {spawn as spawnTerminal} from '@lydell/node-pty';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {until} from '../../support/until.ts';
import {type ServedEngine, servedEngine} from './served-engine.ts';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let served: ServedEngine;
let env: {readonly [name: string]: string};

beforeAll(async () => {
  served = await servedEngine();
  const config = join(served.folder, 'config');
  mkdirSync(config);
  env = {
    PATH: process.env['PATH'] ?? '',
    HOME: served.folder,
    DOCKER_HOST: `unix://${served.socketPath}`,
    DOCKER_CONFIG: config,
    DOCKER_BUILDKIT: '0',
  };
});

afterEach(async () => {
  expect(served.faults).toEqual([]);
  const {out} = await docker('ps', '-aq');
  const ids = out.split('\n').filter(Boolean);
  if (ids.length > 0) await docker('rm', '-f', ...ids);
  await docker('network', 'prune', '-f');
  await docker('volume', 'prune', '-af');
});

afterAll(() => served.stop());

/** Runs the real docker command to its end. */
function docker(...args: readonly string[]): Promise<Ran> {
  return dockerWith('', ...args);
}

function dockerWith(input: string, ...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn('docker', args, {env, cwd: served.folder});
    const text = {out: '', err: ''};
    child.stdout.on('data', (bytes: Buffer) => {
      text.out += bytes;
    });
    child.stderr.on('data', (bytes: Buffer) => {
      text.err += bytes;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({code, ...text}));
    child.stdin.end(input);
  });
}

async function out(...args: readonly string[]): Promise<string> {
  const ran = await docker(...args);
  if (ran.code !== 0) throw new Error(`docker ${args.join(' ')}: ${ran.err}`);
  return ran.out;
}

function dockerVersion(): string | undefined {
  try {
    return execFileSync('docker', ['--version'], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});
  } catch {
    return undefined;
  }
}

const version = dockerVersion();
const why = version === undefined ? ' (skipped: there is no docker command here)' : '';

describe.skipIf(version === undefined)(`the real docker command${why}`, () => {
  it('sees which engine it talks to', async () => {
    const shown = await out('version');
    expect(shown).toContain('Server: k8s-learn embedded engine (simulation)');
    expect(shown).toMatch(/API version: +1\.46 \(minimum version 1\.24\)/);
    const info = await docker('info');
    expect(info.out).toContain('Operating System: k8s-learn embedded engine (simulation)');
    expect(info.err + info.out).toContain('WARNING: This engine is a simulation');
  });

  it('runs a container, attached: output, errors, exit code', async () => {
    expect(await docker('run', '--rm', 'small:1', 'sh', '-c', 'echo out; echo err >&2; exit 3')).toEqual({
      code: 3,
      out: 'out\n',
      err: 'err\n',
    });
    expect(await dockerWith('a\nb\n', 'run', '--rm', '-i', 'small:1', 'wc', '-l')).toMatchObject({code: 0, out: '2\n'});
    expect(await docker('run', '--rm', 'small:1', 'nosuch')).toMatchObject({
      code: 127,
      err: expect.stringContaining('exec: "nosuch": executable file not found in $PATH'),
    });
  });

  it('runs every echo in a row without losing a line', async () => {
    const runs = Array.from({length: 10}, (_, index) => out('run', '--rm', 'small:1', 'echo', `line ${index}`));
    expect(await Promise.all(runs)).toEqual(Array.from({length: 10}, (_, index) => `line ${index}\n`));
  });

  it('runs a terminal, which knows its size and the exit code', async () => {
    const terminal = spawnTerminal(
      'docker',
      ['run', '--rm', '-it', 'small:1', 'sh', '-c', 'stty size; read x; exit 7'],
      {
        env,
        cols: 91,
        rows: 33,
      },
    );
    let text = '';
    let code: number | undefined;
    terminal.onData((data) => {
      text += data;
    });
    terminal.onExit(({exitCode}) => {
      code = exitCode;
    });
    await until(
      () => text,
      (seen) => seen.includes('33 91'),
    );
    terminal.write('\r');
    expect(
      await until(
        () => code,
        (ended) => ended !== undefined,
      ),
    ).toBe(7);
    expect(text).toContain('33 91');
  });

  it('runs in the background; ps, logs, exec, stop, rm', async () => {
    const id = (await out('run', '-d', '--name', 'web', 'small:1', 'sh', '-c', 'echo started; sleep 1000')).trim();
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(await out('ps', '--format', '{{.ID}} {{.Image}} {{.Names}} {{.State}}')).toBe(
      `${id.slice(0, 12)} small:1 web running\n`,
    );
    expect(
      await until(
        () => out('logs', 'web'),
        (text) => text !== '',
      ),
    ).toBe('started\n');
    expect(await dockerWith('typed', 'exec', '-i', 'web', 'cat')).toMatchObject({code: 0, out: 'typed'});
    expect(await docker('exec', 'web', 'false')).toMatchObject({code: 1});
    expect(await out('stop', '-t', '0', 'web')).toBe('web\n');
    expect(await out('rm', 'web')).toBe('web\n');
    expect(await docker('rm', 'web')).toMatchObject({code: 1, err: expect.stringContaining('No such container: web')});
  });

  it('makes, shows, connects and removes networks', async () => {
    await out('network', 'create', '--subnet', '10.7.0.0/24', '--label', 'a=b', 'net');
    await out('run', '-d', '--name', 'db', '--network', 'net', '--ip', '10.7.0.9', 'small:1', 'sleep', '1000');
    await out('run', '-d', '--name', 'web', 'small:1', 'sleep', '1000');
    await out('network', 'connect', '--alias', 'www', 'net', 'web');
    expect(
      await out('network', 'inspect', '-f', '{{range .Containers}}{{.Name}} {{.IPv4Address}};{{end}}', 'net'),
    ).toMatch(/db 10\.7\.0\.9\/24;|web 10\.7\.0\.2\/24;/);
    expect(await out('network', 'ls', '--filter', 'label=a=b', '--format', '{{.Name}} {{.Driver}} {{.Scope}}')).toBe(
      'net bridge local\n',
    );
    expect(await docker('network', 'create', 'net')).toMatchObject({
      code: 1,
      err: 'Error response from daemon: network with name net already exists\n',
    });
    expect((await docker('network', 'rm', 'net')).err).toContain('has active endpoints');
    await out('network', 'disconnect', 'net', 'web');
    await out('rm', '-f', 'db');
    expect(await out('network', 'rm', 'net')).toBe('net\n');
    expect((await docker('network', 'rm', 'bridge')).err).toContain('bridge is a pre-defined network');
  });

  it('makes, fills, shows and removes volumes', async () => {
    expect(await out('volume', 'create', 'site')).toBe('site\n');
    await out('run', '--rm', '-v', 'site:/data', 'small:1', 'sh', '-c', 'echo kept >/data/x');
    expect(await out('run', '--rm', '-v', 'site:/data', 'small:1', 'cat', '/data/x')).toBe('kept\n');
    expect(await out('volume', 'inspect', '-f', '{{.Mountpoint}}', 'site')).toBe(
      '/var/lib/docker/volumes/site/_data\n',
    );
    await out('run', '-d', '--name', 'user', '-v', 'site:/data', 'small:1', 'sleep', '1000');
    expect((await docker('volume', 'rm', 'site')).err).toMatch(/volume is in use - \[[0-9a-f]{64}\]/);
    await out('rm', '-f', 'user');
    expect(await out('volume', 'rm', 'site')).toBe('site\n');
    expect((await docker('volume', 'inspect', 'site')).err).toContain('get site: no such volume');
  });

  it('shows what happened', async () => {
    const now = Math.floor(Date.now() / 1000);
    await out('run', '--rm', '--name', 'told', 'small:1', 'true');
    // Whole seconds are all the command sends: the one that runs has to be over.
    const [since, end] = [String(now - 1), String(Math.floor(Date.now() / 1000) + 1)];
    const events = await out(
      ...['events', '--since', since, '--until', end, '--filter', 'container=told'],
      ...['--format', '{{.Type}} {{.Action}}'],
    );
    expect(events.split('\n').filter((line) => line.startsWith('container'))).toEqual(
      ['create', 'attach', 'start', 'die', 'destroy'].map((action) => `container ${action}`),
    );
  });

  it('shows the disk usage, and prunes', async () => {
    await out('run', '-v', 'site:/data', 'small:1', 'sh', '-c', 'echo kept >/data/x');
    expect(await out('system', 'df')).toMatch(/Images +\d+ +1 [\s\S]*Containers +1 +0 [\s\S]*Local Volumes +1 +1 +5B/);
    expect(await out('system', 'df', '-v')).toContain('site');
    const pruned = await out('system', 'prune', '-f');
    expect(pruned).toMatch(/Deleted Containers:\n[0-9a-f]{64}\n/);
    expect(await out('volume', 'prune', '-af')).toContain('Deleted Volumes:\nsite\n');
  });

  it.each<[string, readonly string[], string]>([
    ['a swarm', ['node', 'ls'], 'This node is not a swarm manager.'],
    ['a new swarm', ['swarm', 'init'], 'a swarm is not simulated by the embedded engine of k8s-learn'],
    ['plugins', ['plugin', 'inspect', 'x'], 'plugin "x" not found'],
    [
      'unknown drivers of volumes',
      ['volume', 'create', '-d', 'nosuch', 'vol'],
      'error looking up volume plugin nosuch',
    ],
    ['other drivers of networks', ['network', 'create', '-d', 'macvlan', 'x'], 'macvlan is not simulated'],
  ])('is told in a sentence about %s', async (_, args, words) => {
    const ran = await docker(...args);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain(words);
  });

  it('is told that nobody can log in to the Docker Hub', async () => {
    const ran = await dockerWith('secret', 'login', '-u', 'me', '--password-stdin');
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining('is not simulated')]);
  });

  it('speaks older versions of the API as well', async () => {
    env = {...env, DOCKER_API_VERSION: '1.41'};
    expect(await docker('run', '--rm', 'small:1', 'echo', 'old')).toEqual({code: 0, out: 'old\n', err: ''});
    expect(await out('network', 'ls', '-q')).toMatch(/^([0-9a-f]{12}\n){3}$/);
    env = {...env, DOCKER_API_VERSION: ''};
  });
});
