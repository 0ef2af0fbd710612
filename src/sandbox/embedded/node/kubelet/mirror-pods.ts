import type {Client} from '../../kubernetes-api/client.ts';
import type {Draft, Fields} from '../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../kubernetes-api/refusal.ts';
import {hashAnnotation, isMirror, type KubePod, mirrorAnnotation, namespaceOf} from './pod.ts';

/**
 * Shows a static Pod in the API: makes its mirror where there is none, or one of another manifest. Whether it had to.
 * Throws as the client.
 */
export function ensureMirror(
  client: Client,
  pod: KubePod,
  node: {readonly name: string; readonly uid: string},
): boolean {
  const namespace = namespaceOf(pod);
  const {name, annotations, labels} = pod.metadata;
  const hash = annotations?.[hashAnnotation] ?? '';
  const there = client.find<KubePod>('pods', namespace, name);
  if (there && !isMirror(there)) return false;
  if (there?.metadata.annotations?.[mirrorAnnotation] === hash && !there.metadata.deletionTimestamp) return false;
  if (there) removeMirror(client, there);
  const owner = {apiVersion: 'v1', kind: 'Node', name: node.name, uid: node.uid, controller: true};
  const draft: Draft = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      ...(labels ? {labels} : {}),
      annotations: {...annotations, [mirrorAnnotation]: hash},
      ownerReferences: [owner],
    },
    spec: pod.spec as object as Fields,
  };
  client.create('pods', namespace, draft);
  return true;
}

/** Takes a mirror out of the API at once. */
export function removeMirror(client: Client, mirror: KubePod): void {
  const {name, uid} = mirror.metadata;
  try {
    client.delete('pods', namespaceOf(mirror), name, {gracePeriodSeconds: 0, uid});
  } catch (error) {
    if (!(error instanceof KubeRefusal && error.code === 404)) throw error;
  }
}
