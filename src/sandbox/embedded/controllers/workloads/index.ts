import type {Controller} from '../controller.ts';
import {createAutoscalerController} from './autoscaling/autoscaler-controller.ts';
import {createCronJobController} from './cronjobs/cronjob-controller.ts';
import {createDaemonSetController} from './daemonsets/daemonset-controller.ts';
import {createDeploymentController} from './deployments/deployment-controller.ts';
import {createDisruptionController} from './disruption/disruption-controller.ts';
import {createJobController} from './jobs/job-controller.ts';
import {createTtlAfterFinishedController} from './jobs/ttl-controller.ts';
import {createReplicaSetController, createReplicationController} from './replicasets/replicaset-controller.ts';
import {createStatefulSetController} from './statefulsets/statefulset-controller.ts';

/** The control loops that make Pods, and those that watch over them, made anew: a line for each. */
export function createWorkloadControllers(): readonly Controller[] {
  return [
    createDeploymentController(),
    createReplicaSetController(),
    createReplicationController(),
    createDaemonSetController(),
    createStatefulSetController(),
    createJobController(),
    createTtlAfterFinishedController(),
    createCronJobController(),
    createDisruptionController(),
    createAutoscalerController(),
  ];
}
