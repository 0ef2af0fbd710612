/**
 * The tutorial as a pure state machine: `transition(session, event) -> {session, effects}`.
 * Nothing here acts; `drive.ts` performs the effects and feeds what happened back as events.
 */
import type {Problem} from './errors.ts';
import type {Course, Lesson, Step} from './lessons/lesson.ts';
import type {Language, Verdict} from './observation.ts';
import type {Progress} from './progress.ts';
import {stepProgress, withCurrent, withLanguage, withStep} from './progress.ts';

export interface Session {
  readonly course: Course;
  readonly language: Language;
  readonly lesson: Lesson;
  readonly step: Step;
  /**
   * `entering`: its start state is being built; `working`; `passed`: waits for the learner to go on;
   * `stuck`: the start state could not be built; `finished`: the lesson's last step is passed.
   */
  readonly phase: 'entering' | 'working' | 'passed' | 'stuck' | 'finished';
  /** Epoch milliseconds; what the learner did before does not count for this step. */
  readonly enteredAt: number;
  /** One a check, in the step's order; empty until looked. */
  readonly verdicts: readonly Verdict[];
  readonly hints: number;
  readonly solutionShown: boolean;
  /** Chosen answers of a quiz, by index; undefined until the learner has answered. */
  readonly chosen: readonly number[] | undefined;
  readonly progress: Progress;
  /** Why the start state could not be built. */
  readonly trouble: Problem | undefined;
  /** Looks on without saving or building anything: another instance holds the course. */
  readonly reader: boolean;
}

export type Event =
  | {readonly type: 'opened'; readonly at: number; readonly rebuild: boolean}
  | {readonly type: 'entered'; readonly at: number}
  | {readonly type: 'enter-failed'; readonly trouble: NonNullable<Session['trouble']>}
  | {readonly type: 'looked'; readonly at: number; readonly step: string; readonly verdicts: readonly Verdict[]}
  | {readonly type: 'hint'}
  | {readonly type: 'solution'}
  | {readonly type: 'answer'; readonly chosen: readonly number[]; readonly at: number}
  | {readonly type: 'next'; readonly at: number}
  | {readonly type: 'jump'; readonly lesson: string; readonly step: string; readonly at: number}
  | {readonly type: 'reset'; readonly scope: 'step' | 'lesson'; readonly at: number}
  | {readonly type: 'automatic'; readonly on: boolean}
  | {readonly type: 'language'; readonly language: Language};

export type Effect =
  /** Build the start state (`rebuild`: from nothing; else only run the step's own setup), then `entered`. */
  | {
      readonly type: 'enter';
      readonly lesson: Lesson;
      readonly step: Step;
      readonly rebuild: 'all' | 'step' | 'setup' | 'none';
    }
  | {readonly type: 'look'}
  | {readonly type: 'save'; readonly progress: Progress};

export interface Transition {
  readonly session: Session;
  readonly effects: readonly Effect[];
}

/** Where the learner left off, or the first step. */
export function openSession(options: {
  readonly course: Course;
  readonly language: Language;
  readonly progress: Progress;
  readonly at?: {readonly lesson: string; readonly step?: string} | undefined;
  readonly reader?: boolean;
}): Session {
  const {course, language, progress} = options;
  const current = options.at ?? progress.courses[course.id]?.current;
  const lesson = course.lessons.find(({id}) => id === current?.lesson) ?? course.lessons[0];
  const step = lesson?.steps.find(({id}) => id === current?.step) ?? lesson?.steps[0];
  if (!lesson || !step) throw new Error(`course ${course.id} has no lessons`);
  const known = stepProgress(progress, course.id, lesson.id, step.id);
  return {
    course,
    language,
    lesson,
    step,
    phase: 'entering',
    enteredAt: known.enteredAt ?? 0,
    verdicts: [],
    hints: known.hints,
    solutionShown: known.solutionShown,
    chosen: undefined,
    progress,
    trouble: undefined,
    reader: options.reader ?? false,
  };
}

/** What happens next. Total: an event that makes no sense in a phase changes nothing. */
export function transition(session: Session, event: Event): Transition {
  switch (event.type) {
    case 'opened':
      return goTo(session, session.lesson, session.step, event.rebuild ? 'all' : 'none');
    case 'entered':
      return entered(session, event.at);
    case 'enter-failed':
      return session.phase === 'entering'
        ? still({...session, phase: 'stuck', trouble: event.trouble})
        : still(session);
    case 'looked':
      return looked(session, event);
    case 'hint':
      return hinted(session);
    case 'solution':
      return remember({...session, solutionShown: true}, {solutionShown: true});
    case 'answer':
      return answered(session, event.chosen);
    case 'next':
      return next(session);
    case 'jump':
      return jump(session, event.lesson, event.step);
    case 'reset':
      return reset(session, event.scope);
    case 'automatic': {
      const progress = {...session.progress, automatic: event.on};
      return {session: {...session, progress}, effects: save(session, progress)};
    }
    case 'language': {
      const progress = withLanguage(session.progress, event.language);
      return {session: {...session, language: event.language, progress}, effects: save(session, progress)};
    }
  }
}

function still(session: Session): Transition {
  return {session, effects: []};
}

function save(session: Session, progress: Progress): readonly Effect[] {
  return session.reader ? [] : [{type: 'save', progress}];
}

function place(session: Session): {course: string; lesson: string; step: string} {
  return {course: session.course.id, lesson: session.lesson.id, step: session.step.id};
}

function remember(session: Session, change: Parameters<typeof withStep>[2]): Transition {
  const progress = withStep(session.progress, place(session), change);
  return {session: {...session, progress}, effects: save(session, progress)};
}

function goTo(session: Session, lesson: Lesson, step: Step, rebuild: 'all' | 'step' | 'setup' | 'none'): Transition {
  const known = stepProgress(session.progress, session.course.id, lesson.id, step.id);
  const progress = withCurrent(session.progress, session.course.id, lesson.id, step.id);
  const moved: Session = {
    ...session,
    lesson,
    step,
    progress,
    phase: 'entering',
    enteredAt: rebuild === 'none' ? (known.enteredAt ?? 0) : 0,
    verdicts: [],
    hints: known.hints,
    solutionShown: known.solutionShown,
    chosen: undefined,
    trouble: undefined,
  };
  const how = session.reader ? 'none' : rebuild;
  return {session: moved, effects: [...save(session, progress), {type: 'enter', lesson, step, rebuild: how}]};
}

function entered(session: Session, at: number): Transition {
  if (session.phase !== 'entering') return still(session);
  const enteredAt = session.enteredAt || at;
  const step = remember({...session, phase: 'working', enteredAt}, {enteredAt});
  return {session: step.session, effects: [...step.effects, {type: 'look'}]};
}

function looked(session: Session, event: Extract<Event, {type: 'looked'}>): Transition {
  if (event.step !== session.step.id || session.phase === 'entering' || session.phase === 'stuck')
    return still(session);
  // A look that found nothing new leaves the very same session, so that nothing is drawn again.
  const isNews = JSON.stringify(event.verdicts) !== JSON.stringify(session.verdicts);
  const seen = isNews ? {...session, verdicts: event.verdicts} : session;
  const passes = event.verdicts.length > 0 && event.verdicts.every(({verdict}) => verdict === 'passed');
  // A step that passed stays passed: what the learner does next may well undo it.
  if (session.phase !== 'working' || !passes) return still(seen);
  const last = session.lesson.steps.at(-1)?.id === session.step.id;
  const known = stepProgress(session.progress, session.course.id, session.lesson.id, session.step.id);
  return remember({...seen, phase: last ? 'finished' : 'passed'}, {passedAt: known.passedAt ?? event.at});
}

function hinted(session: Session): Transition {
  const hints = Math.min(session.hints + 1, session.step.hints.length);
  return hints === session.hints ? still(session) : remember({...session, hints}, {hints});
}

function answered(session: Session, chosen: readonly number[]): Transition {
  if (session.step.answers.length === 0 || session.phase === 'entering') return still(session);
  return {session: {...session, chosen}, effects: [{type: 'look'}]};
}

/** The step after this one, in this lesson or the next. */
export function following(
  session: Pick<Session, 'course' | 'lesson' | 'step'>,
): {readonly lesson: Lesson; readonly step: Step} | undefined {
  const {lesson, course} = session;
  const step = lesson.steps[lesson.steps.findIndex(({id}) => id === session.step.id) + 1];
  if (step) return {lesson, step};
  const after = course.lessons[course.lessons.findIndex(({id}) => id === lesson.id) + 1];
  const first = after?.steps[0];
  return after && first ? {lesson: after, step: first} : undefined;
}

function next(session: Session): Transition {
  const to = following(session);
  if (!to || session.phase === 'entering') return still(session);
  // Only a passed step leaves the state the next one starts from; anything else is rebuilt by replay.
  const continues = session.phase === 'passed' && to.lesson.id === session.lesson.id;
  return goTo(session, to.lesson, to.step, continues ? 'setup' : 'all');
}

function jump(session: Session, lessonId: string, stepId: string): Transition {
  const lesson = session.course.lessons.find(({id}) => id === lessonId);
  const step = lesson?.steps.find(({id}) => id === stepId);
  return lesson && step ? goTo(session, lesson, step, 'all') : still(session);
}

function reset(session: Session, scope: 'step' | 'lesson'): Transition {
  const first = session.lesson.steps[0] ?? session.step;
  return scope === 'step'
    ? goTo(session, session.lesson, session.step, 'step')
    : goTo(session, session.lesson, first, 'all');
}
