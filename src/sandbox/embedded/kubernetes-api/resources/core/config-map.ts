import {same} from '../../object.ts';
import type {At} from '../../validation/at.ts';
import {comparing, validating} from '../../validation/metadata.ts';
import {checkConfigKey} from '../../validation/names.ts';
import {fieldsOf} from '../../values/reading.ts';
import {column} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';

/** As much as etcd takes of one object. */
const mostBytes = 1024 * 1024;

/** https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/config-map-v1/ */
export const configMap = defineResource({
  kind: 'ConfigMap',
  plural: 'configmaps',
  shortNames: ['cm'],
  columns: [
    nameColumn,
    column('Data', ({data, binaryData}) => Object.keys({...fieldsOf(data), ...fieldsOf(binaryData)}).length),
    ageColumn,
  ],
  strategy: {
    validate: validating(checkConfigMap),
    validateUpdate: comparing((root, old) => checkSealed(root, old, ['data', 'binaryData'])),
  },
});

function checkConfigMap(root: At): void {
  const [data, binary] = [root.field('data'), root.field('binaryData')];
  for (const [key, at] of data.entries()) {
    checkConfigKey(at, key);
    if (binary.key(key).isSet) at.invalid('duplicate of key present in binaryData', key);
  }
  for (const [key, at] of binary.entries()) checkConfigKey(at, key);
  const size = [...data.entries(), ...binary.entries()].reduce((sum, [, at]) => sum + at.text.length, 0);
  if (size > mostBytes) root.tooLong(`may not be more than ${mostBytes} bytes`);
}

/** An object that was made immutable keeps what it holds. */
export function checkSealed(root: At, old: At, names: readonly string[]): void {
  if (old.field('immutable').value !== true) return;
  const why = 'field is immutable when `immutable` is set';
  const immutable = root.field('immutable');
  if (immutable.value !== true) immutable.forbidden(why);
  for (const name of names) if (!same(root.field(name).value, old.field(name).value)) root.field(name).forbidden(why);
}
