import type {Session} from '../../session.ts';
import {type View, viewOfStep} from '../../ui/view.ts';

export interface SessionChange {
  readonly session: Session;
  readonly before: Session;
  readonly view: View;
  /** Whether there is a shell that keys can go to. */
  readonly hasShell: boolean;
  /** Keys went to the shell when a step could not begin; they go back there when it can. */
  readonly tookFocus: boolean;
}

/**
 * The view after a change of the session. A new step begins at its top (`atTop`); keys go to the lesson where only it
 * can be worked in, or where Enter tries again.
 */
export function viewAfter({session, before, view: old, hasShell, tookFocus}: SessionChange): {
  readonly view: View;
  readonly tookFocus: boolean;
  readonly atTop: boolean;
} {
  const elsewhere = session.step !== before.step || session.lesson !== before.lesson;
  const view = elsewhere ? viewOfStep(old, session.step) : old;
  if (session.phase === 'stuck' && before.phase !== 'stuck')
    return {view: {...view, focus: 'lesson', scroll: 0}, tookFocus: tookFocus || view.focus === 'shell', atTop: true};
  if (!hasShell) return {view: {...view, focus: 'lesson'}, tookFocus, atTop: elsewhere};
  if (session.phase !== 'working' || !tookFocus) return {view, tookFocus, atTop: elsewhere};
  return {view: {...view, focus: viewOfStep(view, session.step).focus}, tookFocus: false, atTop: elsewhere};
}
