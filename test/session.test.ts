import {describe, expect, it} from 'vitest';
import type {Verdict} from '../src/observation.ts';
import {noProgress, stepProgress, withStep} from '../src/progress.ts';
import type {Effect, Event, Session} from '../src/session.ts';
import {openSession, transition} from '../src/session.ts';
import {courseOf, stepOf} from './support/course.ts';

const course = courseOf([
  {id: 'one', steps: [stepOf('first'), stepOf('second'), stepOf('asked', {quiz: true})]},
  {id: 'two', steps: [stepOf('last')]},
]);
const passed: Verdict = {verdict: 'passed'};
const unmet: Verdict = {verdict: 'unmet', cause: 'not-there', params: {}};

function open(options: Partial<Parameters<typeof openSession>[0]> = {}): Session {
  return openSession({course, language: 'en', progress: noProgress, ...options});
}

/** Feeds events one after the other; returns the last session and all effects. */
function play(session: Session, ...events: readonly Event[]): {session: Session; effects: readonly Effect[]} {
  const effects: Effect[] = [];
  let now = session;
  for (const event of events) {
    const result = transition(now, event);
    now = result.session;
    effects.push(...result.effects);
  }
  return {session: now, effects};
}

const opened: Event = {type: 'opened', at: 1, rebuild: true};
const entered: Event = {type: 'entered', at: 10};
const looked = (step: string, ...verdicts: readonly Verdict[]): Event => ({type: 'looked', at: 20, step, verdicts});

describe('a session', () => {
  it('opens at the first step and builds its start state from nothing', () => {
    const {session, effects} = play(open(), opened);
    expect([session.lesson.id, session.step.id, session.phase]).toEqual(['one', 'first', 'entering']);
    expect(effects.map(({type}) => type)).toEqual(['save', 'enter']);
    expect(effects.at(-1)).toMatchObject({type: 'enter', rebuild: 'all'});
  });

  it('opens where the learner left off, with the hints already shown', () => {
    const progress = withStep(
      {version: 1, courses: {[course.id]: {lessons: {}, current: {lesson: 'one', step: 'second'}}}},
      {course: course.id, lesson: 'one', step: 'second'},
      {hints: 1, enteredAt: 5},
    );
    const {session, effects} = play(open({progress}), {type: 'opened', at: 1, rebuild: false}, entered);
    expect([session.step.id, session.hints, session.enteredAt]).toEqual(['second', 1, 5]);
    expect(effects.find(({type}) => type === 'enter')).toMatchObject({rebuild: 'none'});
  });

  it('looks as soon as the start state is there, and works', () => {
    const {session, effects} = play(open(), opened, entered);
    expect([session.phase, session.enteredAt]).toEqual(['working', 10]);
    expect(effects.at(-1)).toEqual({type: 'look'});
  });

  it('is stuck with the reason when the start state cannot be built, and a reset tries again', () => {
    const {session} = play(open(), opened, {type: 'enter-failed', trouble: {code: 'X', message: 'no network'}});
    expect([session.phase, session.trouble?.message]).toEqual(['stuck', 'no network']);
    expect(play(session, {type: 'reset', scope: 'step', at: 2}).session.phase).toBe('entering');
  });

  it('passes a step when every check passes, saves when it did, and stays passed', () => {
    const {session} = play(open(), opened, entered, looked('first', passed), looked('first', unmet));
    expect(session.phase).toBe('passed');
    expect(stepProgress(session.progress, course.id, 'one', 'first').passedAt).toBe(20);
  });

  it('does not pass while one check is unmet, nor on verdicts of another step', () => {
    expect(play(open(), opened, entered, looked('first', passed, unmet)).session.phase).toBe('working');
    expect(play(open(), opened, entered, looked('second', passed)).session.phase).toBe('working');
    expect(play(open(), opened, looked('first', passed)).session.phase).toBe('entering');
  });

  it('goes on from a passed step with the state it left, and skips a step by replay', () => {
    const onward = play(open(), opened, entered, looked('first', passed), {type: 'next', at: 30});
    expect(onward.session.step.id).toBe('second');
    expect(onward.effects.at(-1)).toMatchObject({type: 'enter', rebuild: 'setup'});
    const skipped = play(open(), opened, entered, {type: 'next', at: 30});
    expect(skipped.effects.at(-1)).toMatchObject({type: 'enter', rebuild: 'all'});
  });

  it('finishes a lesson at its last step and goes to the next lesson from nothing', () => {
    const at = {lesson: 'one', step: 'asked'};
    const finished = play(open({at}), opened, entered, {type: 'answer', chosen: [0], at: 15}, looked('asked', passed));
    expect(finished.session.phase).toBe('finished');
    const after = play(finished.session, {type: 'next', at: 30});
    expect([after.session.lesson.id, after.session.step.id]).toEqual(['two', 'last']);
    expect(after.effects.at(-1)).toMatchObject({rebuild: 'all'});
  });

  it('stays where it is when there is nothing after it or a jump leads nowhere', () => {
    const {session} = play(open({at: {lesson: 'two', step: 'last'}}), opened, entered);
    expect(transition(session, {type: 'next', at: 1})).toEqual({session, effects: []});
    expect(transition(session, {type: 'jump', lesson: 'two', step: 'nowhere', at: 1})).toEqual({session, effects: []});
  });

  it('counts hints one by one up to the last and remembers that the solution was shown', () => {
    const {session} = play(open(), opened, entered, {type: 'hint'}, {type: 'hint'}, {type: 'hint'}, {type: 'solution'});
    expect(session.hints).toBe(2);
    expect(stepProgress(session.progress, course.id, 'one', 'first')).toMatchObject({hints: 2, solutionShown: true});
  });

  it('switches the language in place and remembers it', () => {
    const {session, effects} = play(open(), opened, entered, {type: 'language', language: 'zh'});
    expect([session.language, session.step.id, session.phase]).toEqual(['zh', 'first', 'working']);
    expect(effects.at(-1)).toMatchObject({type: 'save', progress: {language: 'zh'}});
  });

  it('saves nothing and builds nothing as a reader', () => {
    const {effects} = play(open({reader: true}), opened, entered, looked('first', passed), {type: 'next', at: 3});
    expect(effects.filter(({type}) => type === 'save')).toEqual([]);
    expect(effects.filter(({type}) => type === 'enter')).toMatchObject([{rebuild: 'none'}, {rebuild: 'none'}]);
  });
});
