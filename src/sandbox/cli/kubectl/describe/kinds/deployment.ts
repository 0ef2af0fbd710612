import {rfc1123z} from '../../../go/time.ts';
import {at, isObject, type Json, number, object, text, withKey} from '../../json.ts';
import {equalJson} from '../../patch/equal.ts';
import {defineDescriber, listAt, type Subject} from '../describer.ts';
import type {Page} from '../page.ts';
import {writeConditions} from '../parts/conditions.ts';
import {writeAnnotations, writeLabels} from '../parts/labels.ts';
import {writePodTemplate} from '../parts/pod-template.ts';
import {controllerUid} from '../parts/pods.ts';
import {byText, orNone, plain, selectorText} from '../words.ts';

export const deployment = defineDescriber({
  kind: 'Deployment',
  group: 'apps',
  version: 'v1',
  async describe(subject, page) {
    const {meta, spec, status} = subject;
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Namespace:', text(meta['namespace']));
    page.line(0, 'CreationTimestamp:', rfc1123z(text(meta['creationTimestamp'])));
    writeLabels(page, 'Labels', meta['labels']);
    writeAnnotations(page, 'Annotations', meta['annotations']);
    page.line(0, 'Selector:', selectorText(spec['selector']));
    page.line(0, 'Replicas:', replicasText(spec, status));
    writeStrategy(spec, page);
    writePodTemplate(page, spec['template']);
    writeConditions(page, status['conditions']);
    await writeReplicaSets(subject, page);
  },
});

function replicasText(spec: Json, status: Json): string {
  const of = (field: string) => number(status[field]);
  return `${number(spec['replicas'])} desired | ${of('updatedReplicas')} updated | ${of('replicas')} total | ${of('availableReplicas')} available | ${of('unavailableReplicas')} unavailable`;
}

function writeStrategy(spec: Json, page: Page): void {
  const {type, rollingUpdate} = object(spec['strategy']);
  page.line(0, 'StrategyType:', text(type));
  page.line(0, 'MinReadySeconds:', number(spec['minReadySeconds']));
  if (!isObject(rollingUpdate)) return;
  const {maxUnavailable, maxSurge} = rollingUpdate;
  page.line(0, 'RollingUpdateStrategy:', `${plain(maxUnavailable)} max unavailable, ${plain(maxSurge)} max surge`);
}

async function writeReplicaSets(subject: Subject, page: Page): Promise<void> {
  const own = await ownReplicaSets(subject);
  const template = withoutHash(subject.spec['template']);
  const current = own
    .toSorted(byText((set) => text(at(set, 'metadata', 'creationTimestamp'))))
    .find((set) => equalJson(withoutHash(at(set, 'spec', 'template')), template));
  if (own.length === 0) return;
  page.line(0, 'OldReplicaSets:', setsText(own.filter((set) => set !== current)));
  page.line(0, 'NewReplicaSet:', setsText(current === undefined ? [] : [current]));
}

async function ownReplicaSets(subject: Subject): Promise<readonly Json[]> {
  const {namespace, spec, meta} = subject;
  const path = `/apis/apps/v1/namespaces/${namespace}/replicasets`;
  try {
    const found = await listAt(subject, path, {labelSelector: selectorText(spec['selector'])});
    return found.filter((set) => controllerUid(set) === meta['uid']);
  } catch {
    // As upstream: without them the description just does not tell of ReplicaSets.
    return [];
  }
}

/** The template as the Deployment wrote it: its ReplicaSets carry a label more. */
function withoutHash(template: unknown): Json {
  const whole = object(template);
  const meta = object(whole['metadata']);
  const labels = withKey(object(meta['labels']), 'pod-template-hash', undefined);
  return {...whole, metadata: {...meta, labels}};
}

function setsText(sets: readonly Json[]): string {
  const words = sets.map((set) => {
    const created = number(at(set, 'status', 'replicas'));
    return `${text(at(set, 'metadata', 'name'))} (${created}/${number(at(set, 'spec', 'replicas'))} replicas created)`;
  });
  return orNone(words.join(', '));
}
