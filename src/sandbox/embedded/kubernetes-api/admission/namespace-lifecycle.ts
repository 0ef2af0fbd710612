import {forbidden, KubeRefusal, notFound} from '../refusal.ts';
import type {Admission, AdmissionRequest} from './admission.ts';

/** Namespaces nobody may delete. */
const immortal: readonly string[] = ['default', 'kube-system', 'kube-public'];

const namespaces = {group: '', plural: 'namespaces'};

/** Nothing is created in a namespace that is not there or on its way out, and some namespaces stay. */
export const namespaceLifecycle: Admission = {
  name: 'NamespaceLifecycle',
  admit(request) {
    if (request.operation === 'create' && request.namespace !== '') refuseWithout(request);
    return request.object;
  },
  check({operation, resource, name}) {
    if (operation !== 'delete' || resource.plural !== 'namespaces' || resource.group !== '') return;
    if (immortal.includes(name)) throw forbidden(resource, name, 'this namespace may not be deleted');
  },
};

function refuseWithout({context, namespace, name, resource}: AdmissionRequest): void {
  const found = context.get('namespaces', namespace);
  if (!found) throw notFound(namespaces, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const refusal = forbidden(resource, name, why);
  const message = `namespace ${namespace} is being terminated`;
  const causes = [{reason: 'NamespaceTerminating', message, field: 'metadata.namespace'}];
  throw new KubeRefusal(refusal.code, refusal.reason, refusal.message, {...refusal.details, causes});
}
