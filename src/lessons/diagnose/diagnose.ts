import type {Verdict} from '../../observation.ts';
import {causes} from './causes.ts';
import type {Case} from './diagnosis.ts';
import {hasTried} from './evidence.ts';

/**
 * The likely cause of a verdict that is not passed: the first in the order of `causes` that explains it, else
 * what the check itself said. `untried` among its parameters says that the step is still ahead of the learner.
 */
export function diagnose(found: Case): Exclude<Verdict, {verdict: 'passed'}> {
  // Where nothing could be looked at, the surroundings are yesterday's.
  if (found.verdict.verdict === 'blocked') return found.verdict;
  const told = explained(found) ?? found.verdict;
  return hasTried(found) || !givesAway(told.cause) ? told : {...told, params: {...told.params, untried: true}};
}

function givesAway(cause: string): boolean {
  const says = causes.find((one) => one.cause === cause)?.says ?? {};
  return Object.values(says).some(({en}) => en.includes('‹'));
}

function explained(found: Case): Case['verdict'] | undefined {
  for (const {cause, verdict, explains} of causes) {
    const params = explains?.(found);
    if (params !== undefined) return {verdict, cause, params};
  }
  return undefined;
}
