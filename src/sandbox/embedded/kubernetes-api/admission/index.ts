import type {Admission} from './admission.ts';
import {claimResize} from './claim-resize.ts';
import {defaultIngressClass} from './default-ingress-class.ts';
import {defaultStorageClass} from './default-storage-class.ts';
import {defaultTolerations} from './default-tolerations.ts';
import {limitRanger} from './limit-ranger.ts';
import {namespaceLifecycle} from './namespace-lifecycle.ts';
import {podSecurity} from './pod-security.ts';
import {priority} from './priority.ts';
import {resourceQuota} from './resource-quota.ts';
import {runtimeClass} from './runtime-class.ts';
import {serviceAccount} from './service-account.ts';
import {mutatingWebhooks, validatingWebhooks} from './webhooks.ts';

/** In upstream's order: one plugin sees what those before it made. */
export const admissions: readonly Admission[] = [
  namespaceLifecycle,
  limitRanger,
  serviceAccount,
  priority,
  defaultTolerations,
  defaultStorageClass,
  runtimeClass,
  defaultIngressClass,
  podSecurity,
  claimResize,
  mutatingWebhooks,
  validatingWebhooks,
  // Last: what another one refuses is not counted.
  resourceQuota,
];
