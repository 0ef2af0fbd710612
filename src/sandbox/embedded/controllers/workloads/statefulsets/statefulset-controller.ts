import {controllerOf, keyOfObject, same} from '../../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../../kubernetes-api/refusal.ts';
import {labelMatcher} from '../../../kubernetes-api/values/label-selector.ts';
import type {Controller, ControllerContext} from '../../controller.ts';
import {claim} from '../../pods/claim.ts';
import {isAvailable, isFinished, nextAvailableMs} from '../../pods/pod-facts.ts';
import {watchOwned} from '../../pods/watch-owned.ts';
import {collections, type PodObject, type StatefulSetObject} from '../kinds.ts';
import {templateOf} from '../revision-history.ts';
import {createClaims, fixClaims} from './stateful-claims.ts';
import {
  claimNamesOf,
  isRunningAndReady,
  isTerminating,
  ordinalOf,
  ordinalsOf,
  podNameLabel,
  podNameOf,
  revisionOf,
  startOf,
  statefulPod,
} from './stateful-pods.ts';
import {forgetStatefulRevisions, type StatefulRevisions, statefulRevisions} from './stateful-revisions.ts';
import {statefulStatus} from './stateful-status.ts';

/** Pods with a name and volumes of their own. https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ */
export function createStatefulSetController(): Controller {
  let enqueueLater: (key: string, afterMs: number) => void = () => {};
  return {
    name: 'statefulset',
    setup(context, enqueue) {
      enqueueLater = enqueue;
      watchOwned({
        owners: context.informers.of<StatefulSetObject>(collections.statefulSets),
        ownerKind: 'StatefulSet',
        owned: context.informers.of<PodObject>(collections.pods),
        matches: ({spec}, labels) => labelMatcher(spec.selector)(labels),
        enqueue,
      });
    },
    reconcile(key, context) {
      const set = context.informers.of<StatefulSetObject>(collections.statefulSets).byKey(key);
      if (!set) return;
      const look = new StatefulLook(context, set);
      if (set.metadata.deletionTimestamp === undefined) look.act();
      const next = look.writeStatus();
      if (next !== undefined) enqueueLater(key, next);
      if (look.failure !== undefined) throw look.failure;
    },
  };
}

class StatefulLook {
  readonly #context: ControllerContext;
  readonly #set: StatefulSetObject;
  readonly #revisions: StatefulRevisions;
  readonly #inOrder: boolean;
  failure: unknown;

  constructor(context: ControllerContext, set: StatefulSetObject) {
    this.#context = context;
    this.#set = set;
    this.#revisions = statefulRevisions(context, set);
    this.#inOrder = set.spec.podManagementPolicy !== 'Parallel';
  }

  /** One step: what has to wait for a Pod waits, and is looked at again when that Pod changes. */
  act(): void {
    try {
      if (this.#makeWanted() && this.#deleteCondemned()) this.#update();
    } catch (error) {
      if (!(error instanceof KubeRefusal)) throw error;
      this.failure = error;
    }
  }

  writeStatus(): number | undefined {
    const {client, clock, informers} = this.#context;
    const pods = this.#pods();
    const now = clock.now();
    const set = informers.of<StatefulSetObject>(collections.statefulSets).byKey(keyOfObject(this.#set));
    if (set?.metadata.uid !== this.#set.metadata.uid) return undefined;
    const status = statefulStatus(set, pods, {revisions: this.#revisions, now});
    if (!same(status, set.status)) client.update(collections.statefulSets, {...set, status}, {subresource: 'status'});
    forgetStatefulRevisions(this.#context, set, {revisions: this.#revisions, pods});
    return nextAvailableMs(pods, set.spec.minReadySeconds ?? 0, now);
  }

  #pods(): readonly PodObject[] {
    const {client, informers} = this.#context;
    const mine = claim({
      client,
      resource: collections.pods,
      ownerResource: collections.statefulSets,
      owner: this.#set,
      candidates: informers.of<PodObject>(collections.pods),
      matches: labelMatcher(this.#set.spec.selector),
    });
    return mine.filter((pod) => ordinalOf(this.#set, pod) !== undefined);
  }

  #pod(ordinal: number): PodObject | undefined {
    const pods = this.#context.informers.of<PodObject>(collections.pods);
    const pod = pods.get(this.#set.metadata.namespace, podNameOf(this.#set, ordinal));
    // Somebody else's Pod of that name is in the way, which the attempt to make one tells.
    return pod && controllerOf(pod)?.uid === this.#set.metadata.uid ? pod : undefined;
  }

  /** True when everything wanted is far enough for the next thing. */
  #makeWanted(): boolean {
    for (const ordinal of ordinalsOf(this.#set)) if (!this.#makeOne(ordinal) && this.#inOrder) return false;
    return true;
  }

  #makeOne(ordinal: number): boolean {
    const pod = this.#pod(ordinal);
    if (pod && isFinished(pod)) {
      if (!isTerminating(pod)) this.#replaceFinished(pod);
      return false;
    }
    if (!pod) {
      this.#create(ordinal);
      return false;
    }
    if (isTerminating(pod) || !this.#isHealthy(pod)) return false;
    this.#fix(pod, ordinal);
    return true;
  }

  #isHealthy(pod: PodObject): boolean {
    return isRunningAndReady(pod) && isAvailable(pod, this.#set.spec.minReadySeconds ?? 0, this.#context.clock.now());
  }

  #replaceFinished(pod: PodObject): void {
    const {namespace, name} = this.#set.metadata;
    const [reason, word] =
      pod.status?.phase === 'Failed' ? ['RecreatingFailedPod', 'failed'] : ['RecreatingTerminatedPod', 'terminated'];
    const type = pod.status?.phase === 'Failed' ? 'Warning' : 'Normal';
    const message = `StatefulSet ${namespace}/${name} is recreating ${word} Pod ${pod.metadata.name}`;
    this.#context.event(this.#set, {type, reason, message});
    this.#delete(pod);
  }

  #create(ordinal: number): void {
    createClaims(this.#context, this.#set, ordinal);
    const name = podNameOf(this.#set, ordinal);
    const end = `Pod ${name} in StatefulSet ${this.#set.metadata.name}`;
    const {client} = this.#context;
    try {
      client.create(collections.pods, this.#set.metadata.namespace ?? '', this.#draft(ordinal));
    } catch (error) {
      if (error instanceof KubeRefusal) {
        const message = `create ${end} failed error: ${error.message}`;
        this.#context.event(this.#set, {type: 'Warning', reason: 'FailedCreate', message});
      }
      throw error;
    }
    this.#context.event(this.#set, {type: 'Normal', reason: 'SuccessfulCreate', message: `create ${end} successful`});
  }

  #draft(ordinal: number) {
    const {current, update} = this.#revisions;
    const {type, rollingUpdate} = this.#set.spec.updateStrategy ?? {};
    const kept = rollingUpdate ? (rollingUpdate.partition ?? 0) : (this.#set.status?.currentReplicas ?? 0);
    const isOld = type !== 'OnDelete' && ordinal < startOf(this.#set) + kept;
    const revision = isOld ? current : update;
    const template = isOld ? templateOf(current) : this.#set.spec.template;
    return statefulPod(this.#set, {template, revision: revision.metadata.name, ordinal});
  }

  /** A Pod's own label, and whose its claims are. */
  #fix(pod: PodObject, ordinal: number): void {
    const {client} = this.#context;
    const namespace = this.#set.metadata.namespace ?? '';
    if (claimNamesOf(this.#set, ordinal).some((name) => !client.find(collections.claims, namespace, name)))
      createClaims(this.#context, this.#set, ordinal);
    fixClaims(this.#context, this.#set, pod, ordinal);
    const labels = {...pod.metadata.labels, [podNameLabel]: pod.metadata.name};
    if (pod.metadata.labels?.[podNameLabel] === pod.metadata.name) return;
    client.update(collections.pods, {...pod, metadata: {...pod.metadata, labels}});
  }

  #delete(pod: PodObject): void {
    const {client} = this.#context;
    const end = `Pod ${pod.metadata.name} in StatefulSet ${this.#set.metadata.name}`;
    client.delete(collections.pods, pod.metadata.namespace ?? '', pod.metadata.name);
    this.#context.event(this.#set, {type: 'Normal', reason: 'SuccessfulDelete', message: `delete ${end} successful`});
  }

  /** Takes Pods beyond the wanted ordinals away, the highest first. True when none is left. */
  #deleteCondemned(): boolean {
    const wanted = new Set(ordinalsOf(this.#set));
    const numbered = this.#pods().map((pod) => ({pod, ordinal: ordinalOf(this.#set, pod) ?? -1}));
    const condemned = numbered
      .filter(({ordinal}) => !wanted.has(ordinal))
      .sort((one, two) => two.ordinal - one.ordinal);
    const unhealthy = [...condemned].reverse().find(({pod}) => !isRunningAndReady(pod) || isTerminating(pod));
    for (const {pod, ordinal} of condemned) fixClaims(this.#context, this.#set, pod, ordinal);
    for (const {pod} of condemned) {
      if (isTerminating(pod)) {
        if (this.#inOrder) return false;
        continue;
      }
      if (this.#inOrder && !this.#isHealthy(pod) && pod !== unhealthy?.pod) return false;
      this.#delete(pod);
      if (this.#inOrder) return false;
    }
    return true;
  }

  /** Replaces the highest Pod of another revision, once all above it are well. */
  #update(): void {
    const {type, rollingUpdate} = this.#set.spec.updateStrategy ?? {};
    if (type === 'OnDelete') return;
    const least = startOf(this.#set) + (rollingUpdate?.partition ?? 0);
    for (const ordinal of [...ordinalsOf(this.#set)].reverse()) {
      if (ordinal < least) return;
      const pod = this.#pod(ordinal);
      if (!pod) return;
      if (revisionOf(pod) !== this.#revisions.update.metadata.name && !isTerminating(pod)) return this.#delete(pod);
      if (isTerminating(pod) || !this.#isHealthy(pod)) return;
    }
  }
}
