import type {Drive, Notice} from '../drive.ts';
import {drive} from '../drive.ts';
import {LearnError} from '../errors.ts';
import type {Operation} from '../observation.ts';
import {stepProgress} from '../progress.ts';
import type {Removal, Sandbox} from '../sandbox/sandbox.ts';
import type {Event, Session} from '../session.ts';
import {transition} from '../session.ts';
import type {Context} from './context.ts';
import {workplaceOf} from './workplace.ts';

/** A course that can be looked at before its sandbox is there, and tried again when that could not be opened. */
export interface CourseRun {
  session(): Session;
  dispatch(event: Event): void;
  /** Opens the sandbox again, or builds the step's start state again. */
  retry(): void;
  sandbox(): Sandbox | undefined;
  /** What a reset would remove; undefined while there is no sandbox. */
  wouldRemove(scope: 'step' | 'lesson'): Promise<Removal | undefined>;
  close(): Promise<void>;
}

export interface CourseRunOptions {
  readonly context: Context;
  readonly session: Session;
  /** A place was asked for: it starts from its own start state, not from where the learner left off. */
  readonly asked: boolean;
  readonly onSession: (session: Session) => void;
  readonly onNotice: (notice: Notice) => void;
  readonly onOperation: (operation: Operation | undefined) => void;
}

/** Opens the sandbox in the background and drives the session in it. */
export function runCourse(options: CourseRunOptions): CourseRun {
  const {context, onSession} = options;
  let {session} = options;
  let driven: Drive | undefined;
  let sandbox: Sandbox | undefined;
  let closed = false;

  async function open(): Promise<void> {
    try {
      sandbox = await context.sandbox('attend');
    } catch (error) {
      show({...session, phase: 'stuck', trouble: troubleOf(error)});
      return;
    }
    if (closed) return;
    driven = drive({
      session,
      sandbox,
      clock: context.clock,
      workplace: workplaceOf({sandbox, env: context.env, signal: context.interrupted}),
      save: (progress) => context.save(progress),
      onNotice: options.onNotice,
      onOperation: options.onOperation,
      onSession: show,
    });
    const {progress, course, lesson, step} = session;
    const {enteredAt} = stepProgress(progress, course.id, lesson.id, step.id);
    const isBuilt = enteredAt !== undefined && enteredAt >= sandbox.about.stateSince;
    driven.dispatch({type: 'opened', at: context.clock.now(), rebuild: options.asked || !isBuilt});
  }

  function show(changed: Session): void {
    session = changed;
    onSession(changed);
  }

  let opening = open();
  return {
    session: () => session,
    sandbox: () => sandbox,
    wouldRemove: async (scope) => driven?.wouldRemove(scope),
    dispatch(event) {
      if (driven) return driven.dispatch(event);
      const {session: changed, effects} = transition(session, event);
      // Nothing can be built or looked at yet; what is remembered is saved all the same.
      for (const effect of effects) if (effect.type === 'save') context.save(effect.progress);
      show(
        changed.phase === 'entering' || session.phase === 'stuck'
          ? {...changed, phase: session.phase, trouble: session.trouble}
          : changed,
      );
    },
    retry() {
      if (driven) return driven.dispatch({type: 'reset', scope: 'step', at: context.clock.now()});
      show({...session, phase: 'entering', trouble: undefined});
      opening = open();
    },
    async close() {
      closed = true;
      await opening;
      await driven?.close();
    },
  };
}

function troubleOf(error: unknown): NonNullable<Session['trouble']> {
  if (error instanceof LearnError) {
    return {code: error.code, message: error.message, ...(error.fix === undefined ? {} : {fix: error.fix})};
  }
  return {code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error)};
}
