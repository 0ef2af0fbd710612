import type {Kubectl} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {errorOf, isConflict, isNotFound, StatusError} from '../errors.ts';
import {isObject, type Json, metaOf, object} from '../json.ts';
import {mergesStrategically} from '../patch/merge-keys.ts';
import {type PatchRules, threeWayPatch} from '../patch/three-way.ts';
import {toJson} from '../print/json.ts';
import type {ManifestTarget} from '../resources/target.ts';
import {lastAppliedAnnotation, lastAppliedOf, withLastApplied} from '../writing/last-applied.ts';
import {placedObject} from '../writing/namespaced.ts';
import {sourceError} from '../writing/source-error.ts';
import {type WriteRules, writeQuery} from '../writing/write-flags.ts';
import {recreate} from './recreate.ts';

/** What became of an object. */
export interface Applied {
  readonly object: Json;
  readonly operation: 'created' | 'configured' | 'unchanged' | 'serverside-applied';
}

export interface ApplyRules extends WriteRules {
  readonly force: boolean;
}

const attempts = 5;

/** Brings one object to what its file says: makes it, or changes what the file changed since the last time. */
export async function applyClientSide(kubectl: Kubectl, target: ManifestTarget, rules: ApplyRules): Promise<Applied> {
  const {resource, namespace, name, source} = target;
  const wanted = withLastApplied(placedObject(target));
  if (name === '')
    throw new Error(
      `error when retrieving current configuration of:\n${aboutTarget(target)}\nfrom server for: ${JSON.stringify(source)}: resource name may not be empty`,
    );
  const current = await there(kubectl, target);
  if (current === undefined) return {object: await made(kubectl, {target, wanted, rules}), operation: 'created'};
  if (lastAppliedOf(current) === '' && !hasAnnotation(current)) {
    await kubectl.warn(
      `Warning: resource ${resource.plural}/${name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
    );
  }
  const path = pathOf(resource, {namespace, name});
  return patched(kubectl, {target, wanted, current, rules, path});
}

function hasAnnotation(current: Json): boolean {
  const annotations = object(current['metadata'])['annotations'];
  return isObject(annotations) && lastAppliedAnnotation in annotations;
}

async function there(kubectl: Kubectl, target: ManifestTarget): Promise<Json | undefined> {
  const {resource, namespace, name, source} = target;
  try {
    return await kubectl.api.json({path: pathOf(resource, {namespace, name})});
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw sourceError(`retrieving current configuration of:\n${aboutTarget(target)}\nfrom server for:`, source, error);
  }
}

interface Making {
  readonly target: ManifestTarget;
  readonly wanted: Json;
  readonly rules: ApplyRules;
}

async function made(kubectl: Kubectl, {target, wanted, rules}: Making): Promise<Json> {
  if (rules.dryRun === 'client') return wanted;
  const {resource, namespace, source} = target;
  try {
    const path = pathOf(resource, {namespace});
    return await kubectl.api.json({method: 'POST', path, query: writeQuery(rules), json: wanted});
  } catch (error) {
    throw sourceError('creating', source, error);
  }
}

interface Patching extends Making {
  readonly current: Json;
  readonly path: string;
}

/** How a patch of an object's kind is made and sent. */
export function patchRulesOf(target: Pick<ManifestTarget, 'resource'>): {
  readonly rules: PatchRules;
  readonly contentType: string;
} {
  const {group, kind} = target.resource;
  return mergesStrategically(group)
    ? {rules: {kind: 'strategic', of: kind}, contentType: 'application/strategic-merge-patch+json'}
    : {rules: {kind: 'merge'}, contentType: 'application/merge-patch+json'};
}

async function patched(kubectl: Kubectl, patching: Patching): Promise<Applied> {
  const {target, wanted, rules, path} = patching;
  const {rules: patchRules, contentType} = patchRulesOf(target);
  let {current} = patching;
  for (let attempt = 1; ; attempt += 1) {
    const patch = threeWayPatch({original: originalOf(current), modified: wanted, current}, patchRules);
    if (Object.keys(patch).length === 0) return {object: current, operation: 'unchanged'};
    if (rules.dryRun === 'client') return {object: wanted, operation: 'configured'};
    try {
      const request = {method: 'PATCH', path, query: writeQuery(rules), json: patch, contentType} as const;
      const after = await kubectl.api.json(request);
      const same = metaOf(after).resourceVersion === metaOf(current).resourceVersion;
      return {object: after, operation: same && rules.dryRun === 'none' ? 'unchanged' : 'configured'};
    } catch (error) {
      if (isConflict(error) && attempt < attempts) {
        current = await kubectl.api.json({path});
        continue;
      }
      if (rules.force && (isConflict(error) || isInvalid(error)) && rules.dryRun === 'none') {
        return {object: await recreate(kubectl, {target, wanted, query: writeQuery(rules)}), operation: 'configured'};
      }
      throw patchError(target, patch, error);
    }
  }
}

function isInvalid(error: unknown): boolean {
  return error instanceof StatusError && error.reason === 'Invalid';
}

function originalOf(current: Json): Json {
  const memory = lastAppliedOf(current);
  if (memory === '') return {};
  try {
    return object(JSON.parse(memory));
  } catch (error) {
    throw new Error(`serializing original configuration from annotation: ${errorOf(error).message}`);
  }
}

function patchError(target: ManifestTarget, patch: Json, error: unknown): Error {
  const doing = `applying patch:\n${toJson(patch, '')}\nto:\n${aboutTarget(target)}\nfor:`;
  return sourceError(doing, target.source, sourceError('patching', target.source, error));
}

/** An object as errors describe it. */
export function aboutTarget({
  resource,
  name,
  namespace,
}: Pick<ManifestTarget, 'resource' | 'name' | 'namespace'>): string {
  const {group, version, plural, kind} = resource;
  return `Resource: "${group}/${version}, Resource=${plural}", GroupVersionKind: "${group}/${version}, Kind=${kind}"\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace)}`;
}
