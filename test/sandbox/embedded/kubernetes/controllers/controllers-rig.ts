import type {ManualClock} from '../../../../../src/sandbox/embedded/clock.ts';
import type {Controller} from '../../../../../src/sandbox/embedded/controllers/controller.ts';
import {ControllerManager} from '../../../../../src/sandbox/embedded/controllers/manager.ts';
import {createWorkloadControllers} from '../../../../../src/sandbox/embedded/controllers/workloads/index.ts';
import type {Client} from '../../../../../src/sandbox/embedded/kubernetes-api/client.ts';
import type {KubeObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {createKubeRig} from '../rig.ts';
import {type FakeKubelet, type FakeKubeletOptions, startFakeKubelet} from './fake-kubelet.ts';

export interface ControllersRig {
  readonly clock: ManualClock;
  readonly admin: Client;
  readonly manager: ControllerManager;
  readonly kubelet: FakeKubelet;
  /** What controllers failed at. */
  readonly errors: string[];
  /** `Normal ScalingReplicaSet Deployment/web deployment-controller Scaled up … (x2)`. */
  events(): readonly string[];
}

export interface ControllersRigOptions extends Partial<Omit<FakeKubeletOptions, 'client' | 'clock'>> {
  readonly controllers?: () => readonly Controller[];
  /** What controllers get instead of the usual client. */
  readonly wrap?: (client: Client) => Client;
}

/** An API server with running controllers and a fake kubelet, all on a clock that is moved by hand. */
export function createControllersRig({
  controllers = createWorkloadControllers,
  wrap = (client) => client,
  ...kubelet
}: ControllersRigOptions = {}): ControllersRig {
  const {admin, clock, random, server} = createKubeRig();
  const errors: string[] = [];
  const client = server.as({
    name: 'system:kube-controller-manager',
    groups: ['system:masters'],
    manager: 'kube-controller-manager',
  });
  const manager = new ControllerManager({
    client: wrap(client),
    clock,
    random,
    controllers,
    onError: (name, key, error) => errors.push(`${name} ${key}: ${error instanceof Error ? error.message : error}`),
  });
  manager.start();
  const events = () => admin.list('events').map(eventLine);
  return {clock, admin, manager, errors, kubelet: startFakeKubelet({client: admin, clock, ...kubelet}), events};
}

function eventLine(event: KubeObject): string {
  const {type, reason, message, count, source, involvedObject} = event as unknown as {
    readonly type: string;
    readonly reason: string;
    readonly message: string;
    readonly count: number;
    readonly source: {readonly component: string};
    readonly involvedObject: {readonly kind: string; readonly name: string};
  };
  const about = `${involvedObject.kind}/${involvedObject.name}`;
  return `${type} ${reason} ${about} ${source.component} ${message}${count > 1 ? ` (x${count})` : ''}`;
}
