import type {KubeObject} from '../object.ts';
import {fieldsOf, textOf} from '../values/reading.ts';
import type {Admission} from './admission.ts';

const defaultMark = 'storageclass.kubernetes.io/is-default-class';

/** https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#defaultstorageclass */
export const defaultStorageClass: Admission = {
  name: 'DefaultStorageClass',
  collections: ['persistentvolumeclaims'],
  admit({object, operation, subresource, context}) {
    const spec = fieldsOf(object.spec);
    // An empty name asks for a volume without a class.
    if (operation !== 'create' || subresource !== '' || spec.storageClassName !== undefined) return object;
    const usual = newest(context.list('storageclasses.storage.k8s.io').filter(isDefault));
    if (!usual) return object;
    return {...object, spec: {...spec, storageClassName: usual.metadata.name}};
  },
};

function isDefault({metadata}: KubeObject): boolean {
  return textOf(metadata.annotations?.[defaultMark]) === 'true';
}

/** The one that was made last; of those the first by name. */
function newest(classes: readonly KubeObject[]): KubeObject | undefined {
  return classes.toSorted((one, other) => {
    const [left, right] = [timeOf(one), timeOf(other)];
    return left === right ? (one.metadata.name < other.metadata.name ? -1 : 1) : left > right ? -1 : 1;
  })[0];
}

function timeOf({metadata}: KubeObject): string {
  return metadata.creationTimestamp ?? '';
}
