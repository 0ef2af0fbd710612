import type {Pod} from 'kubernetes-types/core/v1';
import {keyOfObject, type Stored} from '../../kubernetes-api/object.ts';
import type {Controller} from '../controller.ts';
import {claimResource} from './claims.ts';

/** Makes the claims of volumes that live and die with their Pod. */
export function createEphemeralVolumeController(): Controller {
  return {
    name: 'ephemeral-volume-controller',
    component: 'ephemeral_volume',
    setup({informers}, enqueue) {
      informers.of<Stored<Pod>>('pods').on({
        added: (pod) => pod.spec?.volumes?.some(({ephemeral}) => ephemeral) && enqueue(keyOfObject(pod)),
      });
    },
    reconcile(key, {client, informers}) {
      const pod = informers.of<Stored<Pod>>('pods').byKey(key);
      if (!pod || pod.metadata.deletionTimestamp !== undefined) return;
      const {namespace = '', name, uid} = pod.metadata;
      const owner = {apiVersion: 'v1', kind: 'Pod', name, uid, controller: true, blockOwnerDeletion: true};
      for (const volume of pod.spec?.volumes ?? []) {
        const template = volume.ephemeral?.volumeClaimTemplate;
        const claimName = `${name}-${volume.name}`;
        if (!template || client.find(claimResource, namespace, claimName)) continue;
        const {annotations, labels} = template.metadata ?? {};
        client.create(claimResource, namespace, {
          metadata: {
            name: claimName,
            ...(annotations ? {annotations} : {}),
            ...(labels ? {labels} : {}),
            ownerReferences: [owner],
          },
          spec: template.spec,
        });
      }
    },
  };
}
