import type {Draft, KubeObject} from '../../kubernetes-api/object.ts';
import type {PodTemplate} from '../workloads/kinds.ts';

/** The reference of an owned object to the one that sees to it. */
export function controllerReference({apiVersion, kind, metadata}: KubeObject) {
  const {name, uid} = metadata;
  return {apiVersion, kind, name, uid, blockOwnerDeletion: true, controller: true};
}

/** A Pod as a template asks for it, owned by a controller's object; its name is `name`, or made from the owner's. */
export function makePod(template: PodTemplate, owner: KubeObject, name?: string): Draft {
  const {labels, annotations, finalizers} = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(name === undefined ? {generateName: `${owner.metadata.name}-`} : {name}),
      namespace: owner.metadata.namespace ?? '',
      ...(labels ? {labels} : {}),
      ...(annotations ? {annotations} : {}),
      ...(finalizers ? {finalizers} : {}),
      ownerReferences: [controllerReference(owner)],
    },
    spec: template.spec,
  };
}
