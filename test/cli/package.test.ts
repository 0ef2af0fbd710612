import {execFile, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, realpathSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {beforeAll, describe, expect, it} from 'vitest';
import {emptyFolder} from '../support/empty-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** As a person's shell has it: nothing of the npm that runs these tests, and no Docker. */
function env(folder: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(?!config_(cache|registry|userconfig))|VITEST|NODE_ENV$|K8S_LEARN_)/.test(name),
  );
  const away = {
    K8S_LEARN_HOME: join(folder, 'h'),
    DOCKER_HOST: 'unix:///nowhere/engine',
    LANG: 'C.UTF-8',
    npm_config_prefer_offline: 'true',
  };
  return {...Object.fromEntries(own), ...away};
}

describe('the packed program', () => {
  let tarball = '';
  let packed: {readonly files: readonly {readonly path: string}[]; readonly filename: string};
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'gk-n'));
    const {stdout} = await run('npm', ['pack', '--json', '--pack-destination', folder], {cwd: root, env: env(folder)});
    // What prepack prints stands before.
    packed = JSON.parse(stdout.slice(stdout.indexOf('[\n')))[0];
    tarball = join(folder, packed.filename);
    return () => rmSync(folder, {recursive: true, force: true});
  });

  it('holds the program, the lessons, what it may be used under, and nothing else', () => {
    const places = new Set(packed.files.map(({path}) => path.split('/')[0]));
    expect([...places].sort()).toEqual([
      'LICENSE',
      'README.md',
      'README.zh.md',
      'THIRD-PARTY-LICENSES',
      'dist',
      'lessons',
      'package.json',
    ]);
    expect(packed.files.map(({path}) => path)).toEqual(
      expect.arrayContaining(['dist/k8s-learn.js', 'lessons/course.yaml']),
    );
    expect(statSync(tarball).size).toBeLessThan(5e6);
  });

  it('is installed with at most two other packages', async () => {
    const place = emptyFolder();
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefix', place, tarball], {
      cwd: place,
      env: env(folder),
    });
    const {packages} = JSON.parse(readFileSync(join(place, 'node_modules/.package-lock.json'), 'utf8'));
    const names = Object.keys(packages).sort();
    expect(names.length).toBeLessThanOrEqual(3);
    expect(names).toEqual(expect.arrayContaining(['node_modules/@lydell/node-pty', 'node_modules/k8s-learn']));
  }, 60_000);

  it('runs by npx from any folder', async () => {
    const {stdout} = await run('npx', ['--yes', `./${packed.filename}`, 'list'], {cwd: folder, env: env(folder)});
    expect(stdout).toMatch(/^Docker and Kubernetes in your terminal\n\n {2}1 {2}why-containers /);
  }, 60_000);

  const start = (...args: readonly string[]) =>
    spawnSync('npm', ['start', '--silent', '--', ...args], {
      cwd: root,
      env: env(folder),
      encoding: 'utf8',
      timeout: 30_000,
    });

  it('begins the course when it is started where there is neither a terminal nor Docker', () => {
    const {status, stdout} = start();
    expect(status).toBe(0);
    expect(stdout).toContain('Lesson 1: Why containers');
  }, 60_000);

  it('says what is possible where a real Docker is asked for, and none answers', () => {
    const {status, stdout, stderr} = start('--sandbox', 'real');
    expect({status, stdout}).toEqual({status: 3, stdout: ''});
    expect(stderr).toMatch(/Docker [\s\S]*Until then the lessons can be read: k8s-learn list, k8s-learn show\.\n$/);
  }, 60_000);
});
