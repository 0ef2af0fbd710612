import {same} from '../../../kubernetes-api/object.ts';
import type {ControllerContext} from '../../controller.ts';
import {collections, type DeploymentObject, type ReplicaSetObject} from '../kinds.ts';
import type {Conditions} from './conditions.ts';
import {type Annotations, differs, replicasAnnotations} from './revisions.ts';
import {wantedOf} from './rollout.ts';

/** A Deployment that is being looked at, with its ReplicaSets as they are after what was done so far. */
export class DeploymentSets {
  readonly context: ControllerContext;
  #deployment: DeploymentObject;
  readonly #sets: Map<string, ReplicaSetObject>;
  #newestUid: string | undefined;

  constructor(context: ControllerContext, deployment: DeploymentObject, sets: readonly ReplicaSetObject[]) {
    this.context = context;
    this.#deployment = deployment;
    this.#sets = new Map(sets.map((set) => [set.metadata.uid, set]));
  }

  get deployment(): DeploymentObject {
    return this.#deployment;
  }

  get now(): number {
    return this.context.clock.now();
  }

  get all(): readonly ReplicaSetObject[] {
    return [...this.#sets.values()];
  }

  /** The ReplicaSet of the template as it is now. */
  get newest(): ReplicaSetObject | undefined {
    return this.#newestUid === undefined ? undefined : this.#sets.get(this.#newestUid);
  }

  get old(): readonly ReplicaSetObject[] {
    return this.all.filter(({metadata}) => metadata.uid !== this.#newestUid);
  }

  setNewest(set: ReplicaSetObject): void {
    this.#newestUid = set.metadata.uid;
    this.#sets.set(set.metadata.uid, set);
  }

  update(set: ReplicaSetObject): ReplicaSetObject {
    const updated = this.context.client.update<ReplicaSetObject>(collections.replicaSets, set);
    this.#sets.set(updated.metadata.uid, updated);
    return updated;
  }

  /** Stores new conditions, other status, or annotations; nothing when nothing is new. */
  writeDeployment(change: {readonly status?: DeploymentObject['status']; readonly annotations?: Annotations}): void {
    const before = this.#deployment;
    const status = change.status ?? before.status;
    const annotations = change.annotations ?? before.metadata.annotations;
    if (same(status, before.status) && same(annotations, before.metadata.annotations)) return;
    const metadata = {...before.metadata, ...(annotations ? {annotations} : {})};
    const draft = {...before, metadata, ...(status ? {status} : {})};
    this.#deployment = this.context.client.update(collections.deployments, draft, {subresource: 'status'});
  }

  writeConditions(conditions: Conditions): void {
    this.writeDeployment({status: {...this.#deployment.status, conditions}});
  }

  /** Has a set want another number of Pods, and says so in an event. True when it wanted another one before. */
  scale(set: ReplicaSetObject, replicas: number): boolean {
    const before = wantedOf(set.spec);
    const annotations = replicasAnnotations(this.#deployment);
    if (before === replicas && !differs(set.metadata.annotations, annotations)) return false;
    const metadata = {...set.metadata, annotations: {...set.metadata.annotations, ...annotations}};
    this.update({...set, metadata, spec: {...set.spec, replicas}});
    if (before === replicas) return false;
    this.sayScaled(set.metadata.name, before, replicas);
    return true;
  }

  sayScaled(name: string, from: number, to: number): void {
    const direction = to > from ? 'up' : 'down';
    const message = `Scaled ${direction} replica set ${name} from ${from} to ${to}`;
    this.context.event(this.#deployment, {type: 'Normal', reason: 'ScalingReplicaSet', message});
  }
}
