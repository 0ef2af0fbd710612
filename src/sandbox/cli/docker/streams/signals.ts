import type {Docker} from '../app.ts';
import {containerPath} from '../containers/paths.ts';

/** Hands signals on to a container instead of ending here; the returned function ends that. */
export function forwardSignals({context, engine}: Docker, container: string): () => void {
  return context.onSignal((signal) => {
    const query = {signal: signal.replace(/^SIG/, '')};
    // It may have ended in between: then nobody needs the signal.
    engine.done({method: 'POST', path: containerPath(container, 'kill'), query}).catch(() => undefined);
  });
}
