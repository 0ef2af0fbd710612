import {expect, it} from 'vitest';
import type {Fields, KubeObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {KubeRefusal} from '../../../../../src/sandbox/embedded/kubernetes-api/refusal.ts';
import type {Kubelet} from '../../../../../src/sandbox/embedded/node/kubelet/kubelet.ts';
import type {KubePod} from '../../../../../src/sandbox/embedded/node/kubelet/pod.ts';
import {fuzzRuns} from '../fuzz-runs.ts';
import {createNodeRig, type NodeRig} from './rig.ts';

const images = ['busybox:1.36', 'nginx:1.27-alpine', 'nobody/no:1', 'NGINX', 'redis:7-alpine'];
const commands = [
  ['sleep', '1000'],
  ['sh', '-c', 'exit 1'],
  ['sh', '-c', 'sleep 1; exit 0'],
  ['/nosuch'],
  ['sh', '-c', 'trap "exit 0" TERM; while true; do sleep 1; echo hi; done'],
];
const probes = [
  {},
  {readinessProbe: {httpGet: {port: 80}, periodSeconds: 1}},
  {livenessProbe: {tcpSocket: {port: 80}, periodSeconds: 1, failureThreshold: 2}},
  {
    startupProbe: {exec: {command: ['true']}, periodSeconds: 1},
    livenessProbe: {exec: {command: ['false']}, periodSeconds: 2},
  },
];
const hooks = [
  {},
  {lifecycle: {preStop: {exec: {command: ['sleep', '1']}}}},
  {lifecycle: {postStart: {exec: {command: ['false']}}}},
  {lifecycle: {postStart: {exec: {command: ['sleep', '2']}}}},
];
const inits = [
  [],
  [],
  [{name: 'init', image: 'busybox:1.36', command: ['sh', '-c', 'exit 1']}],
  [{name: 'init', image: 'busybox:1.36', command: ['sleep', '1']}],
  [{name: 'side', image: 'busybox:1.36', command: ['sleep', '1000'], restartPolicy: 'Always'}],
];
const volumes = [
  {name: 'v', emptyDir: {}},
  {name: 'v', configMap: {name: 'cm'}},
  {name: 'v', hostPath: {path: '/tmp/x'}},
];

/** The same story for the same seed. */
class Story {
  #seed: number;
  readonly #rig: NodeRig;
  #kubelet: Kubelet;
  #made = 0;

  constructor(seed: number, rig: NodeRig) {
    this.#seed = seed * 7919;
    this.#rig = rig;
    this.#kubelet = rig.kubelet;
  }

  async step(): Promise<void> {
    const {clock} = this.#rig;
    try {
      await this.#act();
    } catch (error) {
      // What the API does not take is no fault.
      if (!(error instanceof KubeRefusal)) throw error;
    }
    await clock.advance(this.#pick([0, 0, 10, 100, 1000, 5000]));
  }

  async #act(): Promise<void> {
    const {admin, runtime} = this.#rig;
    const pods = admin.list('pods');
    const pod = pods.length > 0 ? this.#pick(pods) : undefined;
    const kind = this.#number(9);
    if (kind < 4) admin.create('pods', 'default', this.#newPod());
    else if (kind === 4) this.#toggleConfigMap();
    else if (kind === 5) await this.#restart();
    else if (pod && kind === 6)
      admin.delete('pods', 'default', pod.metadata.name, this.#pick([{}, {gracePeriodSeconds: 0}]));
    else if (pod && kind === 7) this.#changeImage(pod);
    else if (pod) runtime.containersOf(pod.metadata.uid).at(-1)?.kill();
  }

  #newPod(): {readonly metadata: {readonly name: string}; readonly spec: Fields} {
    this.#made += 1;
    const deadline = this.#pick([{}, {}, {activeDeadlineSeconds: 3}]);
    return {
      metadata: {name: `pod-${this.#made}`},
      spec: {
        nodeName: this.#rig.node.name,
        restartPolicy: this.#pick(['Always', 'OnFailure', 'Never']),
        terminationGracePeriodSeconds: this.#pick([0, 1, 5]),
        ...deadline,
        initContainers: this.#pick(inits),
        containers: [this.#newContainer('one'), ...this.#pick([[], [this.#newContainer('two')]])],
        volumes: [this.#pick(volumes)],
      },
    };
  }

  #newContainer(name: string): Fields {
    const mounts = this.#pick([{}, {volumeMounts: [{name: 'v', mountPath: '/v'}]}]);
    const command = this.#pick([{}, {command: this.#pick(commands)}]);
    return {name, image: this.#pick(images), ...command, ...this.#pick(probes), ...this.#pick(hooks), ...mounts};
  }

  #toggleConfigMap(): void {
    const {admin} = this.#rig;
    if (admin.find('configmaps', 'default', 'cm')) admin.delete('configmaps', 'default', 'cm');
    else admin.create('configmaps', 'default', {metadata: {name: 'cm'}, data: {a: 'b'}});
  }

  async #restart(): Promise<void> {
    this.#kubelet.stop();
    if (this.#pick([true, false])) this.#rig.runtime.stopAll();
    await this.#rig.clock.advance(this.#number(3000));
    this.#kubelet = this.#rig.newKubelet();
    this.#kubelet.start();
  }

  #changeImage({metadata}: KubeObject): void {
    const patch = {spec: {containers: [{name: 'one', image: this.#pick(images)}]}};
    this.#rig.admin.patch('pods', {namespace: 'default', name: metadata.name}, {type: 'strategic', patch});
  }

  #pick<T>(choices: readonly T[]): T {
    const chosen = choices[this.#number(choices.length)];
    if (chosen === undefined) throw new Error('there is nothing to choose from');
    return chosen;
  }

  #number(below: number): number {
    this.#seed = (this.#seed * 48_271) % 0x7fffffff;
    return this.#seed % below;
  }
}

function contradictions({status, metadata}: KubePod): readonly string[] {
  return (status?.containerStatuses ?? []).flatMap(({name, state, ready}) => [
    ...(Object.keys(state ?? {}).length === 1 ? [] : [`${metadata.name} ${name} is in no state, or in several`]),
    ...(ready && !state?.running ? [`${metadata.name} ${name} is ready and does not run`] : []),
  ]);
}

it('contradicts itself at no time and leaves nothing behind, whatever happens to Pods, kubelet and node', async () => {
  for (let seed = 1; seed <= fuzzRuns(2); seed += 1) {
    const rig = await createNodeRig();
    const story = new Story(seed, rig);
    for (let step = 0; step < 60; step += 1) {
      await story.step();
      expect(rig.admin.list<KubePod>('pods').flatMap(contradictions), `seed ${seed}, step ${step}`).toEqual([]);
    }
    for (const {metadata} of rig.admin.list('pods')) rig.admin.delete('pods', 'default', metadata.name);
    await rig.clock.advance(40_000);
    const left = {
      pods: rig.admin.list('pods'),
      containers: rig.runtime.containers(),
      sandboxes: rig.runtime.sandboxes(),
    };
    expect(left, `seed ${seed}`).toEqual({pods: [], containers: [], sandboxes: []});
    expect(rig.node.kernel.cgroup.pids).toBe(0);
  }
}, 60_000);
