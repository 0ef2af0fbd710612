import {admissionregistrationV1} from './types/admissionregistration-v1.ts';
import {apiextensionsV1} from './types/apiextensions-v1.ts';
import {apiregistrationV1} from './types/apiregistration-v1.ts';
import {appsV1} from './types/apps-v1.ts';
import {authenticationV1} from './types/authentication-v1.ts';
import {authorizationV1} from './types/authorization-v1.ts';
import {autoscalingV1} from './types/autoscaling-v1.ts';
import {autoscalingV2} from './types/autoscaling-v2.ts';
import {batchV1} from './types/batch-v1.ts';
import {certificatesV1} from './types/certificates-v1.ts';
import {coordinationV1} from './types/coordination-v1.ts';
import {coreV1} from './types/core-v1.ts';
import {discoveryV1} from './types/discovery-v1.ts';
import {eventsV1} from './types/events-v1.ts';
import {metaV1} from './types/meta-v1.ts';
import {networkingV1} from './types/networking-v1.ts';
import {nodeV1} from './types/node-v1.ts';
import {policyV1} from './types/policy-v1.ts';
import {rbacV1} from './types/rbac-v1.ts';
import {schedulingV1} from './types/scheduling-v1.ts';
import {storageV1} from './types/storage-v1.ts';

/** Go packages of types: where each is in the table, what group its kinds are of, and how OpenAPI calls it. */
export interface TypePackage {
  /** `core.v1` */
  readonly name: string;
  readonly group: string;
  readonly version: string;
  /** `io.k8s.api.core.v1` */
  readonly fullName: string;
  /** A type a line; the form is told in table.ts. */
  readonly lines: string;
}

/** A package is a line here and a file in types/, written by scripts/kube-schema.ts. */
export const packages: readonly TypePackage[] = [
  inApi('core.v1', '', coreV1),
  inApi('apps.v1', 'apps', appsV1),
  inApi('batch.v1', 'batch', batchV1),
  inApi('policy.v1', 'policy', policyV1),
  inApi('autoscaling.v1', 'autoscaling', autoscalingV1),
  inApi('autoscaling.v2', 'autoscaling', autoscalingV2),
  inApi('networking.v1', 'networking.k8s.io', networkingV1),
  inApi('rbac.v1', 'rbac.authorization.k8s.io', rbacV1),
  inApi('scheduling.v1', 'scheduling.k8s.io', schedulingV1),
  inApi('storage.v1', 'storage.k8s.io', storageV1),
  inApi('coordination.v1', 'coordination.k8s.io', coordinationV1),
  inApi('discovery.v1', 'discovery.k8s.io', discoveryV1),
  inApi('events.v1', 'events.k8s.io', eventsV1),
  inApi('node.v1', 'node.k8s.io', nodeV1),
  inApi('certificates.v1', 'certificates.k8s.io', certificatesV1),
  inApi('authentication.v1', 'authentication.k8s.io', authenticationV1),
  inApi('authorization.v1', 'authorization.k8s.io', authorizationV1),
  inApi('admissionregistration.v1', 'admissionregistration.k8s.io', admissionregistrationV1),
  {
    name: 'apiextensions.v1',
    group: 'apiextensions.k8s.io',
    version: 'v1',
    fullName: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1',
    lines: apiextensionsV1,
  },
  {
    name: 'apiregistration.v1',
    group: 'apiregistration.k8s.io',
    version: 'v1',
    fullName: 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1',
    lines: apiregistrationV1,
  },
  {
    name: 'meta.v1',
    group: 'meta.k8s.io',
    version: 'v1',
    fullName: 'io.k8s.apimachinery.pkg.apis.meta.v1',
    lines: metaV1,
  },
];

function inApi(name: string, group: string, lines: string): TypePackage {
  const [, version = ''] = name.split('.');
  return {name, group, version, fullName: `io.k8s.api.${name}`, lines};
}
