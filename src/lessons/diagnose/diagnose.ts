import type {Verdict} from '../../observation.ts';
import {causes} from './causes.ts';
import type {Case} from './diagnosis.ts';

/**
 * The likely cause of a verdict that is not passed: the first in the order of `causes` that explains it, else
 * what the check itself said.
 */
export function diagnose(found: Case): Exclude<Verdict, {verdict: 'passed'}> {
  // Where nothing could be looked at, the surroundings are yesterday's.
  if (found.verdict.verdict === 'blocked') return found.verdict;
  for (const {cause, verdict, explains} of causes) {
    const params = explains?.(found);
    if (params !== undefined) return {verdict, cause, params};
  }
  return found.verdict;
}
