import {isObject, type Json, list, object, text} from '../../docker/json.ts';
import {readDocuments} from '../../kubectl/yaml-reading.ts';
import type {JsonPatch, KubeadmPatches} from '../configuration/cluster-config.ts';
import {applySteps} from './json-patch.ts';

/** Changes those documents that a patch is for: of its kind, and of its version where it names one. */
export function patchDocuments(documents: readonly Json[], patches: KubeadmPatches): readonly Json[] {
  const merges = patches.kubeadmConfigPatches.flatMap((source) => readDocuments(source).map(object));
  return documents.map((document) => {
    const merged = merges.filter((patch) => fits(document, patch)).reduce(mergeKubeadm, document);
    return patches.kubeadmConfigPatchesJSON6902
      .filter((patch) => fits(document, {kind: patch.kind, apiVersion: apiVersionOf(patch)}))
      .reduce((changed, patch) => object(applySteps(changed, list(readDocuments(patch.patch)[0]))), merged);
  });
}

function apiVersionOf({group, version}: JsonPatch): string {
  return group === '' ? version : `${group}/${version}`;
}

function fits(document: Json, {kind, apiVersion}: Json): boolean {
  return document['kind'] === kind && (!text(apiVersion) || document['apiVersion'] === apiVersion);
}

function mergeKubeadm(document: Json, patch: Json): Json {
  const isBeta4 = text(document['apiVersion']).endsWith('v1beta4');
  return object(merge(document, patch, {isBeta4}));
}

/** RFC 7386, but for lists of names and of arguments, which grow instead of being replaced. */
function merge(target: unknown, patch: unknown, how: {readonly isBeta4: boolean}): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = {...object(target)};
  for (const [key, value] of Object.entries(patch)) {
    const old = merged[key];
    if (value === null) delete merged[key];
    else if (key === 'certSANs') merged[key] = [...new Set([...list(old), ...list(value)])];
    else if (how.isBeta4 && (key === 'extraArgs' || key === 'kubeletExtraArgs'))
      merged[key] = mergeArguments(old, value);
    else merged[key] = merge(old, value, how);
  }
  return merged;
}

/** Lists of names and values; a patch from before there were lists has a map. */
function mergeArguments(old: unknown, patch: unknown): readonly unknown[] {
  const named = new Map<unknown, unknown>(argumentList(old).map((argument) => [object(argument)['name'], argument]));
  for (const argument of argumentList(patch)) named.set(object(argument)['name'], argument);
  return [...named.values()];
}

function argumentList(value: unknown): readonly unknown[] {
  if (!isObject(value)) return list(value);
  return Object.entries(value).map(([name, item]) => ({name, value: item}));
}
