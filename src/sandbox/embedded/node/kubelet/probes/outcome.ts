/** What one look at a container came to. */
export type Outcome =
  | {readonly kind: 'success'}
  | {readonly kind: 'failure'; readonly why: string}
  /** It could not be looked at: counts as a failure, and is told otherwise. */
  | {readonly kind: 'error'; readonly why: string};

/** All is well. */
export const success: Outcome = {kind: 'success'};

/** Longest text of a probe that is kept, as upstream. */
const longestText = 10 * 1024;

/** It was looked at, and is not as it should be. */
export function failure(why: string): Outcome {
  return {kind: 'failure', why: why.slice(0, longestText)};
}

/** Aborted after some time, in engine time; `cancel` when it is not needed any more. */
export function deadline(
  clock: {after(ms: number, callback: () => void): () => void},
  ms: number,
): {readonly signal: AbortSignal; cancel(): void} {
  const life = new AbortController();
  const cancel = clock.after(ms, () => life.abort(new TimedOut()));
  return {signal: life.signal, cancel};
}

/** The time a probe or hook has is over. */
export class TimedOut extends Error {}
