import type {Clock} from '../../clock.ts';
import type {Change, ClusterSurroundings, Observation, Subject} from '../../observation.ts';
import type {Paths} from '../../paths.ts';
import type {DockerClient} from '../docker/client.ts';
import type {CallLog} from '../guard/call-log.ts';
import type {ClusterReset} from './reset.ts';

export interface KubernetesOptions {
  readonly paths: Paths;
  /** The daemon itself, not the guard. */
  readonly docker: DockerClient;
  readonly session: string;
  readonly log: CallLog;
  readonly clock: Clock;
  /** What kind and kubectl are run with. */
  readonly env: {readonly [name: string]: string};
  /** Images every node gets. */
  readonly images: readonly string[];
}

/** The Kubernetes half of a sandbox: the course's cluster, the guard before it, and what is looked at there. */
export interface KubernetesSide {
  observe(subject: Extract<Subject, {api: 'kubernetes'}>): Promise<Observation>;
  survey(): Promise<ClusterSurroundings | undefined>;
  changes(onChange: (change: Change) => void, signal: AbortSignal): void;
  /** Remembers how the cluster is, under the number of a checkpoint. */
  mark(at: number): Promise<void>;
  /** Back to a checkpoint; to the bare cluster when absent. Undefined when there is no cluster. */
  reset(to?: number): Promise<ClusterReset | undefined>;
  inventory(to?: number): Promise<readonly string[]>;
  /** A cluster that is there and ready: made, brought back or only waited for. Rejects with a LearnError. */
  ensure(): Promise<void>;
  /** No cluster any more: a lesson makes its own. Rejects with NOT_OUR_CLUSTER where it is somebody else's. */
  remove(): Promise<void>;
  /** Nothing of ours is left, there either; says what went. */
  clean(): Promise<readonly string[]>;
  close(): Promise<void>;
}
