import type {Pod, PodSpec} from 'kubernetes-types/core/v1';
import type {Frozen, Stored} from '../../kubernetes-api/object.ts';
import type {FilterName} from './filter.ts';

/** Why a Pod has no node, and what may change that. */
export interface Failure {
  readonly message: string;
  readonly waitsFor: ReadonlySet<FilterName>;
}

const mostVerdicts = 1000;

/**
 * What was found of Pods that have no place: those that ask for the same need not be tried again before something has
 * changed, so that a thousand of them cost little while they wait.
 */
export class Verdicts {
  readonly #failures = new Map<string, Failure>();
  readonly #shapes = new WeakMap<object, string>();
  #version = -1;

  /** What was said of a Pod like this one while the cluster was as it is. */
  on(pod: Stored<Pod>, version: number): Failure | undefined {
    return version === this.#version && !isSingular(pod) ? this.#failures.get(this.#shapeOf(pod)) : undefined;
  }

  note(pod: Stored<Pod>, version: number, failure: Failure): void {
    if (isSingular(pod)) return;
    if (version !== this.#version || this.#failures.size >= mostVerdicts) this.#failures.clear();
    this.#version = version;
    this.#failures.set(this.#shapeOf(pod), failure);
  }

  #shapeOf(pod: Stored<Pod>): string {
    const {spec, metadata} = pod;
    const asked = spec && this.#shapes.get(spec);
    const shape = asked ?? JSON.stringify(askedFor(spec));
    if (spec && asked === undefined) this.#shapes.set(spec, shape);
    return `${metadata.namespace} ${JSON.stringify(metadata.labels)} ${shape}`;
  }
}

/** Claims of its own, or room that is being made for it: no other Pod is like it. */
function isSingular({spec, status}: Stored<Pod>): boolean {
  return status?.nominatedNodeName !== undefined || (spec?.volumes?.some(({ephemeral}) => ephemeral) ?? false);
}

/** All of a spec that a place depends on. */
function askedFor(spec: Frozen<PodSpec> | undefined): unknown {
  const container = ({resources, ports, restartPolicy}: Frozen<PodSpec>['containers'][number]) => [
    resources,
    ports,
    restartPolicy,
  ];
  return [
    spec?.containers.map(container),
    spec?.initContainers?.map(container),
    spec?.nodeSelector,
    spec?.affinity,
    spec?.tolerations,
    spec?.topologySpreadConstraints,
    spec?.volumes?.flatMap(({persistentVolumeClaim}) => persistentVolumeClaim ?? []),
    spec?.priority,
    spec?.preemptionPolicy,
    spec?.overhead,
  ];
}
