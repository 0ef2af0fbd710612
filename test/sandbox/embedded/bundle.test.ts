import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {createContext, runInContext} from 'node:vm';
import {build} from 'esbuild';
import {beforeAll, describe, expect, it} from 'vitest';
import {withoutComments} from '../../support/imports.ts';

const source = fileURLToPath(new URL('../../../src/sandbox/', import.meta.url));

/** What runs in a browser tab as well: all of the engine but its edge, all commands but the shell around them. */
const files = ['embedded', 'cli']
  .flatMap((folder) =>
    readdirSync(join(source, folder), {recursive: true, encoding: 'utf8'}).map((name) => join(folder, name)),
  )
  .filter((name) => name.endsWith('.ts') && !/^embedded[\\/]edge[\\/]|^cli[\\/]node(-\w+)?\.ts$/.test(name));

/** What only Node has, and what would make a replay different from what it replays. */
const forbidden = [
  ...['Buffer', 'process', 'require', 'module', '__dirname', '__filename', 'global'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'],
  ...['queueMicrotask', 'performance', 'fetch', 'localStorage', 'window', 'document'],
  ...['Math.random', 'Date.now', 'crypto.getRandomValues', 'crypto.randomUUID', 'crypto.subtle'],
];

const mark = (word: string): string => `__FREE__${word.replace('.', '__DOT__')}`;

/** Free names of each file, as esbuild sees them: a variable of a function's own is none. */
async function freeNames(names: readonly string[]): Promise<readonly string[]> {
  const {outputFiles} = await build({
    entryPoints: names.map((name) => join(source, name)),
    outbase: source,
    outdir: '/',
    write: false,
    target: 'es2023',
    define: Object.fromEntries(forbidden.map((word) => [word, mark(word)])),
  });
  return outputFiles.flatMap(({path, text}) =>
    forbidden.filter((word) => new RegExp(`\\b${mark(word)}\\b`).test(text)).map((word) => `${path}: ${word}`),
  );
}

function datesOfNow(): readonly string[] {
  return files.filter((name) => /\bnew Date\(\s*\)/.test(withoutComments(readFileSync(join(source, name), 'utf8'))));
}

describe('what runs in a browser', () => {
  it('uses nothing that only Node has, no clock and no chance of its own', async () => {
    expect(files.length).toBeGreaterThan(300);
    expect(await freeNames(files)).toEqual([]);
    expect(datesOfNow()).toEqual([]);
  }, 60_000);

  it('is looked at in a way that finds such a thing', async () => {
    const found = await freeNames([join('embedded', 'edge', 'streams.ts'), join('embedded', 'edge', 'respond.ts')]);
    expect(found.map((line) => line.split(': ').at(-1))).toEqual(['Buffer', 'Buffer']);
  });
});

describe('the bundle for a browser', () => {
  let code: string;

  beforeAll(async () => {
    const entries = files.map((name) => `export * as m${files.indexOf(name)} from './${name.replaceAll('\\', '/')}';`);
    // No polyfill and no external module: an import of Node's is an error.
    const {outputFiles} = await build({
      stdin: {contents: entries.join('\n'), resolveDir: source, loader: 'ts'},
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      globalName: 'bundle',
      target: 'es2023',
      logLevel: 'silent',
    });
    code = outputFiles[0]?.text ?? '';
  });

  it('is made of everything, with no module of Node’s', () => {
    expect(code.length).toBeGreaterThan(1_000_000);
    expect(code).not.toMatch(/\brequire\(\s*["']/);
    expect(code).not.toMatch(/["']node:[a-z/]+["']\s*\)/);
  });

  it('loads and answers calls where there is nothing but what a browser has', async () => {
    const browser = {TextEncoder, TextDecoder, URL, URLSearchParams, AbortController, AbortSignal, atob, btoa, console};
    const context = createContext({...browser});
    const answer: unknown = await runInContext(
      `${code}
      ;(async () => {
        const modules = Object.values(bundle);
        const {createEngine} = modules.find((module) => module.createEngine);
        let now = 0;
        const engine = createEngine({
          outside: {
            clock: {now: () => now, after: () => () => {}, soon: (callback) => Promise.resolve().then(callback)},
            random: (count) => new Uint8Array(count).map((_, index) => index + (now += 1)),
            sha256: () => ({update() {}, digest: () => new Uint8Array(32)}),
            ports: {listen: () => Promise.reject(new Error('no ports'))},
            files: undefined,
          },
          programs: new Map(),
          catalogue: [],
          options: {downloadPace: 0, bindFolder: undefined},
        });
        const request = (url) => ({
          method: 'GET', url, headers: new Map(), upgrade: false, signal: new AbortController().signal,
          body: {read: async () => null, close() {}},
        });
        const version = await engine.handle(request('/version'));
        const networks = await engine.handle(request('/networks'));
        return JSON.stringify([version.body.ApiVersion, networks.body.map((network) => network.Name)]);
      })()`,
      context,
    );
    expect(answer).toBe('["1.46",["bridge","host","none"]]');
  });
});
