import type {DeleteOptions} from '../../kubernetes-api/client.ts';
import type {KubeObject} from '../../kubernetes-api/object.ts';
import type {ControllerContext} from '../controller.ts';
import type {DeletableKind} from './kinds.ts';
import type {GraphNode, Owner, OwnerGraph} from './owner-graph.ts';

const foregroundDeletion = 'foregroundDeletion';
const orphan = 'orphan';

export interface CollectContext extends ControllerContext {
  readonly graph: OwnerGraph;
  /** By group and kind: `apps/ReplicaSet`. */
  readonly kinds: ReadonlyMap<string, DeletableKind>;
}

/** Does what is to be done about one object: as an owner that is to go, or as one whose owners are. */
export function collect(node: GraphNode, context: CollectContext): void {
  const {object} = node;
  if (object.metadata.deletionTimestamp !== undefined) {
    if (hasFinalizer(object, orphan)) letGo(node, context);
    else if (hasFinalizer(object, foregroundDeletion)) waitForDependents(node, context);
    return;
  }
  const owners = object.metadata.ownerReferences ?? [];
  if (owners.length === 0) return;
  const states = owners.map((owner) => ({owner, state: stateOf(owner, node, context)}));
  const gone = states.filter(({state}) => state === 'gone').map(({owner}) => owner);
  const leaving = states.filter(({state}) => state === 'leaving').map(({owner}) => owner);
  if (gone.length + leaving.length < owners.length) {
    if (gone.length + leaving.length > 0) dropOwners(node, [...gone, ...leaving], context);
  } else if (leaving.length > 0 && context.graph.hasDependents(object.metadata.uid)) {
    unblockCycle(node, context);
    remove(node, 'Foreground', context);
  } else remove(node, propagationOf(object), context);
}

/** `leaving` owners wait in the foreground for what they own. */
function stateOf(owner: Owner, {object}: GraphNode, context: CollectContext): 'there' | 'gone' | 'leaving' {
  const kind = context.kinds.get(`${groupOf(owner.apiVersion)}/${owner.kind}`);
  // What this API does not know cannot be known to be gone.
  if (!kind) return 'there';
  const found = context.graph.get(owner.uid)?.object;
  if (!found) return 'gone';
  const isElsewhere = kind.namespaced && found.metadata.namespace !== object.metadata.namespace;
  if (isElsewhere || found.metadata.name !== owner.name) {
    tellForeignOwner(owner, object, context);
    return 'gone';
  }
  const leaves = found.metadata.deletionTimestamp !== undefined && hasFinalizer(found, foregroundDeletion);
  return leaves ? 'leaving' : 'there';
}

function tellForeignOwner({apiVersion, kind, name, uid}: Owner, object: KubeObject, {event}: CollectContext): void {
  const {namespace = ''} = object.metadata;
  const where = namespace === '' ? '' : `namespace: ${namespace}, `;
  const message = `ownerRef [${apiVersion}/${kind}, ${where}name: ${name}, uid: ${uid}] does not exist in namespace "${namespace}"`;
  event(object, {type: 'Warning', reason: 'OwnerRefInvalidNamespace', message});
}

function groupOf(apiVersion: string): string {
  const [group = '', version] = apiVersion.split('/');
  return version === undefined ? '' : group;
}

/** An owner that is to go leaves what it owns behind. */
function letGo({collection, object}: GraphNode, context: CollectContext): void {
  const {uid} = object.metadata;
  for (const dependent of context.graph.dependentsOf(uid))
    dropOwners(
      dependent,
      (dependent.object.metadata.ownerReferences ?? []).filter((owner) => owner.uid === uid),
      context,
    );
  dropFinalizer({collection, object}, orphan, context);
}

/** An owner that is to go waits for those that block it, and has all that it owns deleted. */
function waitForDependents({collection, object}: GraphNode, context: CollectContext): void {
  const {uid} = object.metadata;
  const dependents = context.graph.dependentsOf(uid);
  for (const dependent of dependents)
    if (dependent.object.metadata.deletionTimestamp === undefined) collect(dependent, context);
  const blocks = context.graph.dependentsOf(uid).some(({object: dependent}) => isBlocking(dependent, uid));
  if (!blocks) dropFinalizer({collection, object}, foregroundDeletion, context);
}

function isBlocking({metadata}: KubeObject, uid: string): boolean {
  return metadata.ownerReferences?.some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true) ?? false;
}

/** Two that own each other would wait for each other for ever. */
function unblockCycle({object}: GraphNode, context: CollectContext): void {
  const {uid} = object.metadata;
  for (const dependent of context.graph.dependentsOf(uid)) {
    const {metadata} = dependent.object;
    if (metadata.deletionTimestamp === undefined || !hasFinalizer(dependent.object, foregroundDeletion)) continue;
    const ownerReferences = (object.metadata.ownerReferences ?? []).map((owner) => ({
      ...owner,
      blockOwnerDeletion: false,
    }));
    update({...object, metadata: {...object.metadata, ownerReferences}}, context.graph.get(uid), context);
    return;
  }
}

function dropOwners(node: GraphNode, gone: readonly Owner[], context: CollectContext): void {
  const uids = new Set(gone.map(({uid}) => uid));
  const {ownerReferences = [], ...metadata} = node.object.metadata;
  const kept = ownerReferences.filter(({uid}) => !uids.has(uid));
  const next = {...metadata, ...(kept.length === 0 ? {} : {ownerReferences: kept})};
  update({...node.object, metadata: next}, node, context);
}

function dropFinalizer(node: Pick<GraphNode, 'collection' | 'object'>, gone: string, context: CollectContext): void {
  const {finalizers = [], ...metadata} = node.object.metadata;
  const kept = finalizers.filter((one) => one !== gone);
  const next = {...metadata, ...(kept.length === 0 ? {} : {finalizers: kept})};
  update({...node.object, metadata: next}, node, context);
}

function update(object: KubeObject, node: Pick<GraphNode, 'collection'> | undefined, {client}: CollectContext): void {
  if (node) client.update(node.collection, object);
}

function remove(
  {collection, object}: GraphNode,
  propagation: DeleteOptions['propagation'],
  {client}: CollectContext,
): void {
  const {namespace = '', name, uid} = object.metadata;
  client.delete(collection, namespace, name, {uid, ...(propagation ? {propagation} : {})});
}

function propagationOf(object: KubeObject): DeleteOptions['propagation'] {
  if (hasFinalizer(object, orphan)) return 'Orphan';
  return hasFinalizer(object, foregroundDeletion) ? 'Foreground' : 'Background';
}

function hasFinalizer({metadata}: KubeObject, name: string): boolean {
  return metadata.finalizers?.includes(name) ?? false;
}
