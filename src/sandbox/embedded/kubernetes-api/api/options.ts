import type {Fields} from '../object.ts';
import {badRequest, type FieldCause, invalid} from '../refusal.ts';

/** What a write's query says. */
export interface ChangeOptions {
  readonly dryRun: boolean;
  readonly manager: string | undefined;
  readonly fieldValidation: 'Strict' | 'Warn' | 'Ignore';
  readonly force: boolean;
}

/** What upstream calls the options of a call. */
export type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions' | 'ListOptions';

export function refuseOptions(kind: OptionsKind, causes: readonly FieldCause[]): void {
  if (causes.length > 0) throw invalid({group: 'meta.k8s.io', kind, name: ''}, causes);
}

/** Throws 422 for what an option may not be. */
export function changeOptions(kind: OptionsKind, query: URLSearchParams, applies = false): ChangeOptions {
  const causes = [
    ...faultOfDryRun(query.getAll('dryRun')),
    ...faultOfManager(query.get('fieldManager'), applies),
    ...faultOfForce(kind, query, applies),
    ...unsupported('fieldValidation', query.get('fieldValidation') ?? '', ['', 'Ignore', 'Strict', 'Warn']),
  ];
  refuseOptions(kind, causes);
  const validation = query.get('fieldValidation');
  return {
    dryRun: query.has('dryRun') && query.get('dryRun') !== '',
    manager: query.get('fieldManager') || undefined,
    fieldValidation: validation === 'Strict' || validation === 'Ignore' ? validation : 'Warn',
    force: isTrue(query.get('force')),
  };
}

export function faultOfDryRun(values: readonly string[]): readonly FieldCause[] {
  const given = values.filter((value) => value !== '');
  if (given.every((value) => value === 'All')) return [];
  const list = `[${given.map((value) => JSON.stringify(value)).join(',')}]`;
  const message = `Unsupported value: ${list}: supported values: "All"`;
  return [{reason: 'FieldValueNotSupported', message, field: 'dryRun'}];
}

export function unsupported(field: string, value: string, supported: readonly string[]): readonly FieldCause[] {
  if (supported.includes(value)) return [];
  const list = supported.map((one) => JSON.stringify(one)).join(', ');
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`;
  return [{reason: 'FieldValueNotSupported', message, field}];
}

function faultOfManager(manager: string | null, applies: boolean): readonly FieldCause[] {
  if (applies && !manager)
    return [
      {reason: 'FieldValueRequired', message: 'Required value: is required for apply patch', field: 'fieldManager'},
    ];
  if (manager === null || manager.length <= 128) return [];
  const message = `Too long: may not be more than 128 bytes`;
  return [{reason: 'FieldValueTooLong', message, field: 'fieldManager'}];
}

function faultOfForce(kind: OptionsKind, query: URLSearchParams, applies: boolean): readonly FieldCause[] {
  if (kind !== 'PatchOptions' || applies || !query.has('force')) return [];
  const message = 'Forbidden: may not be specified for non-apply patch';
  return [{reason: 'FieldValueForbidden', message, field: 'force'}];
}

/** A flag of a query, as Go reads one: `watch`, `watch=1`, `watch=true`. */
export function isTrue(value: string | null): boolean {
  return value !== null && !['false', '0', 'f', 'F', 'FALSE', 'False'].includes(value);
}

/** A whole number of a query. Throws 400. */
export function numberIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^[-+]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

/** The DeleteOptions of a body over those of the query. */
export function mergedOptions(query: URLSearchParams, body: Fields): Fields {
  const grace = numberIn(query, 'gracePeriodSeconds');
  const policy = query.get('propagationPolicy');
  const orphan = query.get('orphanDependents');
  return {
    ...(grace === undefined ? {} : {gracePeriodSeconds: grace}),
    ...(policy ? {propagationPolicy: policy} : {}),
    ...(orphan === null ? {} : {orphanDependents: isTrue(orphan)}),
    ...(query.has('dryRun') ? {dryRun: query.getAll('dryRun')} : {}),
    ...body,
  };
}
