import type {Params, Unreachable, Verdict} from '../../observation.ts';

export const passed: Verdict = {verdict: 'passed'};

export function unmet(cause: string, params: Params): Verdict {
  return {verdict: 'unmet', cause, params};
}

export function waiting(cause: string, params: Params): Verdict {
  return {verdict: 'waiting', cause, params};
}

export function blocked(cause: string, params: Params): Verdict {
  return {verdict: 'blocked', cause, params};
}

/** What was asked for and what is there instead, in the learner's own terms. */
export interface Difference {
  /** A word of the glossary: `ports`, `env`, `memory`. */
  readonly property: string;
  /** Which one of several: the variable's name, the mount's target; else ''. */
  readonly key: string;
  readonly expected: string;
  /** '' when there is none. */
  readonly seen: string;
}

/** The verdict on a present object: the first difference is told, in the order of the list. */
export function judged(
  object: {readonly kind: string; readonly name: string},
  differences: readonly Difference[],
): Verdict {
  const [first] = differences;
  return first === undefined ? passed : unmet('differs', {...object, ...first});
}

/**
 * Causes that a sandbox reports as `unreachable` although the environment is well: the learner's own server
 * does not answer, and that is theirs to mend.
 */
export const learnersOwn: ReadonlySet<string> = new Set([
  'nothing-listens',
  'connection-closed',
  'http-timeout',
  'wrong-protocol',
  'no-such-host',
  'registry-not-reachable',
  'no-answer-in-cluster',
]);

/** `blocked`, or `unmet` where what could not be reached is the learner's own. */
export function unreachable({cause, params}: Unreachable): Verdict {
  return learnersOwn.has(cause) ? unmet(cause, params) : blocked(cause, params);
}
