import {canonical} from '../../../../../src/sandbox/embedded/controllers/workloads/template-hash.ts';
import type {Fields} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {at, fieldsOf, numberOf, textOf} from '../../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';

/** Kinds that are written down. */
export const lookedAt = [
  'deployments',
  'replicasets',
  'daemonsets',
  'statefulsets',
  'controllerrevisions',
  'jobs',
  'cronjobs',
  'poddisruptionbudgets',
  'persistentvolumeclaims',
  'pods',
] as const;

export interface Snapshot {
  readonly objects: readonly Fields[];
  /** What controllers have said so far, sorted. */
  readonly events: readonly string[];
}

/** Fields that are chance, time, or somebody else's work. */
const left = new Set(['uid', 'resourceVersion', 'managedFields', 'creationTimestamp', 'generateName', 'selfLink']);
const times = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const minutes = /^tick-\d{8}$/;
const chosen = /(web-HASH\d|log|work|work-\d|tick-MINUTE\d?)-[a-z0-9]{5}\b/g;
const components = new Set([
  'deployment-controller',
  'replicaset-controller',
  'daemonset-controller',
  'statefulset-controller',
  'job-controller',
  'cronjob-controller',
  'controllermanager',
]);

/** Objects without what differs from run to run: names made by chance are numbered as they come. */
export function snapshot(objects: readonly Fields[], events: readonly Fields[]): Snapshot {
  const names = renamed(objects);
  const clean = (text: string) => {
    if (times.test(text)) return 'TIME';
    let result = text;
    for (const [from, to] of names) result = result.replaceAll(from, to);
    // Which of several Pods it was does not matter, and Jobs that are gone have no number.
    return result.replace(/tick-\d{8}/g, 'tick-MINUTE').replace(chosen, '$1-RANDOM');
  };
  const lines = events
    .filter((event) => components.has(textOf(at(event, 'source', 'component'))))
    .map((event) => {
      const {type, reason, message, count} = event;
      const about = `${textOf(at(event, 'involvedObject', 'kind'))}/${textOf(at(event, 'involvedObject', 'name'))}`;
      const line = `${type} ${reason} ${about} ${textOf(at(event, 'source', 'component'))}: ${message} x${numberOf(count)}`;
      // How often it was tried in so much time is chance.
      return clean(line).replace(/(FailedCreate .*combined from similar events.*) x\d+$/, '$1 xMANY');
    });
  return {objects: objects.map((object) => fieldsOf(cleaned(shown(object), clean))), events: lines.sort()};
}

/** Of a Pod what its controller made it with; of a claim its metadata. */
function shown(object: Fields): Fields {
  const {kind, metadata, spec} = object;
  if (kind === 'PersistentVolumeClaim')
    return {kind, metadata: {...fieldsOf(metadata), annotations: {}, finalizers: []}};
  if (kind !== 'Pod') return object;
  const {hostname, subdomain, affinity} = fieldsOf(spec);
  return {
    kind,
    metadata,
    spec: {hostname: hostname ?? '', subdomain: subdomain ?? '', affinity: affinity ?? {}},
  } as Fields;
}

function cleaned(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((one) => cleaned(one, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !left.has(key) && inner !== null && !isEmpty(inner))
      .map(([key, inner]) => [key, cleaned(inner, clean)]),
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** What names are called instead: hashes and uids by their order, Pods by what they belong to. */
function renamed(objects: readonly Fields[]): readonly (readonly [string, string])[] {
  const names = new Map<string, string>();
  const give = (from: string, to: string) => {
    if (from !== '' && !names.has(from)) names.set(from, to);
  };
  for (const object of objects) give(textOf(at(object, 'metadata', 'uid')), 'UID');
  const byAge = [...objects].sort((one, other) => {
    const revision = (object: Fields) =>
      numberOf(object['revision']) ||
      Number(at(object, 'metadata', 'annotations', 'deployment.kubernetes.io/revision')) ||
      0;
    return revision(one) - revision(other);
  });
  let hashes = 0;
  for (const object of byAge) {
    const labels = fieldsOf(at(object, 'metadata', 'labels'));
    const hash =
      labels['pod-template-hash'] ?? labels['controller.kubernetes.io/hash'] ?? labels['controller-revision-hash'];
    if (object['kind'] === 'Pod' || typeof hash !== 'string' || names.has(hash)) continue;
    hashes += 1;
    give(hash, `HASH${hashes}`);
  }
  let jobs = 0;
  for (const object of objects) {
    const name = textOf(at(object, 'metadata', 'name'));
    if (!minutes.test(name)) continue;
    jobs += 1;
    give(name, `tick-MINUTE${jobs}`);
  }
  for (const object of objects)
    if (object['kind'] === 'Pod' && at(object, 'metadata', 'generateName') !== undefined && !hasOrdinal(object))
      give(textOf(at(object, 'metadata', 'name')), `${textOf(at(object, 'metadata', 'generateName'))}POD`);
  // Longer ones first: a hash is part of a Pod's name. But what replaces a name may hold another one.
  return [...names].sort(([one], [other]) => other.length - one.length);
}

function hasOrdinal(object: Fields): boolean {
  return at(object, 'metadata', 'labels', 'apps.kubernetes.io/pod-index') !== undefined;
}

/** In an order that does not depend on chance. */
export function sorted({objects, events}: Snapshot): Snapshot {
  const key = (object: Fields) => `${object['kind']}/${textOf(at(object, 'metadata', 'name'))} ${canonical(object)}`;
  return {events, objects: [...objects].sort((one, other) => (key(one) < key(other) ? -1 : 1))};
}
