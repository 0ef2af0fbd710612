import {defaultPod, qosClassOf} from '../../defaults/pod-spec.ts';
import type {Draft, KubeObject} from '../../object.ts';
import type {FieldCause} from '../../refusal.ts';
import {causesOfChange, comparing, validating} from '../../validation/metadata.ts';
import {checkEphemeralContainers} from '../../validation/pod/ephemeral.ts';
import {checkPodChange} from '../../validation/pod/pod-change.ts';
import {checkPodSpec} from '../../validation/pod/pod-spec.ts';
import {checkResize} from '../../validation/pod/resize.ts';
import {podWarnings} from '../../validation/pod/warnings.ts';
import {fieldsOf, listOf, numberOf, textOf} from '../../values/reading.ts';
import {specOf, statusOf} from '../columns.ts';
import {defineResource} from '../define.ts';
import type {StrategyContext} from '../resource.ts';
import {withSpec} from '../strategy.ts';
import {podColumns} from './pod-columns.ts';

// @api Pod partial: no gRPC probes, no storage but folders and what the API holds; rights have no effect
/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
export const pod = defineResource({
  kind: 'Pod',
  plural: 'pods',
  shortNames: ['po'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  columns: podColumns,
  selectable: {
    'spec.nodeName': (object) => textOf(specOf(object)['nodeName']),
    'spec.restartPolicy': (object) => textOf(specOf(object)['restartPolicy']),
    'spec.schedulerName': (object) => textOf(specOf(object)['schedulerName']),
    'spec.serviceAccountName': (object) => textOf(specOf(object)['serviceAccountName']),
    'spec.hostNetwork': (object) => String(specOf(object)['hostNetwork'] === true),
    'status.phase': (object) => textOf(statusOf(object)['phase']),
    'status.podIP': (object) => textOf(statusOf(object)['podIP']),
    'status.nominatedNodeName': (object) => textOf(statusOf(object)['nominatedNodeName']),
  },
  gracePeriodSeconds,
  strategy: {
    defaults: (object) => withSpec(object, defaultPod(fieldsOf(object.spec))),
    prepareCreate,
    prepareUpdate: (object, before) => ({
      ...object,
      status: {...fieldsOf(object.status), ...qosOf(before)},
    }),
    validate: validating((root) => {
      checkPodSpec(root.field('spec'));
      // A Pod that is there may have got some since.
      if (root.field('metadata').field('resourceVersion').isSet) return;
      const ephemeral = root.field('spec').field('ephemeralContainers');
      if (ephemeral.count > 0) ephemeral.forbidden('cannot be set on create');
    }),
    validateUpdate: comparing(checkPodChange),
    validateSubresource,
    warnings: podWarnings,
  },
});

function validateSubresource(object: Draft, before: KubeObject, subresource: string): readonly FieldCause[] {
  return causesOfChange(object, before, (root, old) => {
    const [spec, former] = [root.field('spec'), old.field('spec')];
    if (subresource === 'ephemeralcontainers') checkEphemeralContainers(spec, former);
    if (subresource === 'resize') checkResize(spec, former);
  });
}

function qosOf(before: KubeObject): {readonly qosClass?: string} {
  const {qosClass} = statusOf(before);
  return typeof qosClass === 'string' ? {qosClass} : {};
}

function prepareCreate(object: Draft, {now}: StrategyContext): Draft {
  const spec = fieldsOf(object.spec);
  const gated = listOf(spec.schedulingGates).length > 0;
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: now,
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
  const seconds = spec.terminationGracePeriodSeconds;
  const status = {phase: 'Pending', ...(gated ? {conditions: [condition]} : {}), qosClass: qosClassOf(spec)};
  const kept = numberOf(seconds) < 0 ? {...spec, terminationGracePeriodSeconds: 1} : object.spec;
  return {...object, spec: kept, status};
}

/** A Pod that runs nowhere, or no longer, is gone at once. */
function gracePeriodSeconds(object: KubeObject): number {
  const {nodeName, terminationGracePeriodSeconds: seconds} = specOf(object);
  const {phase} = statusOf(object);
  if (textOf(nodeName) === '' || phase === 'Failed' || phase === 'Succeeded') return 0;
  return typeof seconds === 'number' ? seconds : 30;
}
