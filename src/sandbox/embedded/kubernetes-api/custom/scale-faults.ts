import type {Fields, Value} from '../object.ts';
import type {FieldCause} from '../refusal.ts';
import type {Resource} from '../resources/resource.ts';
import {isFields} from '../values/reading.ts';

type ScalePaths = NonNullable<Resource['scale']>;

const mostReplicas = 2_147_483_647;

/** What is wrong with the fields that `/scale` reads; what is not there is right. */
export function faultsOfScale(object: Fields, {spec, status, selector}: ScalePaths): readonly FieldCause[] {
  return [
    ...faultsOfReplicas(object, spec),
    ...faultsOfReplicas(object, status),
    ...(selector === '' ? [] : faultsOfField(object, selector, {type: 'string', zero: ''})),
  ];
}

function faultsOfReplicas(object: Fields, path: string): readonly FieldCause[] {
  const value = valueAt(object, path);
  if (value === undefined) return [];
  const faults = faultsOfField(object, path, {type: 'int64', zero: 0});
  if (faults.length > 0 || typeof value !== 'number') return faults;
  if (value < 0) return [invalidAt(path, value, 'should be a non-negative integer')];
  return value > mostReplicas ? [invalidAt(path, value, `should be less than or equal to ${mostReplicas}`)] : [];
}

function faultsOfField(
  object: Fields,
  path: string,
  {type, zero}: {readonly type: 'int64' | 'string'; readonly zero: Value},
): readonly FieldCause[] {
  const value = valueAt(object, path);
  if (value === undefined || goTypeOf(value) === type) return [];
  const why = `${path} accessor error: ${String(value)} is of the type ${goTypeOf(value)}, expected ${type}`;
  return [invalidAt(path, zero, why)];
}

function valueAt(object: Fields, path: string): Value | undefined {
  const names = path.replace(/^\./, '').split('.');
  return names.reduce<Value | undefined>((value, name) => (isFields(value) ? value[name] : undefined), object);
}

function invalidAt(path: string, value: Value, why: string): FieldCause {
  return {reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${why}`, field: path};
}

function goTypeOf(value: Value): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (typeof value === 'object') return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
