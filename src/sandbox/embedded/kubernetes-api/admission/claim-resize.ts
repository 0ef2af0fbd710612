import {forbidden} from '../refusal.ts';
import {compareQuantities} from '../values/quantity.ts';
import {fieldsOf, textOf} from '../values/reading.ts';
import type {Admission} from './admission.ts';

/** https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#persistentvolumeclaimresize */
export const claimResize: Admission = {
  name: 'PersistentVolumeClaimResize',
  collections: ['persistentvolumeclaims'],
  check({operation, subresource, object, before, context, resource, name}) {
    if (operation !== 'update' || subresource !== '' || !before) return;
    if (compareQuantities(storageOf(object.spec), storageOf(before.spec)) <= 0) return;
    const className = textOf(fieldsOf(before.spec).storageClassName);
    const found = className === '' ? undefined : context.get('storageclasses.storage.k8s.io', className);
    if (found?.allowVolumeExpansion === true) return;
    const why =
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';
    throw forbidden(resource, name, why);
  },
};

function storageOf(spec: unknown): unknown {
  return fieldsOf(fieldsOf(fieldsOf(spec).resources).requests).storage;
}
