import {splitApiVersion} from '../client/api-resource.ts';
import {type Json, metaOf, object, objects, text} from '../json.ts';
import type {Found} from '../resources/target.ts';
import {mergePatched} from '../run/overrides.ts';
import {podSpecOf, withContainers, withPodSpec} from '../set/pod-template.ts';

/** What a kustomization.yaml says; its fields are read as they are needed. */
export type Kustomization = Json;

const clusterWide =
  /^(Namespace|Node|PersistentVolume|ClusterRole|ClusterRoleBinding|StorageClass|PriorityClass|CustomResourceDefinition|.*WebhookConfiguration)$/;

/** The object after everything that a kustomization does to all of its objects. */
export function transformed(given: Json, kustomization: Kustomization): Json {
  // Counts are told by the names that the files have.
  const steps = [withReplicas, placed, renamed, labelled, annotated, withImages];
  return steps.reduce((one, step) => step(one, kustomization), given);
}

function withMeta(given: Json, changes: Json): Json {
  return {...given, metadata: {...object(given['metadata']), ...changes}};
}

function placed(given: Json, {namespace}: Kustomization): Json {
  if (text(namespace) === '' || clusterWide.test(text(given['kind']))) return given;
  return withMeta(given, {namespace: text(namespace)});
}

function renamed(given: Json, {namePrefix, nameSuffix}: Kustomization): Json {
  if (/^(Namespace|CustomResourceDefinition)$/.test(text(given['kind']))) return given;
  return withMeta(given, {name: `${text(namePrefix)}${metaOf(given).name}${text(nameSuffix)}`});
}

/** `commonLabels` are on selectors too; of `labels` only those that ask for it. */
function labelled(given: Json, {commonLabels, labels}: Kustomization): Json {
  const sets = [
    ...(commonLabels === undefined ? [] : [{pairs: object(commonLabels), selectors: true, templates: true}]),
    ...objects(labels).map((one) => ({
      pairs: object(one['pairs']),
      selectors: one['includeSelectors'] === true,
      templates: one['includeTemplates'] === true || one['includeSelectors'] === true,
    })),
  ];
  return sets.reduce((one, {pairs, selectors, templates}) => {
    const own = withMeta(one, {labels: {...object(object(one['metadata'])['labels']), ...pairs}});
    const spec = object(own['spec']);
    const template = object(spec['template']);
    const more: Json = {
      ...(selectors ? selectorOf(text(own['kind']), spec, pairs) : {}),
      ...(templates && spec['template'] !== undefined
        ? {template: withMeta(template, {labels: {...object(object(template['metadata'])['labels']), ...pairs}})}
        : {}),
    };
    return Object.keys(more).length === 0 ? own : {...own, spec: {...spec, ...more}};
  }, given);
}

function selectorOf(kind: string, spec: Json, pairs: Json): Json {
  const selector = object(spec['selector']);
  if (kind === 'Service' || kind === 'ReplicationController') {
    return spec['selector'] === undefined ? {} : {selector: {...selector, ...pairs}};
  }
  if (!/^(Deployment|ReplicaSet|StatefulSet|DaemonSet)$/.test(kind)) return {};
  return {selector: {...selector, matchLabels: {...object(selector['matchLabels']), ...pairs}}};
}

function annotated(given: Json, {commonAnnotations}: Kustomization): Json {
  if (commonAnnotations === undefined) return given;
  const noted = (one: Json) =>
    withMeta(one, {annotations: {...object(object(one['metadata'])['annotations']), ...object(commonAnnotations)}});
  const spec = object(given['spec']);
  if (spec['template'] === undefined) return noted(given);
  return {...noted(given), spec: {...spec, template: noted(object(spec['template']))}};
}

/** The object as the resource of its kind, as far as its own fields tell. */
function foundOf(given: Json): Found {
  const {group, version} = splitApiVersion(text(given['apiVersion']));
  const kind = text(given['kind']);
  const names = {kind, plural: kind.toLowerCase(), singular: kind.toLowerCase(), shortNames: []};
  const resource = {group, version, ...names, namespaced: true, verbs: [], categories: [], subresources: []};
  return {resource, namespace: metaOf(given).namespace, name: metaOf(given).name, object: given};
}

function withImages(given: Json, {images}: Kustomization): Json {
  const found = foundOf(given);
  if (objects(images).length === 0 || podSpecOf(found) === undefined) return given;
  return withPodSpec(found, (spec) =>
    withContainers(spec, (container) => ({...container, image: imageOf(text(container['image']), objects(images))})),
  );
}

function imageOf(image: string, changes: readonly Json[]): string {
  const [, name = '', rest = ''] = /^(.*?)((?::[^/:@]+)?(?:@.*)?)$/.exec(image) ?? [];
  const change = changes.find((one) => one['name'] === name);
  if (change === undefined) return image;
  const [tag, digest] = [String(change['newTag'] ?? ''), text(change['digest'])];
  const ending = digest !== '' ? `@${digest}` : tag !== '' ? `:${tag}` : rest;
  return `${text(change['newName']) || name}${ending}`;
}

function withReplicas(given: Json, {replicas}: Kustomization): Json {
  const wanted = objects(replicas).find(({name}) => name === metaOf(given).name);
  const scales = /^(Deployment|ReplicaSet|StatefulSet|ReplicationController)$/.test(text(given['kind']));
  return wanted === undefined || !scales
    ? given
    : {...given, spec: {...object(given['spec']), replicas: wanted['count']}};
}

/** The object with a strategic merge patch laid over it, when the patch is of its kind and name. */
export function patchedBy(given: Json, patch: Json, target: Json): Json {
  const wanted = Object.keys(target).length > 0 ? target : {kind: patch['kind'], name: metaOf(patch).name};
  const isMeant =
    (wanted['kind'] === undefined || wanted['kind'] === given['kind']) &&
    (wanted['name'] === undefined || wanted['name'] === metaOf(given).name);
  return isMeant ? mergePatched(given, patch, text(given['kind'])) : given;
}
