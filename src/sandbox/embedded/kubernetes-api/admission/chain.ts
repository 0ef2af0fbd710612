import type {Draft} from '../object.ts';
import type {ApiState} from '../objects/state.ts';
import type {Admission, AdmissionRequest} from './admission.ts';

/** Lets every plugin that looks at a collection fill in what it does, in their order. */
export function admit(state: ApiState, collection: string, request: AdmissionRequest): Draft {
  let object = request.object;
  for (const plugin of state.admissions)
    if (plugin.admit && concerns(plugin, collection)) object = plugin.admit({...request, object});
  return object;
}

/** Lets every plugin that looks at a collection refuse. */
export function check(state: ApiState, collection: string, request: AdmissionRequest): void {
  for (const plugin of state.admissions) if (plugin.check && concerns(plugin, collection)) plugin.check(request);
}

/** How quotas are counted up, unless nothing is to change, and who is told of warnings. */
export function counting(
  {store}: ApiState,
  {dryRun, warn}: {readonly dryRun: boolean; readonly warn?: (warning: string) => void},
): Pick<AdmissionRequest, 'count' | 'warn'> {
  return {
    ...(dryRun ? {} : {count: (quota) => void store.put('resourcequotas', quota)}),
    ...(warn ? {warn} : {}),
  };
}

function concerns({collections}: Admission, collection: string): boolean {
  return collections === undefined || collections.includes(collection);
}
