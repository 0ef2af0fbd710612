import type {ReplicaSet, StatefulSet} from 'kubernetes-types/apps/v1';
import type {ReplicationController, Service} from 'kubernetes-types/core/v1';
import {controllerOf, type Stored} from '../../kubernetes-api/object.ts';
import {hasLabels} from '../../kubernetes-api/values/label-selector.ts';
import type {Informers} from '../informer.ts';
import type {PodFacts} from './pod-facts.ts';

type Labels = {readonly [key: string]: string};

/** Finds the labels by which a Pod's Services and controller know it: what is spread over nodes unasked. */
export function createGroups(informers: Informers): (pod: PodFacts) => Labels | undefined {
  const services = informers.of<Stored<Service>>('services');
  const owners: {readonly [kind: string]: (namespace: string, name: string) => Labels | undefined} = {
    ReplicaSet: (namespace, name) =>
      informers.of<Stored<ReplicaSet>>('replicasets.apps').get(namespace, name)?.spec?.selector?.matchLabels,
    StatefulSet: (namespace, name) =>
      informers.of<Stored<StatefulSet>>('statefulsets.apps').get(namespace, name)?.spec?.selector?.matchLabels,
    ReplicationController: (namespace, name) =>
      informers.of<Stored<ReplicationController>>('replicationcontrollers').get(namespace, name)?.spec?.selector,
  };
  return (pod) => {
    const labels: Record<string, string> = {};
    for (const {spec} of services.inNamespace(pod.namespace))
      if (spec?.selector && hasLabels(pod.labels, spec.selector)) Object.assign(labels, spec.selector);
    const owner = controllerOf(pod.pod);
    Object.assign(labels, owner && owners[owner.kind]?.(pod.namespace, owner.name));
    return Object.keys(labels).length === 0 ? undefined : labels;
  };
}
