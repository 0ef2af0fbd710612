import type {Client} from '../../kubernetes-api/client.ts';
import type {Draft} from '../../kubernetes-api/object.ts';

/** Where the store has objects of the kinds kubeadm makes. */
const collections: {readonly [kind: string]: string} = {
  ConfigMap: 'configmaps',
  Secret: 'secrets',
  Service: 'services',
  ServiceAccount: 'serviceaccounts',
  Namespace: 'namespaces',
  Deployment: 'deployments.apps',
  DaemonSet: 'daemonsets.apps',
  Role: 'roles.rbac.authorization.k8s.io',
  RoleBinding: 'rolebindings.rbac.authorization.k8s.io',
  ClusterRole: 'clusterroles.rbac.authorization.k8s.io',
  ClusterRoleBinding: 'clusterrolebindings.rbac.authorization.k8s.io',
  StorageClass: 'storageclasses.storage.k8s.io',
};

/** `deployments.apps` for `Deployment`; undefined for a kind that is not known here. */
export function collectionOfKind(kind: string): string | undefined {
  return collections[kind];
}

/** Makes an object where there is none of that name. True when it was made. */
export function ensure(client: Client, object: Draft): boolean {
  const {name = '', namespace = ''} = object.metadata ?? {};
  const collection = collections[object.kind ?? ''];
  if (collection === undefined) throw new Error(`kubeadm makes no ${object.kind}`);
  if (client.find(collection, namespace, name)) return false;
  client.create(collection, namespace, object);
  return true;
}
