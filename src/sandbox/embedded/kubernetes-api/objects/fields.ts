import type {Draft, KubeObject} from '../object.ts';
import {trackUpdate} from '../patch/track-update.ts';
import type {Resource} from '../resources/resource.ts';
import type {ApiState} from './state.ts';

export interface TrackedChange {
  readonly resource: Resource;
  readonly before: KubeObject | undefined;
  readonly after: Draft;
  readonly manager: string;
  /** `status`, `scale`; '' for the object itself. */
  readonly subresource: string;
  readonly now: string;
}

/** Notes in `managedFields` who set what; kinds whose fields nobody knows stay without. */
export function trackFields({types}: ApiState, {resource, ...change}: TrackedChange): Draft {
  const type = types(resource);
  if (!type) return change.after;
  return trackUpdate({...change, type, ignored: ignoredFields(resource, change.subresource)});
}

/** Fields a write leaves as they are, and so belong to nobody who writes them. */
export function ignoredFields({hasStatus}: Resource, subresource: string): readonly string[] {
  if (subresource === 'status') return ['spec'];
  return hasStatus ? ['status'] : [];
}
