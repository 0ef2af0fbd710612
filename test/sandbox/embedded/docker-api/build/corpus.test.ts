import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {buildEngine, makeBases, seenImage} from './build-engine.ts';
import type {BuildCase, Outcome} from './corpus/build-case.ts';
import {comparable, differences} from './corpus/differences.ts';
import {corpus} from './corpus/index.ts';
import {createNames, outcomeOf} from './corpus/outcome.ts';

const recorded: {readonly [topic: string]: {readonly [name: string]: readonly Outcome[]}} = JSON.parse(
  readFileSync(new URL('corpus/recorded.json', import.meta.url), 'utf8'),
);

const bases = await makeBases();

async function play({builds}: BuildCase): Promise<readonly Outcome[]> {
  const engine = await buildEngine({bases});
  const ids = ['busybox:1.36', 'alpine:3.20'].map((name) => [engine.daemon.images.require(name).id, name] as const);
  const name = createNames(new Map(ids));
  const outcomes: Outcome[] = [];
  for (const build of builds) {
    // The cache takes the newest: two builds are never at the same instant.
    await engine.clock.advance(1000);
    const {status, text} = await engine.build(build);
    outcomes.push(outcomeOf({status, body: text, ...(await seenImage(engine, text))}, name));
  }
  return outcomes;
}

describe.each(Object.entries(corpus))('the classic builder of a real daemon does the same: %s', (topic, cases) => {
  it.each(cases.filter(({name}) => !Object.hasOwn(differences, name)).map((each) => [each.name, each] as const))(
    '%s',
    async (name, each) => {
      const outcomes = await play(each);
      const expected = recorded[topic]?.[name];
      expect(expected, 'the case is recorded').toBeDefined();
      expect(outcomes.map(comparable)).toEqual(expected?.map(comparable));
    },
  );
});

describe('where the engine differs from a real daemon on purpose', () => {
  const cases = Object.entries(corpus).flatMap(([topic, all]) => all.map((each) => ({topic, each})));
  it.each(Object.entries(differences))('%s: %s', async (name) => {
    const found = cases.find(({each}) => each.name === name);
    expect(found, 'the case is there').toBeDefined();
    if (!found) return;
    const outcomes = await play(found.each);
    const real = recorded[found.topic]?.[name]?.map(comparable);
    // One that is the same by now is no difference any more.
    expect(outcomes.map(comparable)).not.toEqual(real);
  });
});
