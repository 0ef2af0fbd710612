import type {Session} from '../../session.ts';

/** Knows whether the learner has tried anything in the step: commands in the shell tell it, and so do changed verdicts. */
export interface Tries {
  /** After a change of the session; `tried` is what was known before. */
  follow(session: Session, before: Session, tried: boolean): boolean;
}

/** A step is tried once its checks say something else than at first. */
export function createTries(): Tries {
  let firstLook: string | undefined;
  return {
    follow(session, before, tried) {
      if (session.step !== before.step || session.phase === 'entering') {
        firstLook = undefined;
        return false;
      }
      const settled = session.verdicts.every(({verdict}) => verdict === 'unmet' || verdict === 'passed');
      if (session.verdicts.length === 0 || session.phase !== 'working' || !settled) return tried;
      const look = JSON.stringify(session.verdicts);
      firstLook ??= look;
      return tried || look !== firstLook;
    },
  };
}
