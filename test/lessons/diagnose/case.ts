import {checkTypes} from '../../../src/lessons/checks/index.ts';
import type {Case} from '../../../src/lessons/diagnose/index.ts';
import type {Observation, Params, Surroundings} from '../../../src/observation.ts';
import {call} from '../checks/tables/table.ts';

export const emptyHouse: Surroundings = {
  containers: [],
  images: [],
  volumes: [],
  networks: [],
  // Something was tried in this step; what is said before that has a test of its own.
  calls: [call('volume create', 'tried')],
  commands: [],
};

/** What a check says of an observation, with what else is there. */
export function caseOf(
  check: {readonly type: string; readonly params: Params},
  seen: Observation,
  around: Partial<Surroundings> = {},
  now?: number,
): Case {
  const type = checkTypes[check.type];
  if (!type) throw new Error(`no check type ${check.type}`);
  const verdict = type.evaluate(check.params, seen);
  if (verdict.verdict === 'passed') throw new Error('a passed check has nothing to diagnose');
  const subject = type.subject(check.params, {step: 'step'});
  return {check, subject, verdict, surroundings: {...emptyHouse, ...around}, ...(now === undefined ? {} : {now})};
}
