import type {z} from 'zod';
import type {Observation, Params, Subject, Verdict} from '../../observation.ts';
import {blocked, unreachable} from './verdict.ts';

/**
 * One kind of assertion. `evaluate` is pure; the likely cause is refined afterwards by `diagnose`, which
 * also sees the surroundings.
 */
export interface CheckType<P extends Params = Params> {
  readonly type: string;
  readonly params: z.ZodType<P>;
  subject(params: P, context: {readonly step: string}): Subject;
  evaluate(params: P, seen: Observation): Verdict;
}

/** Keeps the parameter type of one check type while the table holds them all; params are read by their own schema. */
export function defineCheck<P extends Params>(check: CheckType<P>): CheckType {
  return {
    type: check.type,
    params: check.params,
    subject: (params, context) => check.subject(check.params.parse(params), context),
    evaluate: (params, seen) => check.evaluate(check.params.parse(params), seen),
  };
}

/** What a check makes of each state an observation can have; `unreachable` is the same for all. */
export interface Look<V> {
  readonly object: string;
  readonly view: z.ZodType<V>;
  present(object: V): Verdict;
  absent(similar: readonly string[]): Verdict;
}

/** Opens an observation. An object that is not what the sandbox promised is blocked, never a crash. */
export function look<V>(seen: Observation, {object, view, present, absent}: Look<V>): Verdict {
  switch (seen.state) {
    case 'absent':
      return absent(seen.similar);
    case 'unreachable':
      return unreachable(seen.reason);
    case 'present': {
      const read = view.safeParse(seen.object);
      if (read.success) return present(read.data);
      const [issue] = read.error.issues;
      return blocked('looking-failed', {
        object,
        reason: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
      });
    }
  }
}
