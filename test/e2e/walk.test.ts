import {existsSync, mkdirSync, readdirSync, symlinkSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, it, vi} from 'vitest';
import {describeWithDocker} from '../support/real-docker.ts';
import {type Mirror, mirror} from '../support/registry.ts';
import type {Harness} from './harness.ts';
import {type Installed, install, noDocker, open, type Place, place, run, stopHost} from './program.ts';
import {walkLesson} from './walk.ts';

vi.setConfig({testTimeout: 180_000});

const sizes = [
  {language: 'en', columns: 120, rows: 36},
  {language: 'zh', columns: 80, rows: 24},
] as const;

describeWithDocker(
  'lesson 3, walked by keys alone',
  ({host}) => {
    let installed: Installed;
    let registry: Mirror;
    let at: Place;
    let screen: Harness;

    beforeAll(async () => {
      installed = await install();
      registry = await mirror({host, prefix: 'k8s-learn-walk'});
    }, 180_000);
    afterAll(async () => {
      await registry?.stop();
      installed?.remove();
    });
    beforeEach(() => {
      at = place();
    });
    afterEach(async () => {
      await screen?.close();
      const real = {...at, env: {...at.env, DOCKER_HOST: host}};
      await run(installed, real, ['clean']);
      await stopHost(installed, real);
      at.remove();
    });

    it.each(sizes)('in $language at $columns x $rows', async ({language, ...size}) => {
      const args = ['--mirror', registry.address, '--lang', language, 'containers'];
      screen = open(installed, at, {...size, args, env: {DOCKER_HOST: host}});
      await walkLesson(screen, language);
    });
  },
  {images: ['nginx:1.27-alpine', 'busybox:1.36'], standIns: true},
);

describe('lesson 3, walked by keys alone on a machine that has nothing but Node', () => {
  let installed: Installed;
  let at: Place;
  let screen: Harness;

  beforeAll(async () => {
    installed = await install();
  }, 180_000);
  afterAll(() => installed?.remove());
  beforeEach(() => {
    at = place();
  });
  afterEach(async () => {
    await screen?.close();
    await stopHost(installed, at);
    at.remove();
  });

  it.each(sizes)('in $language at $columns x $rows', async ({language, ...size}) => {
    const PATH = pathWithout(/^(docker|kind|kubectl)/, join(at.folder, 'programs'));
    screen = open(installed, at, {
      ...size,
      args: ['--fast', '--lang', language, 'containers'],
      env: {PATH, DOCKER_HOST: noDocker},
    });
    await screen.waitFor(language === 'en' ? 'embedded' : '内置');
    await walkLesson(screen, language);
  });
});

/** A folder with every program there is on PATH but those; the first of a name counts. */
function pathWithout(unwanted: RegExp, folder: string): string {
  mkdirSync(folder);
  for (const from of (process.env['PATH'] ?? '').split(delimiter))
    for (const name of existsSync(from) ? readdirSync(from) : [])
      if (!unwanted.test(name) && !existsSync(join(folder, name))) symlinkSync(join(from, name), join(folder, name));
  return folder;
}
