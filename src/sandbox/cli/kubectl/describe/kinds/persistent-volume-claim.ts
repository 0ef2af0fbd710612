import {rfc1123z} from '../../../go/time.ts';
import {at, type Json, objects, text} from '../../json.ts';
import {defineDescriber, listAt, nearby, type Subject} from '../describer.ts';
import type {Page} from '../page.ts';
import {claimLines} from '../parts/claim.ts';
import {writeColumn} from '../parts/labels.ts';

export const persistentVolumeClaim = defineDescriber({
  kind: 'PersistentVolumeClaim',
  group: '',
  version: 'v1',
  async describe(subject, page) {
    const {object, status, nowMs} = subject;
    claimLines(page, object, true, nowMs);
    writeColumn(page, 'Used By', await usersOf(subject));
    writeConditions(page, objects(status['conditions']));
  },
});

/** The names of the Pods that mount the claim, or that it was made for. */
async function usersOf(subject: Subject): Promise<readonly string[]> {
  const {meta} = subject;
  const pods = await listAt(subject, nearby(subject, 'pods'));
  const mounts = (pod: Json) =>
    objects(at(pod, 'spec', 'volumes')).filter(
      (volume) => at(volume, 'persistentVolumeClaim', 'claimName') === meta['name'],
    );
  const owners = objects(meta['ownerReferences']).filter(({kind}) => kind === 'Pod');
  const owns = (pod: Json) => owners.some(({uid}) => uid === at(pod, 'metadata', 'uid'));
  return pods
    .flatMap((pod) => {
      const times = mounts(pod).length || (owns(pod) ? 1 : 0);
      return Array.from({length: times}, () => text(at(pod, 'metadata', 'name')));
    })
    .sort();
}

function writeConditions(page: Page, conditions: readonly Json[]): void {
  if (conditions.length === 0) return;
  page.line(0, 'Conditions:');
  page.line(1, 'Type', 'Status', 'LastProbeTime', 'LastTransitionTime', 'Reason', 'Message');
  page.line(1, '----', '------', '-----------------', '------------------', '------', '-------');
  for (const condition of conditions) {
    const of = (field: string) => text(condition[field]);
    const times = [rfc1123z(of('lastProbeTime')), rfc1123z(of('lastTransitionTime'))];
    const words = [of('type'), of('status'), ...times, of('reason')].map((word) => `${word} `);
    page.line(1, ...words, of('message'));
  }
}
