import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {request} from 'node:http';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {holderOf, takeLock} from '../../src/lock.ts';
import {findPaths, type Paths} from '../../src/paths.ts';
import {ensureSocketFolder} from '../../src/private-folder.ts';
import {hostSocket, serveHost} from '../../src/sandbox/host.ts';
import {findHost} from '../../src/sandbox/host-client.ts';
import {ask} from '../../src/sandbox/remote.ts';
import {emptyFolder} from '../support/empty-folder.ts';
import {until} from '../support/until.ts';
import {type ManualClock, manualClock} from '../ui/manual-clock.ts';
import {type StillSandbox, stillSandbox} from './still-sandbox.ts';

interface Served {
  readonly paths: Paths;
  readonly clock: ManualClock;
  readonly sandbox: StillSandbox;
  readonly said: string[];
  readonly ended: Promise<void>;
  readonly isOver: () => boolean;
}

function pathsIn(folder: string): Paths {
  return findPaths({K8S_LEARN_HOME: join(folder, 'h'), XDG_RUNTIME_DIR: folder});
}

/** A host in this process; ready when this resolves. */
async function serve(options: {folder?: string; patienceMs?: number; create?: () => never} = {}): Promise<Served> {
  const paths = pathsIn(options.folder ?? emptyFolder());
  const clock = manualClock();
  const sandbox = stillSandbox();
  const said: string[] = [];
  let over = false;
  const ended = serveHost({
    paths,
    build: 'b1',
    mirror: '',
    clock,
    create: async () => options.create?.() ?? sandbox,
    say: (line) => said.push(line),
    ...(options.patienceMs === undefined ? {} : {patienceMs: options.patienceMs}),
  }).then(() => {
    over = true;
  });
  await until(
    () => said.length,
    (count) => count > 0 || over,
  );
  onTestFinished(async () => {
    // Whoever still serves is asked to stop, so that no timer outlives the test.
    await ask(hostSocket(paths), '/stop', {}, 500).catch(() => {});
    await ended;
  });
  return {paths, clock, sandbox, said, ended, isOver: () => over};
}

/** Attends until the returned function is called. */
async function attend(paths: Paths): Promise<() => void> {
  const held = request({socketPath: hostSocket(paths), path: '/attend'});
  held.on('error', () => {});
  held.end();
  await once(held, 'response');
  return () => void held.destroy();
}

function plain(paths: Paths): Promise<unknown> {
  return ask(hostSocket(paths), '/plain', {});
}

describe('a host', () => {
  it('serves on a socket nobody else can use, and takes all away when it stops', async () => {
    const {paths, sandbox, said, ended} = await serve();
    expect(said).toEqual(['{"ready":true}']);
    const socket = hostSocket(paths);
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    expect(statSync(paths.runtime).mode & 0o777).toBe(0o700);
    await ask(socket, '/stop', {});
    await ended;
    expect(sandbox.stopped()).toBe(true);
    expect(existsSync(socket)).toBe(false);
    expect(existsSync(join(paths.runtime, 'host.lock'))).toBe(false);
  });

  it('stops 30 idle minutes after the last plain command', async () => {
    const {paths, clock, isOver, ended} = await serve();
    await plain(paths);
    clock.advance(20 * 60_000);
    await plain(paths);
    clock.advance(29.9 * 60_000);
    await plain(paths);
    expect(isOver()).toBe(false);
    clock.advance(30.1 * 60_000);
    await ended;
  });

  it('stops with its last attending client', async () => {
    const {paths, clock, isOver, ended} = await serve();
    const one = await attend(paths);
    const two = await attend(paths);
    one();
    clock.advance(60 * 60_000);
    expect(isOver()).toBe(false);
    two();
    await until(
      () => clock.waiting,
      (count) => count > 0,
    );
    clock.advance(2500);
    await ended;
  });

  it('stays for the plain commands when the last attending client leaves', async () => {
    const {paths, clock, isOver, ended} = await serve();
    const leave = await attend(paths);
    await plain(paths);
    leave();
    await until(
      () => clock.waiting,
      (count) => count > 0,
    );
    clock.advance(29 * 60_000);
    expect(await findHost(paths)).toBeDefined();
    expect(isOver()).toBe(false);
    clock.advance(2 * 60_000);
    await ended;
  });

  it('is one only: a second finds the first and ends', async () => {
    const folder = emptyFolder();
    const first = await serve({folder});
    const second = await serve({folder});
    expect(second.said).toEqual(['{"ready":true}']);
    await second.ended;
    expect(second.sandbox.stopped()).toBe(false);
    expect(first.isOver()).toBe(false);
  });

  it('waits for one that is just ending and then takes its place', async () => {
    const folder = emptyFolder();
    const {runtime} = pathsIn(folder);
    ensureSocketFolder(runtime);
    // Its sockets are closed already, its lock is still held.
    const release = takeLock(join(runtime, 'host.lock'));
    const opening = serve({folder});
    release?.();
    const {said, isOver} = await opening;
    expect(said).toEqual(['{"ready":true}']);
    expect(isOver()).toBe(false);
  });

  it('names the process that holds its place and does not answer', async () => {
    const folder = emptyFolder();
    const {runtime} = pathsIn(folder);
    ensureSocketFolder(runtime);
    takeLock(join(runtime, 'host.lock'));
    const {said} = await serve({folder, patienceMs: 100});
    expect(JSON.parse(said[0] ?? '')).toEqual({
      problem: {
        code: 'HOST_SILENT',
        message: `The sandbox's own process ${process.pid} is there and does not answer.`,
        fix: `End it: kill -9 ${process.pid}. What you made is kept.`,
      },
    });
  });

  it('takes over the lock and the socket of one that was killed', async () => {
    const folder = emptyFolder();
    const {runtime} = pathsIn(folder);
    ensureSocketFolder(runtime);
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    writeFileSync(join(runtime, 'host.lock'), `${dead.pid} 1`);
    const stale = createServer().listen(join(runtime, 'socket'));
    await once(stale, 'listening');
    // A socket file nobody listens at.
    writeFileSync(hostSocket(pathsIn(folder)), '');
    stale.close();
    const {said, paths} = await serve({folder});
    expect(said).toEqual(['{"ready":true}']);
    expect(await findHost(paths)).toBeDefined();
  });

  it('says its problem when there can be no sandbox, and gives its place free', async () => {
    const {said, paths} = await serve({
      create: () => {
        throw new Error('no room');
      },
    });
    expect(said).toEqual(['{"problem":{"code":"UNEXPECTED","message":"no room"}}']);
    expect(holderOf(join(paths.runtime, 'host.lock'))).toBeUndefined();
  });

  it('refuses a folder for its sockets that is a link', async () => {
    const folder = emptyFolder();
    symlinkSync(emptyFolder(), pathsIn(folder).runtime);
    const {said} = await serve({folder});
    expect(JSON.parse(said[0] ?? '')).toMatchObject({problem: {code: 'FOLDER_NOT_OURS'}});
  });

  it.skipIf(process.getuid?.() !== 0)("refuses a folder for its sockets that is somebody else's", async () => {
    const folder = emptyFolder();
    const {runtime} = pathsIn(folder);
    mkdirSync(runtime);
    const {chownSync} = await import('node:fs');
    chownSync(runtime, 65534, 65534);
    const {said} = await serve({folder});
    const {problem} = JSON.parse(said[0] ?? '');
    expect(problem).toMatchObject({code: 'FOLDER_NOT_OURS', message: expect.stringContaining(runtime)});
    expect(problem.fix).toContain('K8S_LEARN_HOME');
  });

  it('closes a folder of its own that stands open', async () => {
    const folder = emptyFolder();
    mkdirSync(pathsIn(folder).runtime, {mode: 0o755});
    const {paths} = await serve({folder});
    expect(statSync(paths.runtime).mode & 0o777).toBe(0o700);
  });
});

describe('a lock', () => {
  it('is held by one, and free again when given back', () => {
    const file = join(emptyFolder(), 'lock');
    const release = takeLock(file);
    expect(holderOf(file)).toBe(process.pid);
    expect(takeLock(file)).toBeUndefined();
    release?.();
    expect(existsSync(file)).toBe(false);
  });

  it('of a number that belongs to another process by now is taken over', () => {
    const file = join(emptyFolder(), 'lock');
    writeFileSync(file, `${process.pid} 1`);
    expect(holderOf(file)).toBe(process.platform === 'linux' ? undefined : process.pid);
  });

  it.skipIf(process.platform !== 'linux')(
    'of a process that has ended and was never waited for is taken over',
    async () => {
      const file = join(emptyFolder(), 'lock');
      // The shell becomes a sleep, which never asks after its child.
      const parent = spawn('/bin/sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 30'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      onTestFinished(() => void parent.kill('SIGKILL'));
      const [text] = await once(parent.stdout, 'data');
      const pid = Number(/\d+/.exec(String(text))?.[0]);
      const state = await until(
        () => readFileSync(`/proc/${pid}/stat`, 'utf8'),
        (stat) => stat.includes(') Z '),
      );
      expect(state).toContain(') Z ');
      writeFileSync(file, `${pid} ${state.slice(state.lastIndexOf(')') + 2).split(' ')[19]}`);
      expect(holderOf(file)).toBeUndefined();
    },
  );

  it('that was created a moment ago and is not written yet is respected', () => {
    const file = join(emptyFolder(), 'lock');
    writeFileSync(file, '');
    expect(takeLock(file)).toBeUndefined();
    writeFileSync(file, 'nonsense');
    expect(takeLock(file)).toBeDefined();
  });

  it('given back late does not take away who came after', () => {
    const file = join(emptyFolder(), 'lock');
    const release = takeLock(file);
    rmSync(file);
    writeFileSync(file, '1 1');
    release?.();
    expect(readFileSync(file, 'utf8')).toBe('1 1');
  });

  it('that cannot be written is told in a sentence', () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(() => takeLock(join(folder, 'file', 'lock'))).toThrow(/file\/lock cannot be written \(ENOTDIR\)/);
  });
});
