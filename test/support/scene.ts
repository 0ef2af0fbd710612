import {createPictureMaker, type Scene} from '../../src/cli/screen/make-picture.ts';
import {words} from '../../src/lessons/diagnose/index.ts';
import {noProgress} from '../../src/progress.ts';
import type {Event, Session} from '../../src/session.ts';
import {openSession, transition} from '../../src/session.ts';
import type {Picture} from '../../src/ui/picture.ts';
import {createTheme} from '../../src/ui/theme.ts';
import {firstView} from '../../src/ui/view.ts';
import {courseOf, scriptOf, stepOf} from './course.ts';

export const course = courseOf([
  {
    id: 'one',
    steps: [
      stepOf('first', {
        run: [scriptOf('docker run a'), scriptOf('docker run b\ndocker ps')],
        solution: [scriptOf('docker run a')],
      }),
      stepOf('second'),
      stepOf('asked', {quiz: true}),
    ],
  },
  {id: 'two', steps: [stepOf('last')]},
]);

/** A session after some events, starting to work at a step of lesson `one`. */
export function sessionAt(step: string, ...events: readonly Event[]): Session {
  const first = openSession({course, language: 'en', progress: noProgress, at: {lesson: 'one', step}});
  const all: readonly Event[] = [{type: 'opened', at: 0, rebuild: true}, {type: 'entered', at: 0}, ...events];
  return all.reduce((session, event) => transition(session, event).session, first);
}

/** A picture without colours, so that its lines can be read. */
export function pictureOf(change: Partial<Scene> = {}): Picture {
  return createPictureMaker()({
    session: sessionAt('first'),
    view: firstView,
    theme: createTheme({mode: 'dark', depth: 'none', ascii: false, hyperlinks: false}),
    shell: {state: 'runs', reason: ''},
    notice: '',
    tried: true,
    operation: undefined,
    columns: 100,
    rows: 24,
    docker: 'real',
    sayVerdict: words,
    ...change,
  });
}
