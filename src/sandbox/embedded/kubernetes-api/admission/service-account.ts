import {type Draft, keyOf} from '../object.ts';
import {forbidden} from '../refusal.ts';
import {fieldsOf, listOf, textOf} from '../values/reading.ts';
import type {Admission, AdmissionRequest} from './admission.ts';

type Fields = {readonly [field: string]: unknown};

/** Where programs look for the token of their Pod's account. */
const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';
/** A little more than an hour, so that tokens that are renewed late are told apart. */
const tokenSeconds = 3607;

/** Marks the Pods a kubelet made of a file. */
const mirrorAnnotation = 'kubernetes.io/config.mirror';

/**
 * Pods get an account, and with it a token to mount.
 * https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#serviceaccount
 */
export const serviceAccount: Admission = {
  name: 'ServiceAccount',
  collections: ['pods'],
  admit(request) {
    const {operation, object, subresource} = request;
    if (operation !== 'create' || subresource !== '') return object;
    if (object.metadata?.annotations?.[mirrorAnnotation] !== undefined) return object;
    return withAccount(request);
  },
};

function withAccount(request: AdmissionRequest): Draft {
  const {object, context, namespace, name, resource} = request;
  const spec = fieldsOf(object.spec);
  const accountName = textOf(spec.serviceAccountName) || 'default';
  const account = context.get('serviceaccounts', keyOf(namespace, accountName));
  if (!account) {
    const why = `error looking up service account ${namespace}/${accountName}: serviceaccount "${accountName}" not found`;
    throw forbidden(resource, name, why);
  }
  const mounts = spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
  const pulls = listOf(spec.imagePullSecrets).length > 0 ? spec.imagePullSecrets : account.imagePullSecrets;
  const named = {
    ...spec,
    serviceAccountName: accountName,
    serviceAccount: accountName,
    ...(listOf(pulls).length > 0 ? {imagePullSecrets: pulls} : {}),
  };
  return {...object, spec: mounts === false ? named : withToken(named, request)};
}

function withToken(spec: Fields, {context}: AdmissionRequest): Fields {
  const volumes = listOf(spec.volumes);
  const containers = listOf(spec.containers).map(fieldsOf);
  const inits = listOf(spec.initContainers).map(fieldsOf);
  if ([...containers, ...inits].every(hasMount)) return spec;
  const known = volumes.map((one) => textOf(fieldsOf(one).name)).find((one) => one.startsWith('kube-api-access-'));
  const name = known ?? `kube-api-access-${context.suffix(5)}`;
  const mounted = (container: Fields): Fields => {
    if (hasMount(container)) return container;
    const volumeMounts = [...listOf(container.volumeMounts), {name, readOnly: true, mountPath: tokenPath}];
    return {...container, volumeMounts};
  };
  return {
    ...spec,
    volumes: known === undefined ? [...volumes, tokenVolume(name)] : volumes,
    ...(inits.length > 0 ? {initContainers: inits.map(mounted)} : {}),
    containers: containers.map(mounted),
  };
}

function hasMount({volumeMounts}: Fields): boolean {
  return listOf(volumeMounts).some((mount) => fieldsOf(mount).mountPath === tokenPath);
}

function tokenVolume(name: string): Fields {
  return {
    name,
    projected: {
      sources: [
        {serviceAccountToken: {expirationSeconds: tokenSeconds, path: 'token'}},
        {configMap: {name: 'kube-root-ca.crt', items: [{key: 'ca.crt', path: 'ca.crt'}]}},
        {
          downwardAPI: {
            items: [{path: 'namespace', fieldRef: {apiVersion: 'v1', fieldPath: 'metadata.namespace'}}],
          },
        },
      ],
      defaultMode: 420,
    },
  };
}
