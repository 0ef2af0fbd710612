import type {ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet} from 'kubernetes-types/apps/v1';
import type {HorizontalPodAutoscaler} from 'kubernetes-types/autoscaling/v2';
import type {CronJob, Job} from 'kubernetes-types/batch/v1';
import type {Node, Pod, PodTemplateSpec, ReplicationController} from 'kubernetes-types/core/v1';
import type {PodDisruptionBudget} from 'kubernetes-types/policy/v1';
import type {Frozen, Stored} from '../../kubernetes-api/object.ts';

/** A stored object of a kind that never lacks its spec. */
export type Specified<T extends {readonly spec?: unknown}> = Stored<T> & {
  readonly spec: Frozen<NonNullable<T['spec']>>;
};

export type PodObject = Specified<Pod>;
export type NodeObject = Specified<Node>;
export type DeploymentObject = Specified<Deployment>;
export type ReplicaSetObject = Specified<ReplicaSet>;
export type ReplicationControllerObject = Specified<ReplicationController>;
export type DaemonSetObject = Specified<DaemonSet>;
export type StatefulSetObject = Specified<StatefulSet>;
export type JobObject = Specified<Job>;
export type CronJobObject = Specified<CronJob>;
export type HorizontalPodAutoscalerObject = Specified<HorizontalPodAutoscaler>;
export type PodDisruptionBudgetObject = Specified<PodDisruptionBudget>;
export type ControllerRevisionObject = Stored<ControllerRevision>;
export type PodTemplate = Frozen<PodTemplateSpec>;

/** Where the store keeps them. */
export const collections = {
  pods: 'pods',
  nodes: 'nodes',
  deployments: 'deployments.apps',
  replicaSets: 'replicasets.apps',
  replicationControllers: 'replicationcontrollers',
  daemonSets: 'daemonsets.apps',
  statefulSets: 'statefulsets.apps',
  controllerRevisions: 'controllerrevisions.apps',
  jobs: 'jobs.batch',
  cronJobs: 'cronjobs.batch',
  autoscalers: 'horizontalpodautoscalers.autoscaling',
  disruptionBudgets: 'poddisruptionbudgets.policy',
  claims: 'persistentvolumeclaims',
} as const;
