/** What the learner looks at, as far as it is no part of the session: focus, scrolling, what is opened on top. */
import type {Session} from '../session.ts';
import type {KeyPlace} from './keys.ts';

export type Overlay =
  | {readonly kind: 'none'}
  | {readonly kind: 'help'; readonly scroll: number}
  | {readonly kind: 'list'; readonly query: string; readonly searching: boolean; readonly cursor: number}
  | {
      readonly kind: 'reset';
      readonly scope: 'step' | 'lesson';
      readonly cursor: number;
      readonly removes: readonly string[] | undefined;
    }
  /** Looking back in the shell; `query` while a search is typed. */
  | {readonly kind: 'scrollback'; readonly query: string; readonly searching: boolean; readonly found: boolean};

export interface View {
  readonly focus: 'lesson' | 'shell';
  readonly overlay: Overlay;
  /** First visible line of the lesson. */
  readonly scroll: number;
  /** The answer under the cursor of a quiz, and the ticked ones. */
  readonly cursor: number;
  readonly ticked: readonly number[];
  /** How many `run` blocks were put on the prompt. */
  readonly typed: number;
  readonly zoomed: boolean;
  /** Whether the mouse is ours; else the terminal selects text with it. */
  readonly mouse: boolean;
}

export const firstView: View = {
  focus: 'shell',
  overlay: {kind: 'none'},
  scroll: 0,
  cursor: 0,
  ticked: [],
  typed: 0,
  zoomed: false,
  mouse: true,
};

/** Where keys go now. */
export function keyPlace(session: Session, view: View, shellRuns: boolean): KeyPlace {
  const {overlay} = view;
  if (overlay.kind === 'help') return 'help';
  if (overlay.kind === 'list' || overlay.kind === 'scrollback') return overlay.searching ? 'search' : overlay.kind;
  if (overlay.kind === 'reset') return 'dialog';
  if (view.focus === 'shell') return !shellRuns ? 'shell-ended' : session.phase === 'passed' ? 'shell-passed' : 'shell';
  return lessonPlace(session);
}

/** Where keys go in the lesson's pane. */
export function lessonPlace({phase, step}: Pick<Session, 'phase' | 'step'>): KeyPlace {
  if (phase === 'finished') return 'end';
  if (phase === 'passed') return 'passed';
  if (phase === 'stuck') return 'stuck';
  return step.answers.length > 0 ? 'quiz' : 'lesson';
}

/** The view of another step: at its beginning, nothing ticked; a quiz is answered in the lesson's pane. */
export function viewOfStep(view: View, step: Session['step']): View {
  return {
    ...view,
    overlay: {kind: 'none'},
    scroll: 0,
    cursor: 0,
    ticked: [],
    typed: 0,
    focus: step.answers.length > 0 ? 'lesson' : 'shell',
  };
}

/** Ticks or unticks an answer and puts the cursor on it. */
export function tick(view: View, index: number): View {
  const ticked = view.ticked.includes(index)
    ? view.ticked.filter((other) => other !== index)
    : [...view.ticked, index].sort((one, other) => one - other);
  return {...view, cursor: index, ticked};
}

/** A position moved by some, and kept within 0 and `last`. */
export function moved(from: number, by: number, last: number): number {
  return Math.max(0, Math.min(from + by, last));
}
