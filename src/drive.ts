import type {Clock} from './clock.ts';
import {problemOf} from './errors.ts';
import type {Step} from './lessons/lesson.ts';
import {look} from './look.ts';
import type {Operation} from './observation.ts';
import type {Progress} from './progress.ts';
import type {Checkpoint, Removal, Sandbox, SandboxNotice} from './sandbox/sandbox.ts';
import type {Effect, Event, Session} from './session.ts';
import {transition} from './session.ts';
import type {RunCommands, StartState, Trail} from './start-state.ts';
import {buildStartState, enterStep, restoreStep} from './start-state.ts';
import type {WorkFolder} from './work-folder.ts';

export interface DriveOptions {
  readonly session: Session;
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  /** The folder a lesson's commands run in, and how they are run there. */
  readonly workplace: (lesson: Session['lesson']) => {readonly folder: WorkFolder; readonly run: RunCommands};
  /** Throws Node's own errors (ENOSPC ...); the drive reports them and goes on. */
  readonly save: (progress: Progress) => void;
  readonly onSession: (session: Session) => void;
  readonly onNotice: (notice: Notice) => void;
  /** How far something long is; undefined when it has ended. */
  readonly onOperation?: (operation: Operation | undefined) => void;
}

export type Notice =
  | {readonly notice: 'replaying'; readonly step: Step; readonly index: number; readonly count: number}
  /** The sandbox began anew, and what was made in it is built again. */
  | {readonly notice: 'rebuilding'}
  | {readonly notice: 'save-failed'; readonly error: unknown}
  | {readonly notice: 'sandbox'; readonly said: SandboxNotice};

export interface Drive {
  session(): Session;
  dispatch(event: Event): void;
  /** What going back to the start of the step, or of the lesson, would remove first. */
  wouldRemove(scope: 'step' | 'lesson'): Promise<Removal>;
  /** Resolves when nothing that was begun still runs: no start state being built, no look on its way. */
  idle(): Promise<void>;
  /** Takes nothing more in; resolves when everything that was begun has ended. */
  close(): Promise<void>;
}

/** After a change, things may still settle without an event: a server that is not listening yet, a log line. */
const settleDelaysMs = [100, 200, 400, 800, 1600, 3200];
/** What is on its way is looked for as long again, this often; after that only a change wakes us. */
const waitingDelayMs = 3200;
const longestWaits = 20;
const debounceMs = 50;

/** Performs a session's effects and feeds what happened back: the one place where lessons meet the sandbox. */
export function drive(options: DriveOptions): Drive {
  const {sandbox, clock, onSession, onNotice} = options;
  let session = options.session;
  let marks: {readonly step: string; readonly at: number} | undefined;
  /** Where the steps of the current lesson began: a step's reset goes back no further than it must. */
  let trail: {readonly of: string; readonly steps: Trail} = {of: '', steps: new Map()};
  /** The state the current step was built in; another one knows nothing of it. */
  let builtIn: number | undefined;
  let tail: Promise<void> = Promise.resolve();
  const stop = new AbortController();
  const looks = lookLoop({clock, signal: stop.signal, lookOnce});

  function dispatch(event: Event): void {
    if (stop.signal.aborted) return;
    const before = session;
    const result = transition(session, event);
    session = result.session;
    if (session !== before) onSession(session);
    for (const effect of result.effects) perform(effect);
  }

  function perform(effect: Effect): void {
    switch (effect.type) {
      case 'save':
        try {
          options.save(effect.progress);
        } catch (error) {
          onNotice({notice: 'save-failed', error});
        }
        return;
      case 'look':
        looks.now();
        return;
      case 'enter':
        tail = tail.then(() => enter(effect));
    }
  }

  /** Where the step of a session began, when that is known. */
  function markOf({lesson, step}: Pick<Session, 'lesson' | 'step'>): Checkpoint | undefined {
    return marks?.step === `${lesson.id}/${step.id}` && !isLost() ? marks.at : undefined;
  }

  function isLost(): boolean {
    return builtIn !== undefined && sandbox.about.stateSince !== builtIn;
  }

  async function enter({lesson, step, rebuild}: Extract<Effect, {type: 'enter'}>): Promise<void> {
    if (stop.signal.aborted) return;
    if (trail.of !== lesson.id || isLost()) trail = {of: lesson.id, steps: new Map()};
    const state: StartState = {
      lesson,
      step,
      sandbox,
      trail: trail.steps,
      ...options.workplace(lesson),
      onReplay: (replayed, index, count) => onNotice({notice: 'replaying', step: replayed, index, count}),
    };
    try {
      const key = `${lesson.id}/${step.id}`;
      const mark = markOf({lesson, step});
      if (rebuild === 'step' && mark !== undefined) marks = {step: key, at: await restoreStep({...state, mark})};
      else if (rebuild === 'setup' && !isLost()) marks = {step: key, at: await enterStep(state)};
      else if (rebuild !== 'none') marks = {step: key, at: await buildStartState(state)};
      builtIn = sandbox.about.stateSince;
      dispatch({type: 'entered', at: clock.now()});
    } catch (error) {
      dispatch({type: 'enter-failed', trouble: problemOf(error)});
    }
  }

  async function lookOnce(): Promise<Outlook> {
    const {lesson, step, enteredAt, chosen, phase} = session;
    if (phase === 'entering' || phase === 'stuck') return 'settled';
    const verdicts = await look({lesson, step, sandbox, since: enteredAt, chosen, now: clock.now()});
    dispatch({type: 'looked', at: clock.now(), step: step.id, verdicts});
    if (step.answers.length > 0 || verdicts.every(({verdict}) => verdict === 'passed')) return 'settled';
    return verdicts.some(({verdict}) => verdict === 'waiting') ? 'waiting' : 'open';
  }

  sandbox.changes(({operation}) => {
    if (operation !== undefined) return options.onOperation?.(operation ?? undefined);
    if (session.phase === 'working' && isLost()) {
      // Said once: the step is entered at once, and its state is the new one then.
      onNotice({notice: 'rebuilding'});
      return dispatch({type: 'reset', scope: 'step', at: clock.now()});
    }
    looks.changed();
  }, stop.signal);
  sandbox.notices().then(
    (notices) => {
      for (const said of notices) onNotice({notice: 'sandbox', said});
    },
    // Without a host there is nothing to hear; the verdicts say that it is gone.
    () => {},
  );

  async function idle(): Promise<void> {
    for (let begun: unknown; begun !== tail; ) {
      begun = tail;
      await tail;
      await looks.idle();
    }
  }

  return {
    session: () => session,
    dispatch,
    wouldRemove: (scope) => sandbox.inventory(scope === 'step' ? markOf(session) : undefined),
    idle,
    async close() {
      stop.abort();
      await idle();
    },
  };
}

/** `open`: may become true by itself for a moment after a change; `waiting`: is on its way. */
type Outlook = 'settled' | 'open' | 'waiting';

/** Looks at once, never twice at a time, and again a few times after a change while something is not as asked. */
function lookLoop({
  clock,
  signal,
  lookOnce,
}: {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly lookOnce: () => Promise<Outlook>;
}): {now(): void; changed(): void; idle(): Promise<void>} {
  let running: Promise<void> | undefined;
  let again = false;
  /** A look will come within the debounce. */
  let due = false;
  let waiting: (() => void)[] = [];
  /** Looks since the last change; at rest nothing is looked at without one. */
  let looks = settleDelaysMs.length;
  let cancel = (): void => {};
  let lastAt = Number.NEGATIVE_INFINITY;

  function start(): void {
    if (signal.aborted) return;
    due = false;
    cancel();
    if (running) {
      again = true;
      return;
    }
    lastAt = clock.now();
    running = lookOnce()
      .catch((): Outlook => 'open')
      .then((outlook) => {
        running = undefined;
        if (signal.aborted) return rest();
        if (again) {
          again = false;
          soon();
          return;
        }
        const delay = delayAfter(outlook, looks);
        looks += 1;
        if (delay !== undefined) cancel = clock.after(delay, start);
        rest();
      });
  }

  function rest(): void {
    if (running || due) return;
    const resolved = waiting;
    waiting = [];
    for (const resolve of resolved) resolve();
  }

  function soon(): void {
    const wait = lastAt + debounceMs - clock.now();
    cancel();
    due = wait > 0;
    if (wait <= 0) start();
    else cancel = clock.after(wait, start);
  }

  signal.addEventListener('abort', () => {
    cancel();
    due = false;
    rest();
  });
  return {
    now: start,
    changed() {
      looks = 0;
      if (running) again = true;
      else soon();
    },
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        rest();
      }),
  };
}

function delayAfter(outlook: Outlook, looks: number): number | undefined {
  if (outlook === 'settled') return undefined;
  if (outlook === 'waiting' && looks >= settleDelaysMs.length) {
    return looks < settleDelaysMs.length + longestWaits ? waitingDelayMs : undefined;
  }
  return settleDelaysMs[looks];
}
