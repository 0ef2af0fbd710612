import type {Node, Pod} from 'kubernetes-types/core/v1';
import type {Controller} from '../../../../../src/sandbox/embedded/controllers/controller.ts';
import {ControllerManager} from '../../../../../src/sandbox/embedded/controllers/manager.ts';
import type {Draft, KubeObject, Stored} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {createKubeRig, type KubeRig} from '../rig.ts';

/** An API server with some controllers at work on it, on a clock that is moved by hand. */
export interface ControlRig extends KubeRig {
  /** What a controller threw that was no refusal; a test looks that it stays empty. */
  readonly errors: unknown[];
  stop(): void;
}

export function createControlRig(controllers: () => readonly Controller[], rig: KubeRig = createKubeRig()): ControlRig {
  const errors: unknown[] = [];
  const {clock, random, server} = rig;
  const client = server.as({
    name: 'system:kube-controller-manager',
    groups: ['system:authenticated'],
    manager: 'kube-controller-manager',
  });
  const manager = new ControllerManager({
    client,
    clock,
    random,
    controllers,
    onError: (controller, key, error) => errors.push({controller, key, error}),
  });
  manager.start();
  return {...rig, errors, stop: () => manager.stop()};
}

export interface NodeDraft {
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: string;
  readonly labels?: {readonly [key: string]: string};
  readonly taints?: readonly {readonly key: string; readonly value?: string; readonly effect: string}[];
  readonly unschedulable?: boolean;
}

/** A node that is ready, as its kubelet would have made it. */
export function addNode({admin}: KubeRig, name: string, draft: NodeDraft = {}): Stored<Node> {
  const {cpu = '2', memory = '4Gi', pods = '110', labels, taints, unschedulable} = draft;
  const amounts = {cpu, memory, pods, 'ephemeral-storage': '10Gi'};
  const node = admin.create<Stored<Node>>('nodes', '', {
    metadata: {name, labels: {'kubernetes.io/hostname': name, ...labels}},
    spec: {...(taints ? {taints} : {}), ...(unschedulable === undefined ? {} : {unschedulable})},
  });
  const conditions = [
    {type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status'},
  ];
  const ready = admin.update<Stored<Node>>(
    'nodes',
    {...node, status: {...node.status, capacity: amounts, allocatable: amounts, conditions}},
    {subresource: 'status'},
  );
  // A new node is tainted until it is ready, which the node lifecycle controller would see.
  const {taints: _, ...spec} = ready.spec ?? {};
  return admin.update<Stored<Node>>('nodes', {...ready, spec: {...spec, ...(taints ? {taints} : {})}});
}

export interface PodDraft {
  readonly namespace?: string;
  readonly labels?: {readonly [key: string]: string};
  readonly cpu?: string;
  readonly spec?: {readonly [field: string]: unknown};
  readonly metadata?: Draft['metadata'];
}

export function addPod({admin}: KubeRig, name: string, draft: PodDraft = {}): Stored<Pod> {
  const {namespace = 'default', labels, cpu, spec, metadata} = draft;
  const resources = cpu === undefined ? {} : {resources: {requests: {cpu}}};
  return admin.create<Stored<Pod>>('pods', namespace, {
    metadata: {name, ...(labels ? {labels} : {}), ...metadata},
    spec: {containers: [{name: 'c', image: 'nginx', ...resources}], ...spec},
  });
}

/** Sets a part of an object's status. */
export function setStatus(
  {admin}: KubeRig,
  resource: string,
  object: KubeObject,
  status: {readonly [field: string]: unknown},
): KubeObject {
  const now = admin.get(resource, object.metadata.namespace ?? '', object.metadata.name);
  return admin.update(resource, {...now, status: {...(now.status ?? {}), ...status}}, {subresource: 'status'});
}

/** What the events of an object say, in the order they came; of whatever kind when it is not said. */
export function eventsOf({admin}: KubeRig, name: string, kind?: string): readonly string[] {
  return admin
    .list<KubeObject & {readonly involvedObject: {readonly kind: string; readonly name: string}}>('events', 'default')
    .filter(({involvedObject: about}) => about.name === name && (kind === undefined || about.kind === kind))
    .sort((one, other) => Number(one.metadata.resourceVersion) - Number(other.metadata.resourceVersion))
    .map(({type, reason, message}) => `${type} ${reason} ${message}`);
}
