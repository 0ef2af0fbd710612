import {fieldsOf, listOf} from '../values/reading.ts';
import type {Admission} from './admission.ts';

/** How long a Pod stays on a node that is not ready or not reached. */
const seconds = 300;

/** https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#defaulttolerationseconds */
export const defaultTolerations: Admission = {
  name: 'DefaultTolerationSeconds',
  collections: ['pods'],
  admit({object, operation, subresource}) {
    if (operation === 'delete' || subresource !== '') return object;
    const spec = fieldsOf(object.spec);
    const tolerations = listOf(spec.tolerations);
    const added = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
      .filter((key) => !tolerations.some((one) => covers(fieldsOf(one), key)))
      .map((key) => ({key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds}));
    if (added.length === 0) return object;
    return {...object, spec: {...spec, tolerations: [...tolerations, ...added]}};
  },
};

function covers(toleration: {readonly [field: string]: unknown}, key: string): boolean {
  const {effect, key: given} = toleration;
  const ofEffect = effect === undefined || effect === '' || effect === 'NoExecute';
  return ofEffect && (given === undefined || given === '' || given === key);
}
