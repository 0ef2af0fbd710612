import type {NodeUsage} from '../../../kubernetes-api/kubelet-api.ts';
import type {NodeContainer} from '../../containers/node-container.ts';
import type {KubeletContext} from '../context.ts';

/** Shorter than this tells nothing: the last figure stands. */
const shortestMs = 5000;

interface Sample {
  readonly atMs: number;
  readonly cpuMs: number;
  readonly cores: number;
}

/** What the containers of a node use: CPU between two looks, memory at the last. */
export class Usage {
  readonly #context: KubeletContext;
  readonly #samples = new Map<string, Sample>();

  constructor(context: KubeletContext) {
    this.#context = context;
  }

  now(): NodeUsage {
    const {runtime, node} = this.#context;
    const running = runtime.containers().filter(({state}) => state === 'running');
    const known = new Set(['', ...running.map(({id}) => id)]);
    for (const id of this.#samples.keys()) if (!known.has(id)) this.#samples.delete(id);
    const pods = new Map<string, NodeUsage['pods'][number]>();
    for (const container of running) {
      const {namespace, podName} = container.sandbox.spec;
      const key = `${namespace}/${podName}`;
      const before = pods.get(key) ?? {namespace, name: podName, containers: []};
      pods.set(key, {...before, containers: [...before.containers, this.#usageOf(container)]});
    }
    const cores = this.#cores('', node.cgroup.cpuMs, this.#context.node.kernel.bootedMs);
    return {cores, memoryBytes: node.cgroup.memoryBytes, pods: [...pods.values()]};
  }

  #usageOf({id, spec, cgroup, startedMs, createdMs}: NodeContainer): NodeUsage['pods'][number]['containers'][number] {
    const cores = this.#cores(id, cgroup.cpuMs, startedMs ?? createdMs);
    return {name: spec.name, cores, memoryBytes: cgroup.memoryBytes};
  }

  #cores(id: string, cpuMs: number, sinceMs: number): number {
    const atMs = this.#context.clock.now();
    const before = this.#samples.get(id) ?? {atMs: sinceMs, cpuMs: 0, cores: 0};
    const passedMs = atMs - before.atMs;
    if (passedMs < shortestMs && this.#samples.has(id)) return before.cores;
    const cores = passedMs > 0 ? Math.max(0, cpuMs - before.cpuMs) / passedMs : 0;
    this.#samples.set(id, {atMs, cpuMs, cores});
    return cores;
  }
}
