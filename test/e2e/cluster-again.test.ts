import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi} from 'vitest';
import type {Harness} from './harness.ts';
import {type Installed, install, open, type Place, place, run, stopHost} from './program.ts';

// A cluster is made twice, on whatever machine this runs.
vi.setConfig({testTimeout: 300_000});

const clusterMs = 120_000;

const lesson = `---
id: twice
title: Twice
summary: Two things in a cluster.
minutes: 5
needs: [docker, kubernetes]
---

Begin here.

## The first thing {#one}

Make it.

\`\`\`sh run
kubectl create configmap one
\`\`\`

\`\`\`yaml check
- object: {kind: ConfigMap, name: one}
\`\`\`

## The second thing {#two}

Make another.

\`\`\`sh run
kubectl create configmap two
\`\`\`

\`\`\`yaml check
- object: {kind: ConfigMap, name: two}
\`\`\`
`;

const missing = ['kind', 'kubectl'].filter((program) => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], {stdio: 'ignore'});
    return false;
  } catch {
    return true;
  }
});
const title = 'a lesson with a cluster of the embedded engine';
const named = missing.length === 0 ? title : `${title} (skipped: ${missing.join(' and ')} not installed)`;

describe.skipIf(missing.length > 0)(named, () => {
  let installed: Installed;
  let at: Place;
  let screen: Harness;

  beforeAll(async () => {
    installed = await install();
  }, 90_000);
  afterAll(() => installed?.remove());
  beforeEach(() => {
    at = place();
    const folder = join(at.folder, 'course', '01-twice');
    mkdirSync(folder, {recursive: true});
    writeFileSync(
      join(at.folder, 'course', 'course.yaml'),
      'format: 1\nid: small\ntitle: {en: Small}\nlanguages: [en]\nimages: []\n',
    );
    writeFileSync(join(folder, 'lesson.md'), lesson);
  });
  afterEach(async () => {
    await screen?.close();
    await stopHost(installed, at);
    at.remove();
  });

  async function hostPid(): Promise<number> {
    const {stdout} = await run(installed, at, ['status', '--json']);
    const {host} = JSON.parse(stdout) as {readonly host: {readonly pid: number} | null};
    return host?.pid ?? 0;
  }

  it('goes on after the engine was killed: a new cluster, the earlier steps done again, said in a line', async () => {
    const course = ['--course', join(at.folder, 'course')];
    screen = open(installed, at, {args: ['--sandbox', 'embedded', '--fast', ...course, 'twice/two']});
    await screen.waitFor('○ ConfigMap two', clusterMs);
    screen.keys('clear; kubectl get configmap one -o name\r');
    await screen.waitFor('configmap/one', clusterMs);
    const killed = await hostPid();
    process.kill(killed, 'SIGKILL');
    await screen.waitFor('The sandbox began anew', clusterMs);
    await screen.waitFor('○ ConfigMap two', clusterMs);
    screen.keys('clear; kubectl get configmaps -o name\r');
    await screen.waitFor('configmap/one', clusterMs);
    expect(await hostPid()).not.toBe(killed);
    screen.keys('kubectl create configmap two\r');
    await screen.waitFor('✔ Lesson done: Twice', clusterMs);
  });
});
