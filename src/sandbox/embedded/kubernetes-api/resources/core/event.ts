import type {KubeObject} from '../../object.ts';
import {validating} from '../../validation/metadata.ts';
import {ageOf} from '../../values/durations.ts';
import {filled} from '../../values/filled.ts';
import {fieldsOf, isFields, numberOf, textOf} from '../../values/reading.ts';
import {column, wideColumn} from '../columns.ts';
import {defineResource, nameColumn} from '../define.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */
export const event = defineResource({
  kind: 'Event',
  plural: 'events',
  shortNames: ['ev'],
  selectable: {
    'involvedObject.kind': involved('kind'),
    'involvedObject.namespace': involved('namespace'),
    'involvedObject.name': involved('name'),
    'involvedObject.uid': involved('uid'),
    'involvedObject.apiVersion': involved('apiVersion'),
    'involvedObject.resourceVersion': involved('resourceVersion'),
    'involvedObject.fieldPath': involved('fieldPath'),
    reason: ({reason}) => textOf(reason),
    reportingComponent: ({reportingComponent}) => textOf(reportingComponent),
    source: ({source, reportingComponent}) => textOf(fieldsOf(source).component) || textOf(reportingComponent),
    type: ({type}) => textOf(type),
  },
  columns: [
    column('Last Seen', lastSeenText),
    column('Type', ({type}) => textOf(type)),
    column('Reason', ({reason}) => textOf(reason)),
    column('Object', objectText),
    wideColumn('Subobject', involved('fieldPath')),
    wideColumn('Source', sourceText),
    column('Message', ({message}) => textOf(message).trim()),
    wideColumn('First Seen', firstSeenText),
    wideColumn('Count', (one) => countOf(one)),
    {...nameColumn, priority: 1},
  ],
  strategy: {
    defaults: (object) =>
      filled(object, {
        source: {},
        firstTimestamp: null,
        lastTimestamp: null,
        eventTime: null,
        reportingComponent: '',
        reportingInstance: '',
      }),
    validate: validating((root) => {
      const place = root.field('involvedObject').field('namespace');
      const own = root.field('metadata').field('namespace').text;
      if (place.text !== '' && place.text !== own) place.invalid('does not match event.namespace');
    }),
  },
});

function involved(field: string): (object: KubeObject) => string {
  return ({involvedObject}) => textOf(fieldsOf(involvedObject)[field]);
}

function isSet(timestamp: unknown): boolean {
  return textOf(timestamp) !== '';
}

function firstSeenText({firstTimestamp, eventTime}: KubeObject, now: number): string {
  return ageOf(isSet(firstTimestamp) ? firstTimestamp : eventTime, now);
}

function lastSeenText(object: KubeObject, now: number): string {
  const {lastTimestamp, series} = object;
  if (isFields(series)) return ageOf(series.lastObservedTime, now);
  return isSet(lastTimestamp) ? ageOf(lastTimestamp, now) : firstSeenText(object, now);
}

function countOf({count, series}: KubeObject): number {
  if (isFields(series)) return numberOf(series.count);
  return numberOf(count) === 0 ? 1 : numberOf(count);
}

function objectText({involvedObject}: KubeObject): string {
  const {kind, name} = fieldsOf(involvedObject);
  return `${textOf(kind).toLowerCase()}/${textOf(name)}`;
}

function sourceText({source, reportingComponent, reportingInstance}: KubeObject): string {
  const component = textOf(fieldsOf(source).component) || textOf(reportingComponent);
  const host = textOf(fieldsOf(source).host) || textOf(reportingInstance);
  return [component, host].filter((text) => text !== '').join(', ');
}
