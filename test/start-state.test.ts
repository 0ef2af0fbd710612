import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {buildStartState, enterStep, restoreStep, type StartState, type Trail} from '../src/start-state.ts';
import {workFolder} from '../src/work-folder.ts';
import {lessonOf, scriptOf, stepOf} from './support/course.ts';
import {emptyFolder} from './support/empty-folder.ts';

const lesson = {
  ...lessonOf(
    'one',
    ['first', 'second', 'third'].map((id) =>
      stepOf(id, {setup: [scriptOf(`setup ${id}`)], solution: [scriptOf(`solve ${id}\ndocker stats --no-stream`)]}),
    ),
  ),
  setup: [scriptOf('setup lesson')],
};

/** A sandbox whose checkpoints count what was run; `changed` is the oldest thing that was changed since it was made. */
function world() {
  const ran: string[] = [];
  const state = {
    made: 0,
    changed: Number.POSITIVE_INFINITY,
    context: '',
    kubernetes: 'kind' as 'kind' | 'context',
  };
  const folder = workFolder(emptyFolder(), lesson);
  const trail: Trail = new Map();
  const at = (id: string, withTrail = true): StartState => ({
    lesson,
    step: lesson.steps.find((step) => step.id === id) ?? stepOf(id),
    sandbox: {
      about: {
        docker: 'real',
        kubernetes: state.kubernetes,
        context: state.context,
        endpoint: '',
        version: '',
        stateSince: 0,
        refusals: [],
      },
      ensureCluster: async () => {},
      checkpoint: async () => state.made,
      async reset(to = 0) {
        ran.push(`reset ${to}`);
        state.made = to;
        const exact = state.changed > to;
        if (exact) state.changed = Number.POSITIVE_INFINITY;
        return {removed: {containers: [], networks: [], volumes: [], images: [], objects: []}, exact};
      },
    },
    folder,
    ...(withTrail ? {trail} : {}),
    run: async ({text}) => {
      ran.push(text);
      state.made += 1;
      writeFileSync(join(folder.path, 'made'), String(state.made));
      return {exitCode: 0, ended: 'exited', output: ''};
    },
  });
  /** Plays the lesson up to the third step, as a rehearsal does. */
  async function goThrough(withTrail = true): Promise<number> {
    await buildStartState(at('first', withTrail));
    await at('first').run(scriptOf('solve first'));
    await enterStep(at('second', withTrail));
    await at('second').run(scriptOf('solve second'));
    const mark = await enterStep(at('third', withTrail));
    ran.length = 0;
    return mark;
  }
  return {ran, state, at, goThrough, made: () => readFileSync(join(folder.path, 'made'), 'utf8')};
}

describe('a step that is taken back to its start', () => {
  it('is reset to its mark, with its folder, when nothing older was changed', async () => {
    const {ran, at, goThrough, made} = world();
    const mark = await goThrough();
    await at('third').run(scriptOf('a mistake'));
    expect(await restoreStep({...at('third'), mark})).toBe(mark);
    expect(ran).toEqual(['a mistake', `reset ${mark}`]);
    expect(made()).toBe(String(mark));
  });

  it('is played again from its own setup when what that made was changed', async () => {
    const {ran, state, at, goThrough} = world();
    const mark = await goThrough();
    state.changed = mark;
    expect(await restoreStep({...at('third'), mark})).toBe(mark);
    expect(ran).toEqual([`reset ${mark}`, `reset ${mark - 1}`, 'setup third']);
  });

  it('is played again from the step before which the changed thing was not there, without looking around', async () => {
    const {ran, state, at, goThrough, made} = world();
    const mark = await goThrough();
    state.changed = 4;
    await restoreStep({...at('third'), mark});
    expect(ran).toEqual(['reset 6', 'reset 5', 'reset 3', 'setup second', 'solve second', 'setup third']);
    expect(made()).toBe(String(mark));
  });

  it('is played again from nothing when something from before the lesson was changed, or nothing was noted', async () => {
    const whole = ['setup lesson', 'setup first', 'solve first', 'setup second', 'solve second', 'setup third'];
    const {ran, state, at, goThrough} = world();
    const mark = await goThrough();
    state.changed = 0;
    await restoreStep({...at('third'), mark});
    expect(ran.filter((line) => !line.startsWith('reset'))).toEqual(whole);

    const plain = world();
    const there = await plain.goThrough(false);
    plain.state.changed = there;
    await restoreStep({...plain.at('third', false), mark: there});
    expect(plain.ran).toEqual([`reset ${there}`, 'reset 0', ...whole]);
  });

  it('goes by the newest way it came, not by an older one', async () => {
    const {ran, state, at, goThrough} = world();
    const mark = await goThrough();
    state.changed = 4;
    const again = await restoreStep({...at('third'), mark});
    ran.length = 0;
    state.changed = again;
    expect(await restoreStep({...at('third'), mark: again})).toBe(again);
    expect(ran).toEqual([`reset ${again}`, `reset ${again - 1}`, 'setup third']);
  });
});

describe('a lesson about nodes', () => {
  it('is not begun in a cluster of the learner’s own, and nothing is removed there', async () => {
    const {ran, state, at} = world();
    state.context = 'work';
    const start = {...at('first'), lesson: {...lesson, needs: ['docker', 'kubernetes', 'nodes'] as const}};
    await expect(buildStartState(start)).rejects.toMatchObject({code: 'NEEDS_OWN_CLUSTER', exitCode: 3});
    expect(ran).toEqual([]);
    await buildStartState({...start, lesson: {...lesson, needs: ['docker', 'kubernetes']}});
    expect(ran).toContain('setup first');
  });
});
