import {forbidden} from '../refusal.ts';
import {fieldsOf} from '../values/reading.ts';
import type {Admission} from './admission.ts';

const defaultMark = 'ingressclass.kubernetes.io/is-default-class';

/** https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class */
export const defaultIngressClass: Admission = {
  name: 'DefaultIngressClass',
  collections: ['ingresses.networking.k8s.io'],
  admit({object, operation, subresource, context, resource, name}) {
    const spec = fieldsOf(object.spec);
    const isNamed =
      spec.ingressClassName !== undefined ||
      object.metadata?.annotations?.['kubernetes.io/ingress.class'] !== undefined;
    if (operation !== 'create' || subresource !== '' || isNamed) return object;
    const classes = context.list('ingressclasses.networking.k8s.io');
    const [usual, ...others] = classes.filter(({metadata}) => metadata.annotations?.[defaultMark] === 'true');
    if (!usual) return object;
    if (others.length > 0)
      throw forbidden(resource, name, `${others.length + 1} default IngressClasses were found, only 1 allowed`);
    return {...object, spec: {...spec, ingressClassName: usual.metadata.name}};
  },
};
