import {withoutFalse} from '../../defaults/container.ts';
import type {At} from '../../validation/at.ts';
import {checkImmutable, comparing, validating} from '../../validation/metadata.ts';
import {checkOptionalWord} from '../../validation/names.ts';
import {filled} from '../../values/filled.ts';
import {numberOf, textOf} from '../../values/reading.ts';
import {column} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';

/** What nobody but the system goes beyond. */
const highest = 1_000_000_000;
const systemClasses: {readonly [name: string]: number} = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/priority-class-v1/ */
export const priorityClass = defineResource({
  group: 'scheduling.k8s.io',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  shortNames: ['pc'],
  namespaced: false,
  hasGeneration: true,
  columns: [
    nameColumn,
    column('Value', ({value}) => numberOf(value), 'integer'),
    column('Global-Default', ({globalDefault}) => globalDefault === true, 'boolean'),
    ageColumn,
    column('PreemptionPolicy', ({preemptionPolicy}) => textOf(preemptionPolicy)),
  ],
  strategy: {
    defaults: (object) => filled(withoutFalse(object, ['globalDefault']), {preemptionPolicy: 'PreemptLowerPriority'}),
    validate: validating(checkClass),
    validateUpdate: comparing((root, old) => {
      const value = root.field('value');
      if (value.value !== old.field('value').value) value.forbidden('may not be changed in an update.');
      checkImmutable(root.field('preemptionPolicy'), old.field('preemptionPolicy'));
    }),
  },
});

function checkClass(root: At): void {
  const [name, value] = [root.field('metadata').field('name'), root.field('value')];
  if (name.text.startsWith('system-')) {
    const why = faultOfSystemClass(name.text, value.number ?? 0);
    if (why !== undefined)
      name.forbidden(`priority class names with 'system-' prefix are reserved for system use only. error: ${why}`);
  } else if ((value.number ?? 0) > highest)
    value.forbidden(`maximum allowed value of a user defined priority is ${highest}`);
  checkOptionalWord(root.field('preemptionPolicy'), ['PreemptLowerPriority', 'Never']);
}

function faultOfSystemClass(name: string, value: number): string | undefined {
  const known = systemClasses[name];
  if (known === undefined) return `${name} is not a known system priority class`;
  return known === value ? undefined : `value of ${name} PriorityClass must be ${known}`;
}
