import {createCertificateApprover} from './certificates/approver.ts';
import {createCertificateCleaner} from './certificates/cleaner.ts';
import {createCertificateSigner, type SignRequest} from './certificates/signer.ts';
import type {Controller} from './controller.ts';
import {createEndpointsController} from './endpoints/endpoints-controller.ts';
import {createEndpointSliceMirroringController} from './endpoints/mirroring-controller.ts';
import {createEndpointSliceController} from './endpoints/slice-controller.ts';
import {createGarbageCollector} from './garbage/garbage-collector.ts';
import {createNamespaceController} from './namespaces/namespace-controller.ts';
import {createRootCaPublisher, createServiceAccountController} from './namespaces/service-account-controller.ts';
import {createNodeLifecycleController} from './nodes/node-lifecycle.ts';
import {createNodeIpamController} from './nodes/pod-cidr-allocator.ts';
import {createPodGarbageCollector} from './nodes/pod-garbage-collector.ts';
import {createTaintEvictionController} from './nodes/taint-eviction.ts';
import {createTtlController} from './nodes/ttl-controller.ts';
import {createResourceQuotaController} from './quota/resource-quota-controller.ts';
import {createRoleAggregationController} from './roles/role-aggregation.ts';
import {createVolumeBinder} from './volumes/binder.ts';
import {createEphemeralVolumeController} from './volumes/ephemeral-volumes.ts';
import {createLocalPathProvisioner} from './volumes/local-path-provisioner.ts';
import {createClaimProtection, createVolumeProtection} from './volumes/protection.ts';
import {createWorkloadControllers} from './workloads/index.ts';

/** What kube-controller-manager is told by its flags. */
export interface ControllerSettings {
  /** The certificate the API server is known by, as PEM: `--root-ca-file`. */
  readonly rootCa?: string;
  /** The first half of the network of all Pods, a /16: `10.244` of `--cluster-cidr=10.244.0.0/16`. */
  readonly clusterNetwork?: string;
  /** With `--cluster-signing-cert-file` and its key; nothing is signed when it is absent. */
  readonly sign?: SignRequest;
}

/** Every control loop of kube-controller-manager, made anew: a line for each. */
export function createControllers({rootCa = '', clusterNetwork, sign}: ControllerSettings = {}): readonly Controller[] {
  return [
    ...createWorkloadControllers(),
    createEndpointsController(),
    createEndpointSliceController(),
    createEndpointSliceMirroringController(),
    createGarbageCollector(),
    createNamespaceController(),
    createServiceAccountController(),
    createRootCaPublisher(rootCa),
    createNodeLifecycleController(),
    createNodeIpamController(clusterNetwork),
    createTaintEvictionController(),
    createPodGarbageCollector(),
    createTtlController(),
    createResourceQuotaController(),
    createVolumeBinder(),
    createLocalPathProvisioner(),
    createClaimProtection(),
    createVolumeProtection(),
    createEphemeralVolumeController(),
    createCertificateApprover(),
    createCertificateCleaner(),
    ...(sign ? [createCertificateSigner(sign)] : []),
    createRoleAggregationController(),
  ];
}
