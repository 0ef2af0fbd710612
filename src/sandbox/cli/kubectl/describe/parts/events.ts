import {goSort} from '../../../go/sort.ts';
import {parseRfc3339} from '../../../go/time.ts';
import {at, type Json, text} from '../../json.ts';
import {eventInterval} from '../../print/event-times.ts';
import {listAt, type Subject} from '../describer.ts';
import type {Page} from '../page.ts';

/** Which object events are about. */
export interface About {
  /** '' when it does not matter. */
  readonly kind: string;
  readonly uid: string;
}

/** The events about the subject. What cannot be had is left out. */
export async function findEvents(subject: Subject, about: Partial<About> = {}): Promise<readonly Json[]> {
  const {name, namespace} = subject;
  const {kind = subject.resource.kind, uid = text(subject.meta['uid'])} = about;
  const conditions = [
    ...(kind === '' ? [] : [`involvedObject.kind=${kind}`]),
    `involvedObject.name=${name}`,
    `involvedObject.namespace=${namespace}`,
    ...(uid === '' ? [] : [`involvedObject.uid=${uid}`]),
  ];
  const path = namespace === '' ? '/api/v1/events' : `/api/v1/namespaces/${namespace}/events`;
  try {
    return await listAt(subject, path, {fieldSelector: conditions.join(',')});
  } catch {
    // A description without events is better than none: who may read Pods need not be allowed to read events.
    return [];
  }
}

/** The table of events, the latest last. */
export function writeEvents(page: Page, events: readonly Json[], nowMs: number): void {
  if (events.length === 0) {
    page.line(0, 'Events:', '<none>');
    return;
  }
  page.startColumns();
  page.write(0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage\n');
  page.line(1, '----', '------', '----', '----', '-------');
  for (const event of goSort(events, (one, other) => lastMs(one) < lastMs(other))) {
    const from = text(at(event, 'source', 'component')) || text(event['reportingComponent']);
    page.line(
      1,
      text(event['type']),
      text(event['reason']),
      eventInterval(event, nowMs),
      from,
      text(event['message']).trim(),
    );
  }
}

/** Events without a last time come first. */
function lastMs(event: Json): number {
  const last = text(event['lastTimestamp']);
  return last === '' ? 0 : parseRfc3339(last);
}
