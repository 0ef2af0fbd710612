import type {Change, Observation, Params, Subject, Surroundings} from '../observation.ts';
import type {SandboxPlaces} from './shell/environment.ts';

/** Why a sandbox could not be had: a diagnosis with verdict `blocked`. */
export interface Refusal {
  readonly cause: string;
  readonly params: Params;
}

/** Which engines are behind a sandbox; lessons never see this. */
export interface About {
  readonly docker: 'real' | 'embedded';
  /** `context`: a cluster the learner has, where one namespace is the course's. */
  readonly kubernetes: 'kind' | 'embedded' | 'context';
  /** The learner's context; '' for a cluster of the course's own. */
  readonly context: string;
  /** Where Docker answers: `unix:///var/run/docker.sock`. */
  readonly endpoint: string;
  readonly version: string;
  /**
   * When its state began (epoch ms); 0 for one that outlives this program. What was made before that is gone, and is built
   * again by replay.
   */
  readonly stateSince: number;
  /** Why it is not another one; empty when nothing was refused. */
  readonly refusals: readonly Refusal[];
}

/** Names of what was removed, by kind, in the learner's words. */
export interface Removal {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  readonly images: readonly string[];
  /** Of the cluster: `deployment web`. */
  readonly objects: readonly string[];
}

/** The list of what the learner made was damaged; its readable lines were kept. */
export interface SandboxNotice {
  readonly cause: 'ledger-damaged';
  /** `aside`: where the damaged file was put; `lost`: how many lines could not be read. */
  readonly params: Params;
}

/** What becomes of the cluster when everything is reset: `keep` (the default) empties it, `remove` takes it away. */
export type ClusterFate = 'keep' | 'remove';

/** A point in the ledger that `reset` can go back to. */
export type Checkpoint = number;

/** Where steps run. Every method may reject with a LearnError of exit code 3. */
export interface Sandbox {
  readonly about: About;
  /** What the learner's shell is given; `folder` is the only place bind mounts may come from. */
  readonly shell: SandboxPlaces;
  /** Looks once. `since` (epoch ms) bounds calls and commands. Never rejects: trouble is `unreachable`. */
  observe(subject: Subject, since: number): Promise<Observation>;
  survey(since: number): Promise<Surroundings>;
  /** Calls back on every change until `signal` aborts; also once after each reconnect. */
  changes(onChange: (change: Change) => void, signal: AbortSignal): void;
  checkpoint(): Promise<Checkpoint>;
  /**
   * Removes what the learner made after the checkpoint (everything of the course when absent).
   * `exact: false` says that something older was changed too, so the start state must be replayed.
   */
  reset(to?: Checkpoint, cluster?: ClusterFate): Promise<{readonly removed: Removal; readonly exact: boolean}>;
  /**
   * Makes sure that there is a cluster and that it is ready: makes one, starts its nodes, loads the lessons' images into it.
   * How far that is, `changes` tells.
   */
  ensureCluster(): Promise<void>;
  /** What a reset to the checkpoint would remove; everything of the course when absent, or when nothing less would do. */
  inventory(to?: Checkpoint): Promise<Removal>;
  /** Removes everything this program ever made there, kept images included. */
  clean(): Promise<Removal>;
  /** What the learner should hear; each is told to one asker only, whoever asks first. */
  notices(): Promise<readonly SandboxNotice[]>;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}
