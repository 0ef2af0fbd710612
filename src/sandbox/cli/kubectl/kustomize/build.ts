import {collectText} from '../../bytes.ts';
import type {CommandContext} from '../../context.ts';
import {isObject, type Json, metaOf, object, objects, text, texts} from '../json.ts';
import {readDocuments} from '../yaml-reading.ts';
import {type Kustomization, patchedBy, transformed} from './transform.ts';

const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const known = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'resources',
  'namespace',
  'namePrefix',
  'nameSuffix',
  'commonLabels',
  'labels',
  'commonAnnotations',
  'images',
  'replicas',
  'patches',
]);

/** The objects that a folder's kustomization.yaml makes. https://kubectl.docs.kubernetes.io/references/kustomize/ */
export async function buildKustomization(context: CommandContext, folder: string): Promise<readonly Json[]> {
  return (await built(context, folder.replace(/\/+$/, '') || '/')).toSorted(byKind);
}

async function built(context: CommandContext, folder: string): Promise<readonly Json[]> {
  const kustomization = await read(context, folder);
  const foreign = Object.keys(kustomization).find((key) => !known.has(key));
  if (foreign !== undefined) {
    throw new Error(`the field ${JSON.stringify(foreign)} of ${folder}'s kustomization is not part of this kubectl`);
  }
  const all: Json[] = [];
  for (const resource of texts(kustomization['resources']))
    all.push(...(await resourceAt(context, `${folder}/${resource}`)));
  const patches = await patchesOf(context, folder, kustomization);
  return all
    .map((one) => patches.reduce((changed, {patch, target}) => patchedBy(changed, patch, target), one))
    .map((one) => transformed(one, kustomization));
}

async function read({files}: CommandContext, folder: string): Promise<Kustomization> {
  for (const name of names) {
    const path = `${folder}/${name}`;
    if ((await files.stat(path, {follow: true})) === undefined) continue;
    return object(readDocuments(await collectText(files.read(path)))[0]);
  }
  throw new Error(
    `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder}'`,
  );
}

async function resourceAt(context: CommandContext, path: string): Promise<readonly Json[]> {
  const stat = await context.files.stat(path, {follow: true});
  if (stat === undefined) {
    throw new Error(
      `accumulating resources: accumulation err='accumulating resources from '${path}': open ${path}: no such file or directory'`,
    );
  }
  if (stat.kind === 'folder') return built(context, path.replace(/\/+$/, ''));
  return readDocuments(await collectText(context.files.read(path))).filter(isObject);
}

interface Patch {
  readonly patch: Json;
  readonly target: Json;
}

async function patchesOf(
  {files}: CommandContext,
  folder: string,
  kustomization: Kustomization,
): Promise<readonly Patch[]> {
  const patches: Patch[] = [];
  for (const {patch, path, target} of objects(kustomization['patches'])) {
    const source = text(patch) || (await collectText(files.read(`${folder}/${text(path)}`)));
    for (const document of readDocuments(source)) {
      if (!isObject(document)) throw new Error(`a JSON patch in ${folder}'s kustomization is not part of this kubectl`);
      patches.push({patch: document, target: object(target)});
    }
  }
  return patches;
}

const firstKinds = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];
const lastKinds = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

function rank(kind: string): number {
  const first = firstKinds.indexOf(kind);
  const last = lastKinds.indexOf(kind);
  return first !== -1 ? first - firstKinds.length : last === -1 ? 0 : last + 1;
}

/** What others need comes first. */
function byKind(left: Json, right: Json): number {
  const [a, b] = [text(left['kind']), text(right['kind'])];
  const key = (one: Json) => [one['apiVersion'], one['kind'], metaOf(one).namespace, metaOf(one).name].join('~');
  return rank(a) - rank(b) || (key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0);
}
