import {KubeRefusal} from '../refusal.ts';
import {difference, type FieldSet, intersection, pathsOf, pathText} from './field-set.ts';
import {isEmpty} from './json-value.ts';
import type {Manager, Managers} from './managers.ts';

/** Fields of other managers that an apply would change. */
export interface Conflict {
  readonly key: string;
  readonly manager: Manager;
  readonly fields: FieldSet;
}

/** Whose fields are changed by somebody else, in the order upstream names them. */
export function conflictsOf(managers: Managers, changed: FieldSet, applier: string): readonly Conflict[] {
  const conflicts: Conflict[] = [];
  for (const [key, manager] of [...managers].sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (key === applier) continue;
    const fields = intersection(manager.fields, changed);
    if (!isEmpty(fields)) conflicts.push({key, manager, fields});
  }
  return conflicts;
}

/** The conflicts that are not about some fields. */
export function conflictsBeside(conflicts: readonly Conflict[], allowed: FieldSet): readonly Conflict[] {
  return conflicts
    .map((conflict) => ({...conflict, fields: difference(conflict.fields, allowed)}))
    .filter(({fields}) => !isEmpty(fields));
}

/** Upstream's 409 for an apply that is not forced. */
export function applyConflict(conflicts: readonly Conflict[]): KubeRefusal {
  const named = conflicts.map(({manager, fields}) => ({
    who: whoIs(manager),
    paths: [...pathsOf(fields)].map(pathText),
  }));
  const causes = named.flatMap(({who, paths}) =>
    paths.map((field) => ({reason: 'FieldManagerConflict', message: `conflict with ${who}`, field})),
  );
  const [first] = causes;
  if (causes.length === 1 && first) {
    const message = `Apply failed with 1 conflict: ${first.message}: ${first.field}`;
    return new KubeRefusal(409, 'Conflict', message, {causes});
  }
  const lines = named.flatMap(({who, paths}) => [`conflicts with ${who}:`, ...paths.map((path) => `- ${path}`)]);
  const message = `Apply failed with ${causes.length} conflicts: ${lines.join('\n')}`;
  return new KubeRefusal(409, 'Conflict', message, {causes});
}

/** `"kubectl-client-side-apply" using apps/v1`, `"autoscaler" with subresource "scale" using apps/v1` */
function whoIs({name, operation, apiVersion, subresource}: Manager): string {
  const through = subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`;
  const using = operation === 'Update' ? ` using ${apiVersion}` : '';
  return `${JSON.stringify(name)}${through}${using}`;
}
