import {describe, expect, it} from 'vitest';
import {type Draft, type Fields, freeze} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {applyPatch} from '../../../../../src/sandbox/embedded/kubernetes-api/patch/apply-patch.ts';
import {applyServerSide} from '../../../../../src/sandbox/embedded/kubernetes-api/patch/apply-server-side.ts';
import {draftOf} from '../../../../../src/sandbox/embedded/kubernetes-api/patch/draft.ts';
import {mergePatch} from '../../../../../src/sandbox/embedded/kubernetes-api/patch/merge-patch.ts';
import {trackUpdate} from '../../../../../src/sandbox/embedded/kubernetes-api/patch/track-update.ts';
import {KubeRefusal} from '../../../../../src/sandbox/embedded/kubernetes-api/refusal.ts';
import type {ObjectType} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/field.ts';
import {createSchema} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/schema.ts';
import {structuralType} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/structural.ts';
import {fieldsOf, isFields, listOf} from '../../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';
import {shirtDefinition} from './custom-stories.ts';
import {type RecordedStep, type Recording, readRecordings} from './recordings.ts';

const schema = createSchema();
const hasStatus = new Set(['Deployment', 'Service', 'Pod', 'Shirt']);

describe.each(readRecordings().map((recording) => [recording.name, recording] as const))('%s', (_, recording) => {
  const type = schema.kind(recording.apiVersion, recording.kind) ?? shirtType(recording.kind);
  if (!type) throw new Error(`no type of ${recording.kind}`);
  const named = recording.steps
    // Of a scale below; what is no patch for a kind, and what validation refuses, is the server's to say.
    .filter(
      ({subresource, status, does}) =>
        subresource !== 'scale' && status !== 415 && (does !== 'apply' || status !== 422),
    )
    .map((step, index) => [index, step.does, JSON.stringify(step.body), step] as const);
  it.each(named)('%i %s %s', (_index, _does, _body, step) => {
    freeze(step);
    const played = outcomeOf(() => play(recording, step, type));
    if (step.status >= 400) {
      expect(played).toEqual(statusOf(step.answer));
      return;
    }
    if (played instanceof Object && 'refused' in played) throw new Error(String(played.refused));
    const answer = draftOf(step.answer);
    expect(missingFrom(draftWithoutRevision(fieldsOf(played)), step.answer, '')).toEqual([]);
    const tracked = step.does === 'apply' ? fieldsOf(played) : fieldsOf(track(recording, step, type));
    expect(draftOf(tracked).metadata?.managedFields).toEqual(answer.metadata?.managedFields);
  });
});

it('a scale is its own manager of the replicas', () => {
  const recording = readRecordings().find(({name}) => name === 'apply-deployment');
  const at = recording?.steps.findIndex(({subresource}) => subresource === 'scale') ?? -1;
  const [step, next] = [recording?.steps[at], recording?.steps[at + 1]];
  const type = schema.kind('apps/v1', 'Deployment');
  if (!step?.before || !next?.before || !type) throw new Error('the scale is not recorded');
  const spec = {...fieldsOf(step.before.spec), ...fieldsOf(step.answer.spec)};
  const tracked = trackUpdate({
    before: step.before,
    after: {...step.before, spec},
    manager: 'kubectl-scale',
    subresource: 'scale',
    type,
    now: draftOf(step.answer).metadata?.creationTimestamp ?? '',
  });
  const ours = (draft: Draft) =>
    draft.metadata?.managedFields
      ?.filter(({manager}) => manager !== 'kube-controller-manager')
      .map(({time: _, ...entry}) => entry);
  expect(ours(tracked)).toEqual(ours(next.before));
});

function shirtType(kind: string): ObjectType | undefined {
  const [version] = listOf(fieldsOf(shirtDefinition.spec).versions);
  const openApi = fieldsOf(fieldsOf(fieldsOf(version).schema).openAPIV3Schema);
  return kind === 'Shirt' ? structuralType(openApi, schema) : undefined;
}

function play(recording: Recording, step: RecordedStep, type: ObjectType): unknown {
  const {apiVersion, kind, name} = recording;
  const whole = (body: Fields): Fields =>
    mergePatch({apiVersion, kind, metadata: {name, namespace: 'k2-patches'}}, body);
  const body = fieldsOf(step.body);
  switch (step.does) {
    case 'create':
      return whole(body);
    case 'update':
      return mergePatch(fieldsOf(step.before), body);
    case 'apply':
      return applyServerSide({
        live: step.before,
        patch: whole(body),
        manager: step.manager ?? '',
        force: step.force ?? false,
        type,
        kind: {apiVersion, kind},
        subresource: step.subresource ?? '',
        ignored: ignoredOf(recording, step),
        now: timeOf(step),
      });
    default: {
      const before = step.before ?? draftOf({});
      if (step.does !== 'json') return applyPatch(before, {type: step.does, patch: body}, type);
      const operations = Array.isArray(step.body) ? step.body : [];
      return applyPatch(before, {type: 'json', operations}, type);
    }
  }
}

/** What the managers become when the object becomes what the real server answered. */
function track(recording: Recording, step: RecordedStep, type: ObjectType): Draft {
  const played = draftOf(fieldsOf(play(recording, step, type))).metadata?.managedFields;
  const {managedFields: _, ...metadata} = draftOf(step.answer).metadata ?? {};
  const sent = played === step.before?.metadata.managedFields ? undefined : played;
  const after = {...draftOf(step.answer), metadata: sent ? {...metadata, managedFields: sent} : metadata};
  return trackUpdate({
    before: step.before,
    after: step.before ? after : created(after),
    manager: step.manager ?? 'k2',
    subresource: step.subresource ?? '',
    type,
    ignored: ignoredOf(recording, step),
    now: timeOf(step),
  });
}

/** A new object as it is before the server adds to it what nobody owns. */
function created(after: Draft): Draft {
  const spec = {...fieldsOf(after.spec)};
  for (const name of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'priority', 'preemptionPolicy'])
    delete spec[name];
  for (const name of ['tolerations', 'serviceAccountName', 'serviceAccount', 'volumes'])
    if (after.kind === 'Pod') delete spec[name];
  const containers = Array.isArray(spec.containers) ? spec.containers : [];
  const bare = containers.map((container) => {
    const {volumeMounts: _, ...rest} = container;
    return rest;
  });
  return {...after, ...(after.spec ? {spec: {...spec, ...(containers.length > 0 ? {containers: bare} : {})}} : {})};
}

function ignoredOf({kind}: Recording, {subresource}: RecordedStep): readonly string[] {
  if (subresource === 'status') return ['spec'];
  return hasStatus.has(kind) ? ['status'] : [];
}

/** The time of the write, as the newest entry has it. */
function timeOf({answer, before}: RecordedStep): string {
  const times = (draftOf(answer).metadata?.managedFields ?? []).map(({time}) => time ?? '');
  return times.sort().at(-1) ?? before?.metadata.creationTimestamp ?? '';
}

function outcomeOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (problem) {
    if (!(problem instanceof KubeRefusal)) throw problem;
    const {code, reason, message, details} = problem;
    return {refused: message, code, reason, causes: byField(details.causes ?? [])};
  }
}

function statusOf(answer: Fields): unknown {
  const causes = byField(listOf(fieldsOf(answer.details).causes));
  return {refused: answer.message, code: answer.code, reason: answer.reason ?? '', causes};
}

/** Upstream has the causes of several managers in no order. */
function byField(causes: readonly unknown[]): readonly unknown[] {
  return causes.map((cause) => JSON.stringify(Object.entries(fieldsOf(cause)).sort())).sort();
}

function draftWithoutRevision(object: Fields): Fields {
  const {resourceVersion: _r, managedFields: _m, generation: _g, ...metadata} = fieldsOf(object.metadata);
  const {status: _s, ...rest} = object;
  return {...rest, metadata};
}

/** Where an answer has something else than was expected; what it has beyond that is defaults. */
function missingFrom(expected: unknown, answer: unknown, at: string): readonly string[] {
  if (Array.isArray(expected) && Array.isArray(answer)) {
    if (expected.length !== answer.length) return [`${at}: ${JSON.stringify(answer)} for ${JSON.stringify(expected)}`];
    return expected.flatMap((item, index) => missingFrom(item, answer[index], `${at}[${index}]`));
  }
  if (isFields(expected) && isFields(answer))
    return Object.entries(expected).flatMap(([name, value]) => missingFrom(value, answer[name], `${at}.${name}`));
  const isVoid = answer === undefined && JSON.stringify(expected).length <= 2;
  return isVoid || Object.is(expected, answer)
    ? []
    : [`${at}: ${JSON.stringify(answer)} for ${JSON.stringify(expected)}`];
}
