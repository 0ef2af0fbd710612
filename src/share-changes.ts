import type {Change} from './observation.ts';
import type {Sandbox} from './sandbox/sandbox.ts';

/**
 * Listens to a sandbox once, until the signal aborts, for any number of listeners one after the other: a cluster's fifteen
 * watches are not opened anew for each of them.
 */
export function shareChanges(sandbox: Pick<Sandbox, 'changes'>, until: AbortSignal): Pick<Sandbox, 'changes'> {
  const listeners = new Set<(change: Change) => void>();
  sandbox.changes((change) => {
    for (const listener of [...listeners]) listener(change);
  }, until);
  return {
    changes(onChange, signal) {
      if (signal.aborted) return;
      listeners.add(onChange);
      signal.addEventListener('abort', () => listeners.delete(onChange), {once: true});
    },
  };
}
