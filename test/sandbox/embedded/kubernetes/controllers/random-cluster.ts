import fc from 'fast-check';
import {createGarbageCollector} from '../../../../../src/sandbox/embedded/controllers/garbage/garbage-collector.ts';
import {boundsOf} from '../../../../../src/sandbox/embedded/controllers/workloads/deployments/rollout.ts';
import {createWorkloadControllers} from '../../../../../src/sandbox/embedded/controllers/workloads/index.ts';
import {
  collections,
  type DeploymentObject,
  type PodObject,
  type ReplicaSetObject,
} from '../../../../../src/sandbox/embedded/controllers/workloads/kinds.ts';
import {controllerOf} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {type ControllersRig, createControllersRig} from './controllers-rig.ts';

const names = ['one', 'two', 'three'] as const;
const images = ['busybox:1', 'busybox:2', 'busybox:3'] as const;
const strategies = [
  {type: 'RollingUpdate', rollingUpdate: {maxSurge: '25%', maxUnavailable: '25%'}},
  {type: 'RollingUpdate', rollingUpdate: {maxSurge: 1, maxUnavailable: 0}},
  {type: 'RollingUpdate', rollingUpdate: {maxSurge: 0, maxUnavailable: 2}},
  {type: 'Recreate'},
] as const;

/** Something a user, a kubelet or time does. Numbers pick one of what is there. */
export type Operation =
  | {readonly does: 'create'; readonly name: string; readonly replicas: number; readonly strategy: number}
  | {readonly does: 'scale'; readonly name: string; readonly replicas: number}
  | {readonly does: 'edit'; readonly name: string; readonly image: string}
  | {readonly does: 'pause'; readonly name: string; readonly paused: boolean}
  | {readonly does: 'undo'; readonly name: string; readonly pick: number}
  | {readonly does: 'delete'; readonly name: string; readonly propagation: 'Background' | 'Foreground' | 'Orphan'}
  | {readonly does: 'deletePod'; readonly pick: number}
  | {readonly does: 'mark'; readonly pick: number; readonly state: 'ready' | 'unready' | 'failed'}
  | {readonly does: 'wait'; readonly ms: number};

const name = fc.constantFrom(...names);
const pick = fc.nat(1000);
const calm = [
  {
    weight: 2,
    arbitrary: fc.record({does: fc.constant('create' as const), name, replicas: fc.nat(8), strategy: fc.nat(3)}),
  },
  {weight: 3, arbitrary: fc.record({does: fc.constant('scale' as const), name, replicas: fc.nat(10)})},
  {weight: 4, arbitrary: fc.record({does: fc.constant('edit' as const), name, image: fc.constantFrom(...images)})},
  {weight: 2, arbitrary: fc.record({does: fc.constant('pause' as const), name, paused: fc.boolean()})},
  {weight: 2, arbitrary: fc.record({does: fc.constant('undo' as const), name, pick})},
  {weight: 8, arbitrary: fc.record({does: fc.constant('wait' as const), ms: fc.nat(120)})},
] as const;
const propagation = fc.constantFrom('Background' as const, 'Foreground' as const, 'Orphan' as const);
const state = fc.constantFrom('ready' as const, 'unready' as const, 'failed' as const);
const rough = [
  {weight: 1, arbitrary: fc.record({does: fc.constant('delete' as const), name, propagation})},
  {weight: 4, arbitrary: fc.record({does: fc.constant('deletePod' as const), pick})},
  {weight: 4, arbitrary: fc.record({does: fc.constant('mark' as const), pick, state})},
] as const;

/** Operations of which none takes a Pod away or lets one fail: what is available is then the rollout's doing alone. */
export const calmOperations: fc.Arbitrary<Operation> = fc.oneof(...calm);
export const anyOperations: fc.Arbitrary<Operation> = fc.oneof(...calm, ...rough);

const template = (name: string, image: string) => ({
  metadata: {labels: {app: name}},
  spec: {containers: [{name: 'c', image}]},
});

/** A cluster that operations are done to, and that watches how many Pods there are meanwhile. */
export class RandomCluster {
  readonly rig: ControllersRig;
  /** What was more or less than it may be. */
  readonly faults: string[] = [];
  readonly #most = new Map<string, number>();
  readonly #least = new Map<string, number>();
  readonly #watchesAvailability: boolean;

  constructor({watchesAvailability}: {readonly watchesAvailability: boolean}) {
    this.#watchesAvailability = watchesAvailability;
    this.rig = createControllersRig({
      controllers: () => [...createWorkloadControllers(), createGarbageCollector()],
      // A few milliseconds apart, so that Pods get ready one after the other.
      readyMs: ({metadata}) => 20 + ((metadata.name.codePointAt(metadata.name.length - 1) ?? 0) % 40),
    });
    this.rig.admin.watch(collections.pods, this.rig.admin.revision(), () => this.#check());
  }

  deployments(): readonly DeploymentObject[] {
    return this.rig.admin.list(collections.deployments, 'default');
  }

  sets(): readonly ReplicaSetObject[] {
    return this.rig.admin.list(collections.replicaSets, 'default');
  }

  pods(): readonly PodObject[] {
    return this.rig.admin.list(collections.pods, 'default');
  }

  /** Those that are or will be the Deployment's; not what one before it has left to the garbage collector. */
  active(name: string): readonly PodObject[] {
    const deployments = new Set(this.deployments().map(({metadata}) => metadata.uid));
    const living = this.sets().filter((set) => {
      const owner = controllerOf(set);
      return owner === undefined || deployments.has(owner.uid);
    });
    const sets = new Set(living.map(({metadata}) => metadata.uid));
    return this.pods().filter((pod) => {
      const {metadata, status} = pod;
      if (metadata.labels?.['app'] !== name || metadata.deletionTimestamp !== undefined || status?.phase === 'Failed')
        return false;
      const owner = controllerOf(pod);
      return owner === undefined || sets.has(owner.uid);
    });
  }

  async do(operation: Operation): Promise<void> {
    const {rig} = this;
    if (operation.does === 'wait') await rig.clock.advance(operation.ms);
    else if (operation.does === 'create') this.#create(operation);
    else if (operation.does === 'deletePod') {
      const pod = pickOf(this.pods(), operation.pick);
      if (pod) rig.admin.delete(collections.pods, 'default', pod.metadata.name);
    } else if (operation.does === 'mark') {
      const pod = pickOf(
        this.pods().filter(({status}) => status?.phase === 'Running'),
        operation.pick,
      );
      if (pod) rig.kubelet.mark(pod, operation.state);
    } else this.#change(operation);
  }

  /** Lets everything come to rest, with every container well. */
  async settle(): Promise<void> {
    await this.rig.clock.advance(5000);
    for (const pod of this.pods()) if (pod.status?.phase === 'Running') this.rig.kubelet.mark(pod, 'ready');
    await this.rig.clock.advance(20_000);
  }

  #create({name, replicas, strategy}: Extract<Operation, {does: 'create'}>): void {
    if (this.rig.admin.find(collections.deployments, 'default', name)) return;
    const spec = {
      replicas,
      revisionHistoryLimit: 3,
      selector: {matchLabels: {app: name}},
      strategy: strategies[strategy],
      template: template(name, images[0]),
    };
    this.rig.admin.create(collections.deployments, 'default', {metadata: {name, namespace: 'default'}, spec});
    this.#expect(name);
  }

  #change(operation: Extract<Operation, {does: 'scale' | 'edit' | 'pause' | 'undo' | 'delete'}>): void {
    const {admin} = this.rig;
    const {name} = operation;
    const before = admin.find<DeploymentObject>(collections.deployments, 'default', name);
    if (!before) return;
    if (operation.does === 'delete') {
      admin.delete(collections.deployments, 'default', name, {propagation: operation.propagation});
      this.#most.delete(name);
      this.#least.delete(name);
      return;
    }
    admin.update(collections.deployments, {...before, spec: {...before.spec, ...this.#changed(operation, before)}});
    this.#expect(name);
    // Proportional scaling takes from the largest set, also where that is what is available; upstream's does as well.
    const active = this.sets().filter((set) => controllerOf(set)?.name === name && set.spec.replicas !== 0);
    const mayHaveScaled = before.status?.observedGeneration !== before.metadata.generation;
    if ((operation.does === 'scale' || mayHaveScaled) && active.length > 1) this.#least.set(name, 0);
  }

  #changed(
    operation: Extract<Operation, {does: 'scale' | 'edit' | 'pause' | 'undo'}>,
    before: DeploymentObject,
  ): object {
    if (operation.does === 'scale') return {replicas: operation.replicas};
    if (operation.does === 'edit') return {template: template(operation.name, operation.image)};
    if (operation.does === 'pause') return {paused: operation.paused};
    const mine = this.sets().filter((set) => controllerOf(set)?.uid === before.metadata.uid);
    const image = pickOf(mine, operation.pick)?.spec.template?.spec?.containers[0]?.image;
    return image === undefined ? {} : {template: template(operation.name, image)};
  }

  /** Sets anew how many Pods there may be from here on: what is there already is not the next rollout's fault. */
  #expect(name: string): void {
    const {most, least} = this.#bounds(name) ?? {most: 0, least: 0};
    const wanted = this.#wanted(name);
    this.#most.set(name, Math.max(most, this.active(name).length, wanted));
    // What its ReplicaSets were told to give up goes, whatever is wanted from now on.
    this.#least.set(name, Math.min(least, this.#known(name), wanted));
  }

  /** What its ReplicaSets want together. */
  #wanted(name: string): number {
    const sets = this.sets().filter(({metadata}) => metadata.labels?.['app'] === name);
    return sets.reduce((sum, {spec}) => sum + (spec.replicas ?? 1), 0);
  }

  #bounds(name: string) {
    const deployment = this.rig.admin.find<DeploymentObject>(collections.deployments, 'default', name);
    if (!deployment || deployment.metadata.deletionTimestamp !== undefined) return undefined;
    const {maxSurge, maxUnavailable} = boundsOf(deployment);
    const replicas = deployment.spec.replicas ?? 1;
    const recreates = deployment.spec.strategy?.type === 'Recreate';
    return {most: replicas + maxSurge, least: recreates ? 0 : replicas - maxUnavailable};
  }

  #available(name: string): number {
    return this.active(name).filter(({status}) => status?.conditions?.some(isReady)).length;
  }

  /** What is available, is told by its ReplicaSets and is wanted by them still: a rollout goes by that, and the rest may go. */
  #known(name: string): number {
    const sets = this.sets().filter(({metadata}) => metadata.labels?.['app'] === name);
    const kept = sets.reduce(
      (sum, {spec, status}) => sum + Math.min(spec.replicas ?? 1, status?.availableReplicas ?? 0),
      0,
    );
    return Math.min(kept, this.#available(name));
  }

  #check(): void {
    for (const name of names) {
      const bounds = this.#bounds(name);
      const most = this.#most.get(name);
      if (!bounds || most === undefined) continue;
      const count = this.active(name).length;
      if (count > most) this.faults.push(`${name} has ${count} Pods and may have ${most}`);
      if (Math.max(count, this.#wanted(name)) <= bounds.most) this.#most.set(name, bounds.most);
      if (!this.#watchesAvailability) continue;
      const available = this.#available(name);
      const least = this.#least.get(name) ?? 0;
      if (available < least) this.faults.push(`${name} has ${available} available Pods and must have ${least}`);
      if (Math.min(this.#known(name), this.#wanted(name)) >= bounds.least) this.#least.set(name, bounds.least);
    }
  }
}

function isReady({type, status}: {readonly type: string; readonly status: string}): boolean {
  return type === 'Ready' && status === 'True';
}

function pickOf<T>(items: readonly T[], pick: number): T | undefined {
  return items[pick % Math.max(1, items.length)];
}
