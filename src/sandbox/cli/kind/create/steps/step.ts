import type {Kind} from '../../app.ts';
import type {ClusterConfig} from '../../configuration/cluster-config.ts';
import type {Status} from '../../voice/status.ts';

/** What every step of making a cluster works on. */
export interface Creation {
  readonly kind: Kind;
  readonly status: Status;
  readonly config: ClusterConfig;
  /** The names of the containers, once they are there. */
  readonly nodes: readonly string[];
  /** The Engine runs without the rights of root. */
  readonly isRootless: boolean;
  /** `--wait`; 0 does not wait. */
  readonly waitMs: number;
}

/** A step of making a cluster out of containers that run. */
export type Step = (creation: Creation) => Promise<void>;
