import {same} from '../object.ts';
import {forbidden} from '../refusal.ts';
import {fieldsOf, listOf, textOf, textsOf} from '../values/reading.ts';
import type {Admission, AdmissionRequest} from './admission.ts';

/** A Pod's RuntimeClass says what it costs and where it runs. https://kubernetes.io/docs/concepts/containers/runtime-class/ */
export const runtimeClass: Admission = {
  name: 'RuntimeClass',
  collections: ['pods'],
  admit(request) {
    const {operation, subresource, object, context, resource, name} = request;
    const spec = fieldsOf(object.spec);
    const className = textOf(spec.runtimeClassName);
    if (operation !== 'create' || subresource !== '' || className === '') return object;
    const found = context.get('runtimeclasses.node.k8s.io', className);
    if (!found) throw forbidden(resource, name, `pod rejected: RuntimeClass "${className}" not found`);
    const overhead = fieldsOf(found.overhead).podFixed;
    if (spec.overhead !== undefined && !same(spec.overhead, overhead ?? {}))
      throw forbidden(resource, name, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    const {nodeSelector, tolerations} = fieldsOf(found.scheduling);
    const selector = merged(request, textsOf(nodeSelector));
    const known = listOf(spec.tolerations);
    const added = listOf(tolerations).filter((one) => !known.some((other) => same(one, other)));
    return {
      ...object,
      spec: {
        ...spec,
        ...(overhead === undefined ? {} : {overhead}),
        ...(Object.keys(selector).length > 0 ? {nodeSelector: selector} : {}),
        ...(known.length + added.length > 0 ? {tolerations: [...known, ...added]} : {}),
      },
    };
  },
};

/** The labels of nodes that both ask for. Throws 403 when they ask for different ones. */
function merged({object, resource, name}: AdmissionRequest, ofClass: {readonly [label: string]: string}) {
  const ofPod = textsOf(fieldsOf(object.spec).nodeSelector);
  for (const [label, value] of Object.entries(ofClass)) {
    const other = ofPod[label];
    if (other === undefined || other === value) continue;
    const why = `runtimeClass.scheduling.nodeSelector[${label}] = ${value}; pod.spec.nodeSelector[${label}] = ${other}`;
    throw forbidden(resource, name, `conflict: ${why}`);
  }
  return {...ofPod, ...ofClass};
}
