import type {Node, Pod} from 'kubernetes-types/core/v1';
import {type Stored, same} from '../../kubernetes-api/object.ts';

/** Whether nothing changed that a place depends on: the many writes of a status do not count. */
export function isAlike(pod: Stored<Pod>, before: Stored<Pod>): boolean {
  return (
    pod.metadata.deletionTimestamp === before.metadata.deletionTimestamp &&
    same(pod.metadata.labels, before.metadata.labels) &&
    same(pod.spec, before.spec)
  );
}

/** Whether a node changed in a way that may matter to where Pods go; most writes are heartbeats. */
export function matters(node: Stored<Node>, before: Stored<Node>): boolean {
  return !(isPlaceAlike(node, before) && same(node.status?.images, before.status?.images));
}

/** Whether a node is as good a place as before. */
export function isPlaceAlike(node: Stored<Node>, before: Stored<Node>): boolean {
  return (
    same(node.spec, before.spec) &&
    same(node.metadata.labels, before.metadata.labels) &&
    same(node.status?.allocatable, before.status?.allocatable)
  );
}
