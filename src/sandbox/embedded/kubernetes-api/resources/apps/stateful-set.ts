import {defaultTemplate} from '../../defaults/pod-spec.ts';
import {defaultClaimSpec} from '../../defaults/volume.ts';
import {same} from '../../object.ts';
import {faultOfLabel} from '../../objects/names.ts';
import type {At} from '../../validation/at.ts';
import {comparing, validating} from '../../validation/metadata.ts';
import {checkName} from '../../validation/names.ts';
import {templateWarnings} from '../../validation/pod/warnings.ts';
import {checkCounts, checkSelector, checkTemplate} from '../../validation/template.ts';
import {checkClaimSpec} from '../../validation/volume-claim.ts';
import {changed, changedEach, filled, type Loose, without} from '../../values/filled.ts';
import {fieldsOf, numberOf} from '../../values/reading.ts';
import {column, containerColumns, specOf, statusOf} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withSpec, withStatus} from '../strategy.ts';
import {workload} from './workload.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/ */
export const statefulSet = defineResource({
  ...workload,
  kind: 'StatefulSet',
  plural: 'statefulsets',
  shortNames: ['sts'],
  columns: [
    nameColumn,
    column('Ready', (one) => `${numberOf(statusOf(one)['readyReplicas'])}/${numberOf(specOf(one)['replicas'])}`),
    ageColumn,
    ...containerColumns((one) => specOf(one)['template']),
  ],
  strategy: {
    warnings: (object) => templateWarnings(object, false),
    defaults: (object) => withSpec(object, defaultSpec(fieldsOf(object.spec))),
    prepareCreate: withStatus({replicas: 0, availableReplicas: 0}),
    validate: validating((root) => checkSpec(root.field('spec'))),
    validateUpdate: comparing((root, old) => checkChange(root.field('spec'), old.field('spec'))),
  },
});

function defaultSpec(spec: Loose): Loose {
  let result = filled(spec, {
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    updateStrategy: {},
    revisionHistoryLimit: 10,
    persistentVolumeClaimRetentionPolicy: {},
    template: {},
  });
  result = changed(result, 'persistentVolumeClaimRetentionPolicy', (policy) =>
    filled(policy, {whenDeleted: 'Retain', whenScaled: 'Retain'}),
  );
  result = changed(result, 'updateStrategy', defaultUpdates);
  result = changedEach(result, 'volumeClaimTemplates', defaultClaim);
  return changed(result, 'template', defaultTemplate);
}

function defaultUpdates(strategy: Loose): Loose {
  const result = filled(strategy, {type: 'RollingUpdate'});
  if (result['type'] !== 'RollingUpdate') return result;
  return changed(filled(result, {rollingUpdate: {}}), 'rollingUpdate', (update) => filled(update, {partition: 0}));
}

function defaultClaim(claim: Loose): Loose {
  const result = filled(claim, {kind: 'PersistentVolumeClaim', apiVersion: 'v1', status: {phase: 'Pending'}});
  return changed(changed(result, 'spec', defaultClaimSpec), 'status', (status) => filled(status, {phase: 'Pending'}));
}

function checkSpec(spec: At): void {
  const management = spec.field('podManagementPolicy');
  if (management.text !== 'OrderedReady' && management.text !== 'Parallel')
    management.invalid("must be 'OrderedReady' or 'Parallel'");
  checkUpdates(spec.field('updateStrategy'));
  const retention = spec.field('persistentVolumeClaimRetentionPolicy');
  for (const name of ['whenDeleted', 'whenScaled']) {
    const policy = retention.field(name);
    if (policy.text !== 'Retain' && policy.text !== 'Delete') policy.unsupported(['Retain', 'Delete']);
  }
  checkCounts(spec, 'replicas', 'minReadySeconds', 'revisionHistoryLimit');
  checkCounts(spec.field('ordinals'), 'start');
  if (spec.field('serviceName').text !== '') checkName(spec.field('serviceName'), faultOfLabel);
  checkSelector(spec, 'statefulset');
  const claims = spec.field('volumeClaimTemplates').items();
  for (const [index, claim] of claims.entries()) {
    checkClaimSpec(claim.field('spec'));
    // A claim is a volume of the Pods, and named as one.
    const name = claim.field('metadata').field('name').called(`spec.template.spec.volumes[${index}].name`);
    if (name.text === '') name.required();
    else checkName(name, faultOfLabel);
  }
  checkTemplate(
    spec.field('template'),
    claims.map((claim) => claim.field('metadata').field('name').text),
  );
  const inner = spec.field('template').field('spec');
  const [policy, deadline] = [inner.field('restartPolicy'), inner.field('activeDeadlineSeconds')];
  if (policy.isSet && policy.text !== 'Always') policy.unsupported(['Always']);
  if (deadline.isSet) deadline.forbidden('activeDeadlineSeconds in StatefulSet is not Supported');
}

function checkUpdates(strategy: At): void {
  const [type, update] = [strategy.field('type'), strategy.field('rollingUpdate')];
  const {partition, maxUnavailable} = update.fields;
  const goUpdate = update.isSet ? {Partition: partition ?? 0, MaxUnavailable: maxUnavailable ?? null} : null;
  if (type.text === 'OnDelete') {
    if (update.isSet) update.invalid("only allowed for updateStrategy 'RollingUpdate'", goUpdate);
    return;
  }
  if (type.text === '') strategy.required();
  else if (type.text !== 'RollingUpdate')
    strategy.invalid("must be 'RollingUpdate' or 'OnDelete'", {Type: type.text, RollingUpdate: goUpdate});
  checkCounts(update, 'partition');
}

const changeable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

function checkChange(spec: At, old: At): void {
  if (same(without(spec.fields, ...changeable), without(old.fields, ...changeable))) return;
  spec.forbidden(
    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', " +
      "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
  );
}
