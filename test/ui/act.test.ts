import {describe, expect, it} from 'vitest';
import type {Verdict} from '../../src/observation.ts';
import type {Outcome} from '../../src/ui/act.ts';
import {act} from '../../src/ui/act.ts';
import {placeOf} from '../../src/ui/panes/keybar.ts';
import type {Picture} from '../../src/ui/picture.ts';
import {firstView, type View} from '../../src/ui/view.ts';
import {pictureOf, sessionAt} from '../support/scene.ts';

const passed: Verdict = {verdict: 'passed'};
const unmet: Verdict = {verdict: 'unmet', cause: 'not-there', params: {kind: 'container', name: 'first'}};
const reading: View = {...firstView, focus: 'lesson'};

function press(picture: Picture, name: string, text = ''): Outcome {
  return act(picture, {name, text}, 7);
}

describe('in the shell', () => {
  it('only the focus key is ours, and it moves to the lesson', () => {
    expect(press(pictureOf(), 'q')).toEqual({view: firstView, events: [], wishes: []});
    expect(press(pictureOf(), 'ctrl-]').view.focus).toBe('lesson');
  });

  it('the focus key goes on when the step is passed', () => {
    const session = sessionAt('first', {type: 'looked', at: 1, step: 'first', verdicts: [passed]});
    const outcome = press(pictureOf({session}), 'ctrl-]');
    expect(outcome.events).toEqual([{type: 'next', at: 7}]);
    expect(outcome.view.focus).toBe('shell');
  });

  it('Enter opens a new one when it has ended', () => {
    const picture = pictureOf({shell: {state: 'ended', reason: ''}});
    expect(press(picture, 'enter').wishes).toEqual([{wish: 'restart-shell'}]);
  });
});

describe('in the lesson', () => {
  it('types the run blocks one after the other and returns to the shell', () => {
    const once = press(pictureOf({view: reading}), 't');
    expect(once.wishes).toEqual([{wish: 'type', text: 'docker run a'}]);
    expect(once.view.focus).toBe('shell');
    const twice = press(pictureOf({view: {...once.view, focus: 'lesson'}}), 't');
    expect(twice.wishes).toEqual([{wish: 'type', text: 'docker run b\ndocker ps'}]);
  });

  it('gives hints while there are some, and the solution only after the first', () => {
    expect(press(pictureOf({view: reading}), 'h').events).toEqual([{type: 'hint'}]);
    expect(press(pictureOf({view: reading}), 's').events).toEqual([]);
    const hinted = sessionAt('first', {type: 'hint'}, {type: 'hint'});
    expect(press(pictureOf({view: reading, session: hinted}), 'h').events).toEqual([]);
    expect(press(pictureOf({view: reading, session: hinted}), 's').events).toEqual([{type: 'solution'}]);
  });

  it('asks before a reset, with nothing removed as the safe choice', () => {
    const asked = press(pictureOf({view: reading}), 'r');
    expect(asked.wishes).toEqual([{wish: 'inventory'}]);
    expect(press(pictureOf({view: asked.view}), 'enter').events).toEqual([]);
    const up = press(pictureOf({view: asked.view}), 'up');
    expect(press(pictureOf({view: up.view}), 'enter').events).toEqual([{type: 'reset', scope: 'step', at: 7}]);
  });

  it('switches the language and the going on by itself', () => {
    expect(press(pictureOf({view: reading}), 'g').events).toEqual([{type: 'language', language: 'zh'}]);
    expect(press(pictureOf({view: reading}), 'a').events).toEqual([{type: 'automatic', on: true}]);
  });

  it('builds the start state again when that did not work', () => {
    const session = {...sessionAt('first'), phase: 'stuck' as const, trouble: {code: 'X', message: 'no'}};
    expect(press(pictureOf({view: reading, session}), 'enter').wishes).toEqual([{wish: 'retry'}]);
  });
});

describe('a quiz', () => {
  const session = sessionAt('asked');
  const quiz = (view: Partial<View> = {}): Picture => pictureOf({session, view: {...reading, ...view}});

  it('is answered by numbers or by cursor and space', () => {
    expect(press(quiz(), '2').view.ticked).toEqual([1]);
    const down = press(quiz(), 'down');
    expect(press(quiz(down.view), 'space', ' ').view.ticked).toEqual([1]);
    expect(press(quiz({ticked: [0, 1]}), '1').view.ticked).toEqual([1]);
    expect(press(quiz(), '9').view.ticked).toEqual([]);
  });

  it('sends the ticked answers, and ticks the one under the cursor when none is', () => {
    expect(press(quiz({ticked: [0]}), 'enter').events).toEqual([{type: 'answer', chosen: [0], at: 7}]);
    const first = press(quiz(), 'enter');
    expect([first.events, first.view.ticked]).toEqual([[], [0]]);
  });
});

describe('the lesson list', () => {
  const open = (): View => press(pictureOf({view: reading}), 'l').view;

  it('opens with the cursor on the current step and jumps to the chosen one', () => {
    const view = open();
    expect(view.overlay).toMatchObject({kind: 'list', cursor: 1});
    const down = press(pictureOf({view}), 'down');
    expect(press(pictureOf({view: down.view}), 'enter').events).toEqual([
      {type: 'jump', lesson: 'one', step: 'second', at: 7},
    ]);
  });

  it('searches titles as they are typed', () => {
    const searching = press(pictureOf({view: open()}), '/').view;
    expect(placeOf(pictureOf({view: searching}))).toBe('search');
    const typed = [...'last'].reduce((view, letter) => press(pictureOf({view}), letter, letter).view, searching);
    const done = press(pictureOf({view: typed}), 'enter').view;
    const down = press(pictureOf({view: done}), 'down').view;
    expect(press(pictureOf({view: down}), 'enter').events).toEqual([
      {type: 'jump', lesson: 'two', step: 'last', at: 7},
    ]);
  });

  it('closes with Esc', () => {
    expect(press(pictureOf({view: open()}), 'esc').view.overlay).toEqual({kind: 'none'});
  });
});

describe('looking back in the shell', () => {
  it('scrolls, searches upwards and ends at the prompt', () => {
    const view = press(pictureOf({view: reading}), 'b').view;
    expect(press(pictureOf({view}), 'page-up').wishes).toEqual([{wish: 'scroll-shell', lines: 'page-up'}]);
    const searching = press(pictureOf({view}), '/').view;
    const typed = press(pictureOf({view: searching}), 'x', 'x').view;
    const found = press(pictureOf({view: typed}), 'enter');
    expect(found.wishes).toEqual([{wish: 'find', query: 'x', direction: 'older'}]);
    const closed = press(pictureOf({view: found.view}), 'esc');
    expect([closed.view.focus, closed.wishes]).toEqual(['shell', [{wish: 'leave-scrollback'}]]);
  });
});

it('a picture never scrolls beyond its text', () => {
  const session = sessionAt('first', {type: 'looked', at: 1, step: 'first', verdicts: [unmet]});
  expect(pictureOf({session, view: {...reading, scroll: 500}}).view.scroll).toBeLessThan(20);
});
