import {LearnError} from '../../errors.ts';
import type {Observation, Subject, Verdict} from '../../observation.ts';
import type {Check} from '../lesson.ts';
import type {CheckType} from './check.ts';
import * as types from './types.ts';

/** Every check type by the word a lesson uses for it; without a prototype, so that `constructor` is no check. */
export const checkTypes: Readonly<Record<string, CheckType>> = Object.freeze(
  Object.assign(Object.create(null), Object.fromEntries(Object.values(types).map((type) => [type.type, type]))),
);

/** What to look at for a check of the step with that id. */
export function subjectOf(check: Check, step: string): Subject {
  return typeOf(check).subject(check.params, {step});
}

/** What an observation of that subject means. Pure; the likely cause is refined by `diagnose`. */
export function evaluate(check: Check, seen: Observation): Verdict {
  return typeOf(check).evaluate(check.params, seen);
}

function typeOf({type, place}: Check): CheckType {
  const found = checkTypes[type];
  if (found !== undefined) return found;
  // The parser refuses unknown types; whoever builds a check by hand hears of it here.
  throw new LearnError({
    code: 'UNKNOWN_CHECK',
    message: `${place.file}:${place.line}:${place.column} unknown check type "${type}"`,
    exitCode: 2,
  });
}
