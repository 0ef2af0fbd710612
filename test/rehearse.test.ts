import {describe, expect, it} from 'vitest';
import type {Clock} from '../src/clock.ts';
import type {Step} from '../src/lessons/lesson.ts';
import type {Observation} from '../src/observation.ts';
import {type Rehearsal, rehearseLesson} from '../src/rehearse.ts';
import {type LessonResult, proven} from '../src/rehearse-result.ts';
import type {Sandbox} from '../src/sandbox/sandbox.ts';
import {workFolder} from '../src/work-folder.ts';
import {containerView} from './lessons/checks/tables/table.ts';
import {stillSandbox} from './sandbox/still-sandbox.ts';
import {lessonOf, scriptOf, stepOf} from './support/course.ts';
import {emptyFolder} from './support/empty-folder.ts';

/** Time passes only by being waited for, and then at once: half a minute of patience costs nothing. */
function hastyClock(): Clock {
  let now = 1_000_000;
  return {
    now: () => now,
    after(ms, callback) {
      const timer = setImmediate(() => {
        now += ms;
        callback();
      });
      return () => clearImmediate(timer);
    },
  };
}

/** Containers are names in a set: `make NAME`, `remove NAME`, `fail`. A reset takes back what came after a checkpoint. */
function worldOf(onRun: (script: string) => void = () => {}): {sandbox: Sandbox; run: (script: string) => number} {
  const containers: string[] = [];
  const folder = emptyFolder();
  const sandbox: Sandbox = {
    ...stillSandbox(),
    shell: {...stillSandbox().shell, folder},
    async observe(subject): Promise<Observation> {
      const name = subject.api === 'docker' && subject.resource === 'container' ? subject.name : '';
      const similar = containers.filter((other) => other[0] === name[0]);
      return containers.includes(name) ? {state: 'present', object: containerView({name})} : {state: 'absent', similar};
    },
    ensureCluster: async () => {},
    checkpoint: async () => containers.length,
    async reset(to = 0) {
      containers.splice(to);
      return {removed: {containers: [], networks: [], volumes: [], images: [], objects: []}, exact: true};
    },
  };
  return {
    sandbox,
    run(script) {
      onRun(script);
      for (const line of script.split('\n')) {
        const [verb, name = ''] = line.split(' ');
        if (verb === 'make') containers.push(name);
        if (verb === 'fail') return 7;
      }
      return 0;
    },
  };
}

const good: Partial<Step> = {
  solution: [scriptOf('make web')],
  alternatives: [scriptOf('make other\nmake web')],
  mistakes: [{run: scriptOf('make wep'), says: {en: 'wep', zh: 'wep'}}],
};

async function rehearse(
  steps: readonly Step[],
  change: Partial<Rehearsal> & {readonly onRun?: (script: string) => void} = {},
): Promise<readonly LessonResult[]> {
  const {onRun, ...rest} = change;
  const {sandbox, run} = worldOf(onRun);
  return rehearseLesson(lessonOf('one', steps), {
    sandbox,
    clock: hastyClock(),
    languages: ['en', 'zh'],
    workplace: (lesson) => ({
      folder: workFolder(sandbox.shell.folder, lesson),
      run: async (script) => ({exitCode: run(script.text), ended: 'exited', output: 'it said why\n'}),
    }),
    typed: () => {},
    ...rest,
  });
}

describe('a rehearsal', () => {
  it('proves a step whose start is unmet, mistake answered, alternative and solution right, twice', async () => {
    const told: string[] = [];
    const results = await rehearse([stepOf('web', good), stepOf('asked', {quiz: true})], {
      onStep: (lesson, step, result) => told.push(`${lesson.id}/${step.id} ${proven(result)}`),
    });
    const step = {startUnmet: true, solutionPasses: true, again: true, ms: expect.any(Number)};
    const steps = [
      {id: 'web', ...step, mistakes: {declared: 1, answered: 1}, alternatives: {declared: 1, passed: 1}},
      {id: 'asked', ...step, mistakes: {declared: 1, answered: 1}, alternatives: {declared: 0, passed: 0}},
    ];
    expect(results).toEqual([
      {id: 'one', lang: 'en', steps},
      {id: 'one', lang: 'zh', steps},
    ]);
    expect(told).toEqual(['one/web true', 'one/asked true', 'one/web true', 'one/asked true']);
  });

  it.each([
    [
      'a mistake that is not answered with its words',
      {mistakes: [{run: scriptOf('make wep'), says: {en: 'a port', zh: 'wep'}}]},
      {mistakes: {declared: 1, answered: 0}},
      /^one\/web: a mistake must be answered with "a port", but: .*web/,
    ],
    [
      'a mistake that completes the step',
      {mistakes: [{run: scriptOf('make web'), says: {en: '', zh: 'x'}}]},
      {mistakes: {declared: 1, answered: 0}},
      /^one\/web: a mistake must be answered with "", but: every check passed/,
    ],
    [
      'a solution that fails',
      {solution: [scriptOf('fail'), scriptOf('make web')]},
      {solutionPasses: true},
      /^one\/web: the solution ended with exit code 7: it said why/,
    ],
    [
      'a solution that does not complete the step',
      {solution: [scriptOf('make wep')]},
      {solutionPasses: false},
      /^one\/web: the solution does not pass: /,
    ],
    [
      'an alternative that does not complete the step',
      {alternatives: [scriptOf('make web'), scriptOf('make wep')]},
      {alternatives: {declared: 2, passed: 1}},
      /^one\/web: alternative 2 does not pass: /,
    ],
    [
      'a start state that passes',
      {setup: [scriptOf('make web')]},
      {startUnmet: false},
      /^one\/web: the start state already passes/,
    ],
    [
      'a start state that cannot be built',
      {setup: [scriptOf('fail')]},
      {startUnmet: false, solutionPasses: false},
      /^one\/web: The start state could not be built: lesson\.md:1 ended with exit code 7\. it said why/,
    ],
  ])('reports %s', async (_, change, seen, sentence) => {
    const [english] = await rehearse([stepOf('web', {...good, ...change})]);
    const [result] = english?.steps ?? [];
    expect(result).toMatchObject(seen);
    expect(result?.failure).toMatch(sentence);
    expect(result && proven(result)).toBe(false);
  });

  it('fails in the one language whose sentence is missing', async () => {
    const says = {en: 'wep', zh: '端口'};
    const [english, chinese] = await rehearse([
      stepOf('web', {...good, mistakes: [{run: scriptOf('make wep'), says}]}),
    ]);
    expect(english?.steps.map(proven)).toEqual([true]);
    expect(chinese?.steps[0]?.failure).toMatch(/must be answered with "端口", but: /);
  });

  it('notices what holds only the first time', async () => {
    let count = 0;
    const once = stepOf('web', {solution: [scriptOf('make web')], setup: [scriptOf('count')]});
    const [english] = await rehearse([once], {
      onRun: (script) => {
        if (script !== 'count') return;
        count += 1;
        if (count > 1) throw new Error('not a second time');
      },
    });
    expect(english?.steps[0]).toMatchObject({
      solutionPasses: true,
      again: false,
      failure: 'again: one/web: not a second time',
    });
  });

  it('says of the steps after one that fails that they were not reached', async () => {
    const [english] = await rehearse([stepOf('web', {solution: [scriptOf('fail')]}), stepOf('two', good)]);
    expect(english?.steps[1]).toMatchObject({id: 'two', failure: 'not reached'});
  });

  it('ends at once when interrupted, and tells only of steps that came to their end', async () => {
    const stop = new AbortController();
    const results = await rehearse([stepOf('web', good), stepOf('wide', {solution: [scriptOf('make wide')]})], {
      signal: stop.signal,
      onRun: (script) => {
        if (script === 'make wide') stop.abort();
      },
    });
    expect(results).toEqual([
      {id: 'one', lang: 'en', steps: []},
      {id: 'one', lang: 'zh', steps: []},
    ]);
  });
});
