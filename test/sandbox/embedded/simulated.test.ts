import {readFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import {apiLines, kindLines, kinds, simulatedTexts} from '../../../scripts/simulated.ts';
import {routes} from '../../../src/sandbox/embedded/docker-api/routes.ts';

/** References have slashes, which the paper does not show. */
const real = routes.map(({method, path}) => ({method, path: path.replaceAll('*}', '}')}));

it('every route says what it simulates, or stands with a family that is not there at all', () => {
  const lines = apiLines();
  const absent = lines.filter(({missing}) => /^there (is no|are none)/.test(missing)).map(({path}) => path);
  const said = new Set(lines.map(({method, path}) => `${method} ${path}`));
  const silent = real.filter(
    ({method, path}) => !said.has(`${method} ${path}`) && !absent.some((family) => path.startsWith(family)),
  );
  expect(silent.map(({method, path}) => `${method} ${path}`)).toEqual([]);
});

it('nothing is said of a route that is not there', () => {
  const paths = new Set(real.map(({path}) => path));
  expect(apiLines().filter(({path}) => !paths.has(path))).toEqual([]);
});

it('nothing is said of a kind that is not there', () => {
  const there = new Set(kinds().map(({kind}) => kind));
  expect([...kindLines().keys()].filter((kind) => !there.has(kind))).toEqual([]);
});

it.each([...simulatedTexts()])('%s says so too', (name, text) => {
  const there = readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
  expect(there, 'run npx tsx scripts/simulated.ts').toBe(text);
});
