/**
 * The hinge between lessons and sandbox: what is looked at, what was seen, and what that means.
 * Types only. Everything here is plain JSON, so that it can cross a process boundary unchanged.
 */

export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

/** What a check looks at. Times are epoch milliseconds. */
export type Subject =
  | {readonly api: 'docker'; readonly resource: 'container'; readonly name: string}
  /** Every container made from an image, newest first, `ContainerView[]`: for steps that leave the name to the learner. */
  | {readonly api: 'docker'; readonly resource: 'containers-of'; readonly image: string}
  /**
   * `parent`: another image whose layers are wanted too, in `ImageView.parentLayers`; `twin`: one whose id is, in
   * `ImageView.twinId`.
   */
  | {
      readonly api: 'docker';
      readonly resource: 'image';
      readonly reference: string;
      readonly parent?: string;
      readonly twin?: string;
    }
  | {readonly api: 'docker'; readonly resource: 'volume'; readonly name: string}
  | {readonly api: 'docker'; readonly resource: 'network'; readonly name: string}
  | {readonly api: 'docker'; readonly resource: 'logs'; readonly container: string}
  /** A file or folder inside a container (running or not). */
  | {readonly api: 'docker'; readonly resource: 'file'; readonly container: string; readonly path: string}
  /** A file or folder in the learner's working folder; `path` is relative to it. */
  | {readonly api: 'files'; readonly path: string}
  /** A tag or digest in a registry, asked over the registry's own API. */
  | {readonly api: 'registry'; readonly reference: string}
  | {readonly api: 'http'; readonly url: string}
  /** One object of the cluster, as `kubectl get -o yaml` has it (without managedFields). */
  | {
      readonly api: 'kubernetes';
      readonly resource: 'object';
      readonly kind: string;
      /** '' for whichever the cluster prefers. */
      readonly apiVersion: string;
      /** '' for the course's own (`default` in a cluster of its own), and for kinds that have none. */
      readonly namespace: string;
      readonly name: string;
    }
  /** All objects of a kind, oldest first, `{items: object[]}`; never absent. */
  | {
      readonly api: 'kubernetes';
      readonly resource: 'objects';
      readonly kind: string;
      readonly apiVersion: string;
      /** '' for the course's own, `*` for all. */
      readonly namespace: string;
      /** As `kubectl get -l` takes it; '' for all. */
      readonly selector: string;
    }
  /** Log of a Pod, or of the newest one a selector finds, `LogsView`. */
  | {
      readonly api: 'kubernetes';
      readonly resource: 'pod-logs';
      readonly namespace: string;
      /** A name, or `label=value`. */
      readonly pod: string;
      /** '' for the only one. */
      readonly container: string;
    }
  /** What answers inside the cluster, asked through the API server's proxy, `HttpView`. */
  | {
      readonly api: 'kubernetes';
      readonly resource: 'answer';
      readonly namespace: string;
      /** `service/web` or `pod/web` */
      readonly of: string;
      readonly port: number;
      readonly path: string;
    }
  /** The cluster itself, `ClusterStateView`; absent while there is none. */
  | {readonly api: 'kubernetes'; readonly resource: 'cluster'}
  /** What the learner did that leaves no state behind (`docker ps`): the call log, since the step began. */
  /** `also`: further verbs that are wanted (`docker inspect x` is one call of several resources'). `CallsView`. */
  | {readonly api: 'calls'; readonly verb: string; readonly also?: readonly string[]; readonly target?: string}
  /** Command lines of the learner's shell, from shell integration, since the step began. */
  | {readonly api: 'commands'}
  /** The learner's answers to a quiz, `QuizView`; answered by the session, never by a sandbox. */
  | {readonly api: 'quiz'; readonly step: string};

/** Why nothing could be seen. `cause` is a diagnosis with verdict `blocked`, e.g. `docker-not-running`. */
export interface Unreachable {
  readonly cause: string;
  readonly params: Params;
}

export type Observation =
  | {readonly state: 'present'; readonly object: Json}
  /** `similar`: names that exist and are close to the one asked for, nearest first. */
  | {readonly state: 'absent'; readonly similar: readonly string[]}
  | {readonly state: 'unreachable'; readonly reason: Unreachable};

export type Params = {readonly [key: string]: Json};

/**
 * What an observation means for a check. `cause` names one file in `lessons/diagnose/`, which also owns
 * the words; `params` are that cause's parameters. A verdict carries no language.
 */
export type Verdict =
  | {readonly verdict: 'passed'}
  | {readonly verdict: 'waiting' | 'unmet' | 'blocked'; readonly cause: string; readonly params: Params};

/** A container in the words of the docker CLI. Sizes in bytes, times ISO 8601, `''` when unset. */
export type ContainerView = {
  readonly id: string;
  readonly name: string;
  /** As the learner wrote it: `nginx:1.27-alpine`. */
  readonly image: string;
  readonly imageId: string;
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'dead' | 'removing';
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** The daemon's own sentence when a start failed. */
  readonly error: string;
  readonly createdAt: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly restartCount: number;
  readonly health: '' | 'starting' | 'healthy' | 'unhealthy';
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly tty: boolean;
  readonly env: {readonly [name: string]: string};
  readonly labels: {readonly [name: string]: string};
  readonly ports: readonly {
    readonly host: number;
    readonly container: number;
    readonly protocol: 'tcp' | 'udp' | 'sctp';
  }[];
  /** Ports the image says it listens on. */
  readonly exposed: readonly number[];
  readonly networks: readonly {readonly name: string; readonly address: string; readonly aliases: readonly string[]}[];
  readonly mounts: readonly {
    readonly type: 'volume' | 'bind' | 'tmpfs';
    readonly source: string;
    readonly target: string;
    readonly readOnly: boolean;
  }[];
  /** 0 when unlimited. */
  readonly memoryBytes: number;
  /** 0 when unlimited. */
  readonly cpus: number;
  readonly restart: string;
  /** Milliseconds from created to started; 0 when it never started. */
  readonly startMs: number;
  /** The last 20 lines of its log, filled in by `survey` alone. */
  readonly lastLines?: readonly string[];
};

export type ImageView = {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  /** Content ids of the layers, lowest first: a parent's are a prefix of its child's. */
  readonly layers: readonly string[];
  /** Layers of the subject's `parent`; absent when none was asked for or there is no such image. */
  readonly parentLayers?: readonly string[];
  /** Id of the subject's `twin`; absent when none was asked for or there is no such image. */
  readonly twinId?: string;
  readonly sizeBytes: number;
  readonly createdAt: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: {readonly [name: string]: string};
  readonly labels: {readonly [name: string]: string};
  readonly exposed: readonly number[];
  readonly workingFolder: string;
  readonly user: string;
};

export type VolumeView = {
  readonly name: string;
  readonly labels: {readonly [name: string]: string};
  /** Names of containers that mount it. */
  readonly usedBy: readonly string[];
};

export type NetworkView = {
  readonly name: string;
  readonly driver: string;
  readonly subnets: readonly string[];
  /** Names of the learner's containers on it. */
  readonly containers: readonly string[];
};

/** `tags`: every tag of the repository, so that a missing one can be told from a missing repository. */
export type RegistryView = {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  readonly tags: readonly string[];
};

/** `body` is cut at 64 KiB; header names are lower case. */
export type HttpView = {
  readonly status: number;
  readonly headers: {readonly [name: string]: string};
  readonly body: string;
};

/** Positions of the chosen answers, from 0; an answer not yet given is `absent`. */
export type QuizView = {readonly chosen: readonly number[]};

export type LogsView = {readonly lines: readonly string[]};

/** `content` is '' for folders and cut at 64 KiB. */
export type FileView = {readonly type: 'file' | 'folder'; readonly content: string; readonly sizeBytes: number};

/**
 * One thing the learner did, as the API saw it. `verb` is the docker CLI's long form (`container ls`,
 * `container exec`, `image pull`, `network create`, `system info` ...), or kubectl's own command (`kubectl get`,
 * `kubectl rollout status` ...) with a target like `pods` or `pods/web`; every object it named is in `detail.targets`.
 */
export type Call = {
  readonly at: number;
  readonly verb: string;
  /** Name of the object in the learner's words; '' when the verb has none. */
  readonly target: string;
  /** HTTP status of the answer; an error inside a 200 stream counts as 500. */
  readonly status: number;
  /** The API's own sentence when it failed, else ''. */
  readonly error: string;
  /** What the verb was told: `all`, `command`, `follow`, `tags`, `image`, `ports`, `exitCode` ... */
  readonly detail: Params;
};

/** The course's cluster and the way to it. */
export type ClusterStateView = {
  /** `k8s-learn`, or the context's own cluster. */
  readonly name: string;
  /** Of the API server: `v1.34.4`. */
  readonly version: string;
  readonly nodes: readonly {
    readonly name: string;
    readonly role: 'control-plane' | 'worker';
    readonly ready: boolean;
  }[];
  /** The learner's current context and its namespace; '' when the kubeconfig names none. */
  readonly context: string;
  readonly namespace: string;
  /** Whether that context, whatever it is called, leads to this cluster. */
  readonly leadsHere: boolean;
  /** Where the course is at home: `kind-k8s-learn` and `default`, unless it is a cluster of the learner's. */
  readonly home: {readonly context: string; readonly namespace: string};
};

/** A Kubernetes object as plain JSON, without managedFields. */
export type KubeJson = {readonly [key: string]: Json};

/** What else is in the cluster; Secrets without their values. Lists are empty while there is no cluster. */
export type ClusterSurroundings = {
  readonly state: ClusterStateView;
  readonly pods: readonly KubeJson[];
  readonly services: readonly KubeJson[];
  readonly endpointSlices: readonly KubeJson[];
  readonly deployments: readonly KubeJson[];
  readonly replicaSets: readonly KubeJson[];
  readonly daemonSets: readonly KubeJson[];
  readonly statefulSets: readonly KubeJson[];
  readonly jobs: readonly KubeJson[];
  readonly nodes: readonly KubeJson[];
  readonly namespaces: readonly KubeJson[];
  readonly configMaps: readonly KubeJson[];
  readonly secrets: readonly KubeJson[];
  readonly resourceQuotas: readonly KubeJson[];
  /** Newest last, of the learner's namespaces and of nodes. */
  readonly events: readonly KubeJson[];
  /** Last lines of containers that end again and again, by `namespace/pod/container`. */
  readonly logs: {readonly [container: string]: readonly string[]};
};

/** Calls since the step began, oldest first; others than the verbs asked for may be among them. */
export type CallsView = {readonly calls: readonly Call[]};

/** A command line typed in the learner's shell. */
export type ShellCommand = {readonly at: number; readonly line: string; readonly exitCode: number};

/** What else is there: read once when something is not as asked, so that the likely cause can be named. */
export type Surroundings = {
  readonly containers: readonly ContainerView[];
  readonly images: readonly ImageView[];
  readonly volumes: readonly VolumeView[];
  readonly networks: readonly NetworkView[];
  /** Absent while there is no cluster. */
  readonly cluster?: ClusterSurroundings;
  /** Since the step began, oldest first. */
  readonly calls: readonly Call[];
  readonly commands: readonly ShellCommand[];
};

/** Something in the sandbox may have changed; what exactly is found out by looking. */
export type Change = {
  readonly at: number;
  readonly what: string;
  /** Something long goes on (null: it has ended); nothing has changed yet. */
  readonly operation?: Operation | null;
};

/** How far something long is. */
export type Operation =
  /** An image on its way. */
  | {
      readonly kind: 'download';
      /** As the learner calls it: `nginx:1.27-alpine`. */
      readonly what: string;
      readonly doneBytes: number;
      /** What is known so far: layers announce their size when they begin. */
      readonly totalBytes: number;
      readonly bytesPerSecond: number;
    }
  /** A cluster that is being made. `phase` is a key of the messages' `clusterPhases`. */
  | {
      readonly kind: 'cluster';
      readonly what: string;
      readonly phase: ClusterPhase;
      readonly done: number;
      readonly total: number;
    };

export type ClusterPhase =
  | 'node-image'
  | 'nodes'
  | 'configuration'
  | 'control-plane'
  | 'network'
  | 'storage'
  | 'workers'
  | 'ready'
  | 'images'
  | 'restart';

export type Language = 'en' | 'zh';
