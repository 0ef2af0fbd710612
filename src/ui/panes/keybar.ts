import {barBindings, type KeyAction, type KeyPlace, keyBar} from '../keys.ts';
import type {Picture} from '../picture.ts';
import {keyPlace} from '../view.ts';
import {padded} from './text.ts';

/** The keys that do something now, as many as fit. */
export function keybarLine(picture: Picture): string {
  const {theme, session, layout} = picture;
  const place = placeOf(picture);
  const list = barBindings(place, (action) => can(picture, action));
  const entries = keyBar(list, session.language, layout.columns - 2);
  const line = entries.map(({key, label}) => `${theme.paint('key', key)} ${theme.paint('muted', label)}`).join('  ');
  return padded(` ${line}`, layout.columns);
}

export function placeOf({session, view, shell}: Pick<Picture, 'session' | 'view' | 'shell'>): KeyPlace {
  return keyPlace(session, view, shell.state === 'runs' || shell.state === 'starting');
}

/** Whether an action would do anything now. */
export function can({session, shell}: Pick<Picture, 'session' | 'shell'>, action: KeyAction): boolean {
  const {step, hints, solutionShown, phase} = session;
  switch (action) {
    case 'hint':
      return hints < step.hints.length && phase === 'working';
    case 'solution':
      return !solutionShown && step.solution.length > 0 && hints > 0;
    case 'answer':
      return phase === 'working';
    case 'focus':
      return shell.state !== 'impossible';
    case 'type':
      return step.run.length > 0 && shell.state === 'runs';
    case 'scrollback':
      return shell.state !== 'impossible';
    default:
      return true;
  }
}
