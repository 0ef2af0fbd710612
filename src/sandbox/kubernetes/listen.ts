import type {Clock} from '../../clock.ts';
import type {Change, Operation} from '../../observation.ts';
import type {Cluster} from './cluster.ts';
import {watchKubernetes} from './watch.ts';

/** Watches are opened anew when the cluster is another one. */
export function listenTo(given: {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly operations: Set<(operation: Operation | undefined) => void>;
  readonly onChange: (change: Change) => void;
  readonly signal: AbortSignal;
}): void {
  const {cluster, clock, operations, onChange, signal} = given;
  let watching = new AbortController();
  const tell = (what: string): void => onChange({at: clock.now(), what});
  const watch = (): void => {
    watching.abort();
    watching = new AbortController();
    if (cluster.upstream())
      watchKubernetes({cluster, clock, onChange: tell, signal: AbortSignal.any([signal, watching.signal])});
  };
  const stop = cluster.onChange(() => {
    watch();
    tell('cluster');
  });
  const operated = (operation: Operation | undefined): void =>
    onChange({at: clock.now(), what: 'cluster', operation: operation ?? null});
  operations.add(operated);
  watch();
  signal.addEventListener('abort', () => {
    stop();
    operations.delete(operated);
    watching.abort();
  });
}
