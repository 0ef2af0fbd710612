import type {Namespace} from 'kubernetes-types/core/v1';
import {keyOfObject, type Stored} from '../../kubernetes-api/object.ts';
import type {Controller, ControllerContext} from '../controller.ts';
import {type DeletableKind, followKinds} from '../garbage/kinds.ts';
import {deletionConditions, type Remains} from './conditions.ts';

/** `spec.finalizers` of every namespace; it stays until this controller has emptied it. */
const finalizer = 'kubernetes';

/** Empties namespaces that are to go: Pods first, then everything else, and then the namespace itself. */
export function createNamespaceController(): Controller {
  const kinds: DeletableKind[] = [];
  return {
    name: 'namespace',
    setup({informers}, enqueue) {
      const namespaces = informers.of<Stored<Namespace>>('namespaces');
      const check = (namespace: Stored<Namespace>): void => {
        if (namespace.metadata.deletionTimestamp !== undefined) enqueue(keyOfObject(namespace));
      };
      namespaces.on({added: check, changed: check});
      followKinds(informers, (kind) => {
        if (!kind.namespaced) return;
        kinds.push(kind);
        informers.of(kind.collection).on({
          removed({metadata}) {
            const namespace = namespaces.byKey(metadata.namespace ?? '');
            if (namespace) check(namespace);
          },
        });
      });
    },
    reconcile(key, context) {
      const namespace = context.informers.of<Stored<Namespace>>('namespaces').byKey(key);
      if (!namespace?.metadata.deletionTimestamp || !namespace.spec?.finalizers?.includes(finalizer)) return;
      if (empty(namespace, kinds, context)) finish(key, context);
    },
  };
}

/** Deletes what is in a namespace; false when some of it is still on its way. */
function empty(namespace: Stored<Namespace>, kinds: readonly DeletableKind[], context: ControllerContext): boolean {
  const {name} = namespace.metadata;
  const pods = kinds.filter(({collection}) => collection === 'pods');
  // What Pods hold on to, they may need until they are gone.
  let remains = pods.flatMap((kind) => deleteAll(name, kind, context));
  if (remains.length === 0)
    remains = kinds.filter((kind) => !pods.includes(kind)).flatMap((kind) => deleteAll(name, kind, context));
  const isEmpty = remains.length === 0;
  const now = context.client.find<Stored<Namespace>>('namespaces', '', name);
  if (!now) return false;
  const conditions = deletionConditions(now, remains, context);
  if (conditions !== now.status?.conditions && !isEmpty)
    context.client.update('namespaces', {...now, status: {...now.status, conditions}}, {subresource: 'status'});
  return isEmpty;
}

function deleteAll(namespace: string, kind: DeletableKind, {client}: ControllerContext): readonly Remains[] {
  for (const {metadata} of client.list(kind.collection, namespace))
    if (metadata.deletionTimestamp === undefined)
      client.delete(kind.collection, namespace, metadata.name, {uid: metadata.uid, propagation: 'Background'});
  const left = client.list(kind.collection, namespace);
  if (left.length === 0) return [];
  return [{kind, count: left.length, finalizers: left.flatMap(({metadata}) => metadata.finalizers ?? [])}];
}

function finish(name: string, {client}: ControllerContext): void {
  const namespace = client.find<Stored<Namespace>>('namespaces', '', name);
  if (!namespace) return;
  const finalizers = (namespace.spec?.finalizers ?? []).filter((one) => one !== finalizer);
  client.update('namespaces', {...namespace, spec: {...namespace.spec, finalizers}}, {subresource: 'finalize'});
}
