import {execFile, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {realClock} from '../../src/clock.ts';
import {drive} from '../../src/drive.ts';
import type {Course, Step} from '../../src/lessons/lesson.ts';
import {findPaths} from '../../src/paths.ts';
import {noProgress} from '../../src/progress.ts';
import {choose} from '../../src/sandbox/choose.ts';
import {createSandbox} from '../../src/sandbox/create.ts';
import type {Sandbox} from '../../src/sandbox/sandbox.ts';
import {shellEnvironment} from '../../src/sandbox/shell/environment.ts';
import {openSession} from '../../src/session.ts';
import {workFolder} from '../../src/work-folder.ts';
import type {Bench} from './figure.ts';
import {figure, quantile} from './figure.ts';

const image = 'busybox:1.36';

/** A sandbox of the bench's own on the machine's Docker; gone afterwards with all it made. */
export async function withSandbox<T>(use: (sandbox: Sandbox, home: string) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'k8sl-bench-'));
  const chosen = await choose('real', process.env);
  if (chosen.sandbox !== 'real') throw new Error(`no Docker (${chosen.refusals[0]?.cause ?? ''})`);
  const sandbox = await createSandbox({
    endpoint: chosen.endpoint,
    version: chosen.probe.version,
    paths: findPaths({...process.env, K8S_LEARN_HOME: home, XDG_RUNTIME_DIR: home}),
    env: process.env,
    courseImages: [image],
    mirror: process.env['K8S_LEARN_TEST_MIRROR'],
    clock: realClock,
  });
  try {
    return await use(sandbox, home);
  } finally {
    await sandbox.clean();
    await sandbox.stop();
    rmSync(home, {recursive: true, force: true});
  }
}

/** From the daemon's own time of `start` to the changed verdict in the session. */
export const verdictLatency: Bench = {
  name: 'docker run -d to verdict',
  measure: () =>
    withSandbox(async (sandbox) => {
      const env = shellEnvironment({base: process.env, ...sandbox.shell});
      await docker(env, 'pull', '-q', image);
      const samples: number[] = [];
      for (let run = 0; run < 20; run += 1) samples.push(await oneVerdict(sandbox, env, `bench-${run}`));
      return [
        figure({
          name: "`docker run -d` seen as a changed verdict after the daemon's event, p95",
          value: quantile(samples, 0.95),
          goal: 50,
          unit: 'ms',
        }),
      ];
    }),
};

/** Never synchronously: the guard it talks to runs in this very process. */
async function docker(env: {readonly [name: string]: string}, ...args: readonly string[]): Promise<string> {
  const {stdout} = await promisify(execFile)('docker', args, {env, timeout: 60_000});
  return stdout.trim();
}

async function oneVerdict(sandbox: Sandbox, env: {readonly [name: string]: string}, name: string): Promise<number> {
  const {course} = courseFor(name);
  let seenAt = 0;
  let passed = (): void => {};
  let ready = (): void => {};
  const isReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const hasPassed = new Promise<void>((resolve) => {
    passed = resolve;
  });
  const driven = drive({
    session: openSession({course, language: 'en', progress: noProgress}),
    sandbox,
    clock: realClock,
    workplace: (lesson) => ({
      folder: workFolder(sandbox.shell.folder, lesson),
      run: async () => ({exitCode: 0, ended: 'exited', output: ''}),
    }),
    save: () => {},
    onNotice: () => {},
    onSession: ({phase, verdicts}) => {
      if (verdicts.length > 0) ready();
      if (phase !== 'finished') return;
      seenAt = Date.now();
      passed();
    },
  });
  driven.dispatch({type: 'opened', at: Date.now(), rebuild: false});
  await isReady;
  const child = spawn('docker', ['run', '-d', '--name', name, image, 'sleep', '1000'], {env, stdio: 'ignore'});
  await hasPassed;
  if (child.exitCode === null) await once(child, 'exit');
  await driven.close();
  const started = await docker(env, 'inspect', '-f', '{{.State.StartedAt}}', name);
  await docker(env, 'rm', '-f', name);
  return seenAt - Date.parse(started);
}

function courseFor(name: string): {readonly course: Course} {
  const place = {file: '', line: 0, column: 0};
  const step: Step = {
    id: 'start',
    title: {},
    body: {},
    setup: [],
    run: [],
    checks: [{type: 'container', params: {name, state: 'running'}, place}],
    hints: [],
    solution: [],
    alternatives: [],
    mistakes: [],
    answers: [],
  };
  const lesson = {
    number: 1,
    id: 'bench',
    title: {},
    summary: {},
    minutes: 1,
    needs: [],
    introduction: {},
    setup: [],
    steps: [step],
    remember: {},
    files: '',
    languages: [],
  };
  return {course: {id: 'bench', title: {}, languages: ['en'], images: [], clusterImages: [], lessons: [lesson]}};
}

/** Resident memory of the background process after a status and a look. */
export const hostMemory: Bench = {
  name: 'host memory',
  async measure() {
    const home = mkdtempSync(join(tmpdir(), 'k8sl-bench-'));
    const env = {...process.env, K8S_LEARN_HOME: home, XDG_RUNTIME_DIR: home};
    const run = (...args: string[]): string =>
      spawnSync(process.execPath, ['dist/k8s-learn.js', ...args], {env, timeout: 60_000, encoding: 'utf8'}).stdout;
    try {
      run('sandbox', 'env');
      run('check');
      const {host} = JSON.parse(run('status', '--json')) as {host: {rssBytes: number} | null};
      if (!host) throw new Error('the host did not start');
      return [figure({name: 'host, resident', value: host.rssBytes / 1024 / 1024, goal: 90, unit: 'MiB'})];
    } finally {
      run('clean');
      rmSync(home, {recursive: true, force: true});
    }
  },
};
