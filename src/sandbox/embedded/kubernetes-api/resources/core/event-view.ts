import type {Draft, KubeObject} from '../../object.ts';
import {isFields} from '../../values/reading.ts';
import type {Resource} from '../resource.ts';
import {event} from './event.ts';

type Loose = {readonly [field: string]: unknown};

/** Fields that have another name in events.k8s.io/v1. */
const renamed: readonly (readonly [core: string, other: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
];

/** Events as events.k8s.io/v1 has them. https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */
export const eventsView: Resource = {
  ...event,
  group: 'events.k8s.io',
  selectable: {
    'regarding.kind': of('involvedObject.kind'),
    'regarding.namespace': of('involvedObject.namespace'),
    'regarding.name': of('involvedObject.name'),
    'regarding.uid': of('involvedObject.uid'),
    reason: of('reason'),
    reportingController: of('reportingComponent'),
    type: of('type'),
  },
  columns: event.columns.map((column) => ({...column, cell: (object, now) => column.cell(toCore(object), now)})),
  view: {
    collection: 'events',
    toStored: (object: Draft) => ({...withNames(object, 'core'), apiVersion: 'v1', kind: 'Event'}),
    fromStored: (object) => ({
      ...withNames(object, 'other'),
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: object.metadata,
    }),
  },
};

function toCore(object: KubeObject): KubeObject {
  return {...withNames(object, 'core'), apiVersion: 'v1', kind: 'Event', metadata: object.metadata};
}

/** A field of the stored Event. */
function of(field: string): (object: KubeObject) => string {
  return (object) => event.selectable[field]?.(isFields(object['regarding']) ? toCore(object) : object) ?? '';
}

function withNames(object: Loose, wanted: 'core' | 'other'): Loose {
  const names = new Map(renamed.map(([core, other]) => (wanted === 'core' ? [other, core] : [core, other])));
  return Object.fromEntries(Object.entries(object).map(([field, value]) => [names.get(field) ?? field, value]));
}
