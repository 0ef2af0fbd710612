import {type KubeObject, same} from '../../kubernetes-api/object.ts';
import type {Controller} from '../controller.ts';
import {collect} from './collect.ts';
import {type DeletableKind, followKinds} from './kinds.ts';
import {OwnerGraph} from './owner-graph.ts';

/** Events are too many, and nobody owns them. */
const notFollowed = new Set(['events', 'events.events.k8s.io']);

/**
 * Deletes what has lost all its owners, and sees deletions through that wait for, or let go of, what an object owns.
 * https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
export function createGarbageCollector(): Controller {
  const graph = new OwnerGraph();
  const kinds = new Map<string, DeletableKind>();
  return {
    name: 'garbage-collector',
    setup({informers}, enqueue) {
      followKinds(informers, (kind) => {
        kinds.set(`${kind.group}/${kind.kind}`, kind);
        if (!notFollowed.has(kind.collection)) follow(kind);
      });

      function follow({collection}: DeletableKind): void {
        informers.of(collection).on({
          added(object) {
            graph.set(collection, object);
            if (mayNeedWork(object)) enqueue(object.metadata.uid);
          },
          changed(object, before) {
            // An object of the same name may be another one.
            if (object.metadata.uid !== before.metadata.uid) lose(before);
            graph.set(collection, object);
            if (concerns(object, before)) enqueue(object.metadata.uid);
          },
          removed: lose,
        });
      }

      function lose(object: KubeObject): void {
        graph.remove(object);
        for (const dependent of graph.dependentsOf(object.metadata.uid)) enqueue(dependent.object.metadata.uid);
        // An owner may wait for it to be gone.
        for (const {uid} of object.metadata.ownerReferences ?? [])
          if (graph.get(uid)?.object.metadata.deletionTimestamp !== undefined) enqueue(uid);
      }
    },
    reconcile(uid, context) {
      const node = graph.get(uid);
      if (node) collect(node, {...context, graph, kinds});
    },
  };
}

function mayNeedWork({metadata}: KubeObject): boolean {
  return (metadata.ownerReferences?.length ?? 0) > 0 || metadata.deletionTimestamp !== undefined;
}

function concerns({metadata}: KubeObject, {metadata: before}: KubeObject): boolean {
  return (
    metadata.deletionTimestamp !== before.deletionTimestamp ||
    !same(metadata.ownerReferences, before.ownerReferences) ||
    !same(metadata.finalizers, before.finalizers)
  );
}
