import type {Describer} from './describer.ts';
import {certificateSigningRequest} from './kinds/certificate-signing-request.ts';
import {configMap} from './kinds/config-map.ts';
import {cronJob} from './kinds/cron-job.ts';
import {csiNode} from './kinds/csi-node.ts';
import {daemonSet} from './kinds/daemon-set.ts';
import {deployment} from './kinds/deployment.ts';
import {endpointSlice} from './kinds/endpoint-slice.ts';
import {endpoints} from './kinds/endpoints.ts';
import {horizontalPodAutoscaler} from './kinds/horizontal-pod-autoscaler.ts';
import {ingress} from './kinds/ingress.ts';
import {ingressClass} from './kinds/ingress-class.ts';
import {ipAddress} from './kinds/ip-address.ts';
import {job} from './kinds/job.ts';
import {limitRange} from './kinds/limit-range.ts';
import {namespace} from './kinds/namespace.ts';
import {networkPolicy} from './kinds/network-policy.ts';
import {node} from './kinds/node.ts';
import {persistentVolume} from './kinds/persistent-volume.ts';
import {persistentVolumeClaim} from './kinds/persistent-volume-claim.ts';
import {pod} from './kinds/pod.ts';
import {podDisruptionBudget} from './kinds/pod-disruption-budget.ts';
import {priorityClass} from './kinds/priority-class.ts';
import {replicaSet} from './kinds/replica-set.ts';
import {replicationController} from './kinds/replication-controller.ts';
import {resourceQuota} from './kinds/resource-quota.ts';
import {clusterRole, role} from './kinds/role.ts';
import {clusterRoleBinding, roleBinding} from './kinds/role-binding.ts';
import {secret} from './kinds/secret.ts';
import {service} from './kinds/service.ts';
import {serviceAccount} from './kinds/service-account.ts';
import {serviceCidr} from './kinds/service-cidr.ts';
import {statefulSet} from './kinds/stateful-set.ts';
import {storageClass} from './kinds/storage-class.ts';
import {volumeAttributesClass} from './kinds/volume-attributes-class.ts';

/** The kinds that have a description of their own. */
export const describers: readonly Describer[] = [
  certificateSigningRequest,
  clusterRole,
  clusterRoleBinding,
  configMap,
  cronJob,
  csiNode,
  daemonSet,
  deployment,
  endpointSlice,
  endpoints,
  horizontalPodAutoscaler,
  ingress,
  ingressClass,
  ipAddress,
  job,
  limitRange,
  namespace,
  networkPolicy,
  node,
  persistentVolume,
  persistentVolumeClaim,
  pod,
  podDisruptionBudget,
  priorityClass,
  replicaSet,
  replicationController,
  resourceQuota,
  role,
  roleBinding,
  secret,
  service,
  serviceAccount,
  serviceCidr,
  statefulSet,
  storageClass,
  volumeAttributesClass,
];
