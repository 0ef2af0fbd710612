import type {Namespace} from 'kubernetes-types/core/v1';
import type {Stored} from '../../kubernetes-api/object.ts';
import type {Controller, ControllerContext} from '../controller.ts';

/** Keeps a ServiceAccount `default` in every namespace. */
export function createServiceAccountController(): Controller {
  return keepInEveryNamespace({
    name: 'serviceaccount',
    component: 'service-account-controller',
    resource: 'serviceaccounts',
    objectName: 'default',
    content: () => ({}),
  });
}

/** Keeps the certificate that the API server is known by in every namespace: Pods mount it. `rootCa` is PEM. */
export function createRootCaPublisher(rootCa: string): Controller {
  const description =
    'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the ' +
    'internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes ' +
    'clusters.';
  return keepInEveryNamespace({
    name: 'root-ca-certificate-publisher',
    component: 'root-ca-cert-publisher',
    resource: 'configmaps',
    objectName: 'kube-root-ca.crt',
    content: () => ({data: {'ca.crt': rootCa}}),
    annotations: {'kubernetes.io/description': description},
  });
}

interface Kept {
  readonly name: string;
  readonly component: string;
  readonly resource: string;
  readonly objectName: string;
  readonly content: () => {readonly data?: {readonly [key: string]: string}};
  readonly annotations?: {readonly [key: string]: string};
}

function keepInEveryNamespace(kept: Kept): Controller {
  return {
    name: kept.name,
    component: kept.component,
    setup({informers}, enqueue) {
      informers.of<Stored<Namespace>>('namespaces').on({
        added: ({metadata}) => enqueue(metadata.name),
        changed: ({metadata}) => enqueue(metadata.name),
      });
      informers.of(kept.resource).on({
        changed: ({metadata}) => metadata.name === kept.objectName && enqueue(metadata.namespace ?? ''),
        removed: ({metadata}) => metadata.name === kept.objectName && enqueue(metadata.namespace ?? ''),
      });
    },
    reconcile: (namespace, context) => keep(namespace, kept, context),
  };
}

function keep(namespace: string, kept: Kept, {client, informers}: ControllerContext): void {
  const found = informers.of<Stored<Namespace>>('namespaces').byKey(namespace);
  if (!found || found.metadata.deletionTimestamp !== undefined) return;
  const {objectName: name, resource, annotations} = kept;
  const known = client.find(resource, namespace, name);
  const {data} = kept.content();
  if (!known) {
    const metadata = {name, namespace, ...(annotations ? {annotations} : {})};
    client.create(resource, namespace, {metadata, ...(data ? {data} : {})});
  } else if (data && known.metadata.deletionTimestamp === undefined) {
    const own = {...known.metadata, annotations: {...known.metadata.annotations, ...annotations}};
    client.update(resource, {...known, metadata: own, data});
  }
}
