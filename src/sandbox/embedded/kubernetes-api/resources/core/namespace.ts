import type {Draft} from '../../object.ts';
import {validating} from '../../validation/metadata.ts';
import {textOf} from '../../values/reading.ts';
import {column, statusOf} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';

const nameLabel = 'kubernetes.io/metadata.name';

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/namespace-v1/ */
export const namespace = defineResource({
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  namespaced: false,
  hasStatus: true,
  withoutVerbs: ['deletecollection'],
  selectable: {'status.phase': (one) => textOf(statusOf(one)['phase'])},
  columns: [nameColumn, column('Status', (one) => textOf(statusOf(one)['phase'])), ageColumn],
  strategy: {
    defaults,
    prepareCreate: (object) => ({...object, spec: {finalizers: ['kubernetes']}, status: {phase: 'Active'}}),
    prepareUpdate: (object, before) => ({...object, spec: before.spec}),
    validate: validating(() => undefined),
  },
});

function defaults(object: Draft): Draft {
  const {name = '', labels} = object.metadata ?? {};
  if (labels?.[nameLabel] === name) return object;
  return {...object, metadata: {...object.metadata, labels: {...labels, [nameLabel]: name}}};
}
