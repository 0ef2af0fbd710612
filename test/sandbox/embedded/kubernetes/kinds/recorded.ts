import {readFileSync} from 'node:fs';
import type {Draft} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {fieldsOf, listOf} from '../../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';

/** What a real API server made of a draft: see scripts/record-kinds.ts. */
export interface RecordedCreate {
  /** `/api/v1/namespaces/k3/pods` */
  readonly path: string;
  readonly draft: Draft;
  readonly stored?: Draft;
  readonly status?: RecordedStatus;
  /** `299 - "…"` */
  readonly warnings?: readonly string[];
}

export interface RecordedStatus {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: {readonly causes?: readonly RecordedCause[]};
}

export interface RecordedCause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

export interface RecordedUpdate extends RecordedCreate {
  readonly patch: Draft;
}

export interface RecordedSubresource extends RecordedUpdate {
  readonly subresource: string;
}

/** A resource as discovery names it. */
export interface RecordedResource {
  readonly groupVersion: string;
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

export interface RecordedRow {
  readonly columns: readonly (readonly [string, string, string, number])[];
  readonly cells: readonly (string | number | boolean)[];
  readonly object: Draft;
  readonly now: string;
}

export function recorded<T>(name: string): readonly T[] {
  return JSON.parse(readFileSync(new URL(`../../../../fixtures/kubernetes-kinds/${name}`, import.meta.url), 'utf8'));
}

/** What is another one every time: identities, times, addresses and ports that were handed out. */
const volatile = [
  'managedFields',
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'lastTransitionTime',
  'lastPhaseTransitionTime',
];
const uid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** An object, or a part of one, without what is another one every time; a field that is null is not there. */
export function steady(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(uid, 'UID');
  if (Array.isArray(value)) return value.map(steady);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, inner]) => !volatile.includes(key) && inner !== undefined && inner !== null,
  );
  return Object.fromEntries(entries.map(([key, inner]) => [key, steady(inner)]));
}

/** The same, for objects with what the server hands out unless the draft asked for it. */
export function steadyObject(object: unknown, draft: Draft): unknown {
  const {spec, metadata, ...rest} = fieldsOf(steady(object));
  const named = fieldsOf(draft.metadata).generateName === undefined ? metadata : {...fieldsOf(metadata), name: 'NAME'};
  return {...rest, metadata: named, ...(spec === undefined ? {} : {spec: handedOut(spec, draft)})};
}

function handedOut(spec: unknown, draft: Draft): unknown {
  if (draft.kind !== 'Service') return spec;
  const asked = fieldsOf(draft.spec);
  const {ports, clusterIP, clusterIPs, healthCheckNodePort, ...rest} = fieldsOf(spec);
  const keeps = asked.clusterIP !== undefined;
  return {
    ...rest,
    ...(clusterIP === undefined ? {} : {clusterIP: keeps ? clusterIP : 'IP'}),
    ...(clusterIPs === undefined ? {} : {clusterIPs: keeps ? clusterIPs : ['IP']}),
    ...(healthCheckNodePort === undefined ? {} : {healthCheckNodePort: 'PORT'}),
    ...(ports === undefined
      ? {}
      : {ports: listOf(ports).map((port, index) => nodePort(port, listOf(asked.ports)[index]))}),
  };
}

function nodePort(port: unknown, asked: unknown): unknown {
  const given = fieldsOf(port);
  return given.nodePort === undefined || fieldsOf(asked).nodePort !== undefined ? port : {...given, nodePort: 'PORT'};
}
