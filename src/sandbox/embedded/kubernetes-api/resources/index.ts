import {
  mutatingWebhookConfiguration,
  validatingWebhookConfiguration,
} from './admissionregistration/webhook-configurations.ts';
import {apiService} from './apiregistration/api-service.ts';
import {controllerRevision} from './apps/controller-revision.ts';
import {daemonSet} from './apps/daemon-set.ts';
import {deployment} from './apps/deployment.ts';
import {replicaSet} from './apps/replica-set.ts';
import {statefulSet} from './apps/stateful-set.ts';
import {horizontalPodAutoscaler} from './autoscaling/horizontal-pod-autoscaler.ts';
import {horizontalPodAutoscalerV1} from './autoscaling/horizontal-pod-autoscaler-v1.ts';
import {cronJob} from './batch/cron-job.ts';
import {job} from './batch/job.ts';
import {certificateSigningRequest} from './certificates/certificate-signing-request.ts';
import {lease} from './coordination/lease.ts';
import {configMap} from './core/config-map.ts';
import {endpoints} from './core/endpoints.ts';
import {event} from './core/event.ts';
import {eventsView} from './core/event-view.ts';
import {limitRange} from './core/limit-range.ts';
import {namespace} from './core/namespace.ts';
import {node} from './core/node.ts';
import {persistentVolume} from './core/persistent-volume.ts';
import {persistentVolumeClaim} from './core/persistent-volume-claim.ts';
import {pod} from './core/pod.ts';
import {podTemplate} from './core/pod-template.ts';
import {replicationController} from './core/replication-controller.ts';
import {resourceQuota} from './core/resource-quota.ts';
import {secret} from './core/secret.ts';
import {service} from './core/service.ts';
import {serviceAccount} from './core/service-account.ts';
import {endpointSlice} from './discovery/endpoint-slice.ts';
import {ingress} from './networking/ingress.ts';
import {ingressClass} from './networking/ingress-class.ts';
import {networkPolicy} from './networking/network-policy.ts';
import {runtimeClass} from './node/runtime-class.ts';
import {podDisruptionBudget} from './policy/pod-disruption-budget.ts';
import {clusterRoleBinding, roleBinding} from './rbac/bindings.ts';
import {clusterRole, role} from './rbac/roles.ts';
import type {Resource} from './resource.ts';
import {priorityClass} from './scheduling/priority-class.ts';
import {storageClass} from './storage/storage-class.ts';

/**
 * Every built-in resource. Made anew for every API server: a strategy may hold what it hands out, such as addresses, and
 * then comes from a function. The order is that of upstream's discovery: the first of two short names that are the same
 * is the one a client takes.
 */
export function createResources(): readonly Resource[] {
  return [...coreResources, ...workloadResources, ...clusterResources];
}

const coreResources: readonly Resource[] = [
  configMap,
  endpoints,
  event,
  limitRange,
  namespace,
  node,
  persistentVolumeClaim,
  persistentVolume,
  pod,
  podTemplate,
  replicationController,
  resourceQuota,
  secret,
  serviceAccount,
  service,
];

const workloadResources: readonly Resource[] = [
  controllerRevision,
  daemonSet,
  deployment,
  replicaSet,
  statefulSet,
  horizontalPodAutoscaler,
  horizontalPodAutoscalerV1,
  cronJob,
  job,
  eventsView,
  podDisruptionBudget,
];

const clusterResources: readonly Resource[] = [
  apiService,
  certificateSigningRequest,
  ingressClass,
  ingress,
  networkPolicy,
  clusterRoleBinding,
  clusterRole,
  roleBinding,
  role,
  storageClass,
  mutatingWebhookConfiguration,
  validatingWebhookConfiguration,
  priorityClass,
  lease,
  runtimeClass,
  endpointSlice,
];
