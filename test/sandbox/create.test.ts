import {execFile} from 'node:child_process';
import {appendFileSync, existsSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect, it, onTestFinished} from 'vitest';
import {realClock} from '../../src/clock.ts';
import type {Change} from '../../src/observation.ts';
import {findPaths, type Paths} from '../../src/paths.ts';
import {choose} from '../../src/sandbox/choose.ts';
import {createSandbox} from '../../src/sandbox/create.ts';
import type {Sandbox} from '../../src/sandbox/sandbox.ts';
import {emptyFolder} from '../support/empty-folder.ts';
import {describeWithDocker} from '../support/real-docker.ts';
import {snapshot} from '../support/snapshot.ts';
import {until} from '../support/until.ts';

describeWithDocker('a sandbox on a real Docker', (docker) => {
  const mine = (text: string): boolean => text.includes('gk-cre');

  async function open(paths: Paths): Promise<Sandbox> {
    const env = {...process.env, DOCKER_HOST: docker.host};
    const chosen = await choose('real', env);
    if (chosen.sandbox !== 'real') throw new Error(JSON.stringify(chosen));
    const {endpoint, probe} = chosen;
    const sandbox = await createSandbox({
      endpoint,
      version: probe.version,
      paths,
      env,
      courseImages: [],
      clock: realClock,
    });
    onTestFinished(async () => {
      await sandbox.clean();
      await sandbox.stop();
    });
    return sandbox;
  }
  function freshPaths(): Paths {
    const folder = emptyFolder();
    return findPaths({K8S_LEARN_HOME: join(folder, 'h'), XDG_RUNTIME_DIR: folder});
  }
  function docked({shell}: Sandbox, ...args: readonly string[]): Promise<unknown> {
    const env = {...process.env, DOCKER_HOST: `unix://${shell.dockerSocket}`, DOCKER_CONFIG: shell.dockerConfigFolder};
    return promisify(execFile)('docker', [...args], {env, timeout: 20_000});
  }

  it('keeps its folders and sockets to its user, and takes the sockets away when it stops', async () => {
    const paths = freshPaths();
    const sandbox = await open(paths);
    for (const folder of [paths.home, paths.work, paths.runtime, paths.dockerConfig])
      expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(sandbox.shell.dockerSocket).mode & 0o777).toBe(0o600);
    expect(statSync(paths.sessionId).mode & 0o777).toBe(0o600);
    await sandbox.stop();
    expect(existsSync(sandbox.shell.dockerSocket)).toBe(false);
  });

  it('has one session for good, so that a later process removes what an earlier one made', async () => {
    const paths = freshPaths();
    const first = await open(paths);
    const session = readFileSync(paths.sessionId, 'utf8');
    await docked(first, 'volume', 'create', 'gk-cre-data');
    await first.stop();
    const second = await open(paths);
    expect(readFileSync(paths.sessionId, 'utf8')).toBe(session);
    expect((await second.inventory()).volumes).toEqual(['gk-cre-data']);
    expect((await second.clean()).volumes).toEqual(['gk-cre-data']);
    expect((await snapshot(docker.host, mine)).volumes).toEqual([]);
  });

  it('takes another session when the name of its own cannot be read', async () => {
    const paths = freshPaths();
    await (await open(paths)).stop();
    writeFileSync(paths.sessionId, 'nonsense\n');
    await open(paths);
    expect(readFileSync(paths.sessionId, 'utf8')).toMatch(/^[0-9a-f]{12}\n$/);
  });

  it('tells once that its list of what was made was damaged, and knows the rest of it', async () => {
    const paths = freshPaths();
    const first = await open(paths);
    expect(await first.notices()).toEqual([]);
    await docked(first, 'volume', 'create', 'gk-cre-data');
    await first.stop();
    appendFileSync(paths.ledger, 'no record\n');
    const second = await open(paths);
    expect(await second.notices()).toEqual([
      {
        cause: 'ledger-damaged',
        params: expect.objectContaining({lost: 1, aside: expect.stringContaining('.damaged-')}),
      },
    ]);
    expect(await second.notices()).toEqual([]);
    expect((await second.inventory()).volumes).toEqual(['gk-cre-data']);
  });

  it("tells of the daemon's events and of the learner's calls until it is not wanted any more", async () => {
    const sandbox = await open(freshPaths());
    const heard: Change[] = [];
    const stop = new AbortController();
    sandbox.changes((change) => heard.push(change), stop.signal);
    const began = Date.now();
    await docked(sandbox, 'volume', 'create', 'gk-cre-data');
    const said = await until(
      () => heard.map(({what}) => what),
      (all) => all.some((what) => /^volume create gk-cre-data/.test(what)) && all.length > 2,
    );
    expect(said).toContain('connection to Docker');
    expect(await sandbox.observe({api: 'calls', verb: 'volume create'}, began)).toMatchObject({
      state: 'present',
      object: {calls: [expect.objectContaining({verb: 'volume create', target: 'gk-cre-data'})]},
    });
    stop.abort();
    const count = heard.length;
    await docked(sandbox, 'volume', 'rm', 'gk-cre-data');
    expect(heard).toHaveLength(count);
  });

  it('answers for a quiz, the working folder and addresses without Docker', async () => {
    const paths = freshPaths();
    const sandbox = await open(paths);
    writeFileSync(join(paths.work, 'note.txt'), 'hello');
    expect(await sandbox.observe({api: 'quiz', step: 'x'}, 0)).toEqual({state: 'absent', similar: []});
    expect(await sandbox.observe({api: 'files', path: 'note.txt'}, 0)).toMatchObject({state: 'present'});
    expect(await sandbox.observe({api: 'http', url: 'http://127.0.0.1:18240/'}, 0)).toMatchObject({
      state: 'unreachable',
      reason: {cause: 'nothing-listens'},
    });
    expect(await sandbox.observe({api: 'commands'}, 0)).toEqual({state: 'present', object: {commands: []}});
  });
});
