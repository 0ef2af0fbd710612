import type {Draft} from '../../object.ts';
import {faultOfLabel} from '../../objects/names.ts';
import {parseQuantity} from '../../values/quantity.ts';
import {At} from '../at.ts';

const oldLabels: {readonly [label: string]: string} = {
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
};
const oldVolumes: {readonly [kind: string]: string} = {
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
};

/** What a client is told of a Pod that is taken, though it may not be what was meant. */
export function podWarnings(object: Draft): readonly string[] {
  const root = new At('', object, []);
  return [...nameWarnings(root, "the Pod's hostname"), ...specWarnings(root.field('spec'))];
}

/** The same of what Pods are made from; `named` says whether they get its name. */
export function templateWarnings(object: Draft, named: boolean): readonly string[] {
  const root = new At('', object, []);
  const ofName = named ? nameWarnings(root, 'Pod names and hostnames') : [];
  return [...ofName, ...specWarnings(root.field('spec').field('template').field('spec'))];
}

/** Of a CronJob, whose template is one further in. */
export function jobTemplateWarnings(object: Draft): readonly string[] {
  const root = new At('', object, []);
  const job = root.field('spec').field('jobTemplate').field('spec');
  return [...nameWarnings(root, 'Pod names and hostnames'), ...specWarnings(job.field('template').field('spec'))];
}

function nameWarnings(root: At, where: string): readonly string[] {
  const fault = faultOfLabel(root.field('metadata').field('name').text);
  if (fault === undefined) return [];
  return [
    `metadata.name: this is used in ${where}, which can result in surprising behavior; a DNS label is recommended: [${fault}]`,
  ];
}

function specWarnings(spec: At): readonly string[] {
  const containers = [...spec.field('initContainers').items(), ...spec.field('containers').items()];
  return [
    ...selectorWarnings(spec),
    ...spec.field('volumes').items().flatMap(volumeWarnings),
    ...spreadWarnings(spec),
    ...repeated(spec.field('hostAliases').items(), 'ip', 'ip'),
    ...secretWarnings(spec),
    ...containers.flatMap((container) => [
      ...amountWarnings(container),
      ...envWarnings(container),
      ...portWarnings(container),
    ]),
  ];
}

function selectorWarnings(spec: At): readonly string[] {
  const selector = spec.field('nodeSelector');
  return selector.entries().flatMap(([label, at]) => {
    const now = oldLabels[label];
    return now === undefined ? [] : [`${at.path}: deprecated since v1.14; use ${JSON.stringify(now)} instead`];
  });
}

function volumeWarnings(volume: At): readonly string[] {
  return Object.entries(oldVolumes).flatMap(([kind, why]) =>
    volume.field(kind).isSet ? [`${volume.field(kind).path}: ${why}`] : [],
  );
}

function repeated(items: readonly At[], field: string, word: string): readonly string[] {
  const seen = new Set<string>();
  return items.flatMap((item) => {
    const at = item.field(field);
    const again = seen.has(at.text);
    seen.add(at.text);
    return again ? [`${at.path}: duplicate ${word} ${JSON.stringify(at.text)}`] : [];
  });
}

function secretWarnings(spec: At): readonly string[] {
  const secrets = spec.field('imagePullSecrets').items();
  const unnamed = secrets.map((one) => one.field('name')).filter((name) => name.text === '');
  return [
    ...unnamed.map((name) => `${name.path}: invalid empty name ""`),
    ...repeated(
      secrets.filter((one) => one.field('name').text !== ''),
      'name',
      'name',
    ),
  ];
}

function portWarnings(container: At): readonly string[] {
  const seen = new Map<string, string>();
  return container
    .field('ports')
    .items()
    .flatMap((port) => {
      const {containerPort, protocol, hostPort, hostIP} = port.fields;
      const key = [containerPort, protocol ?? 'TCP', hostPort ?? 0, hostIP ?? ''].join(' ');
      const first = seen.get(key);
      seen.set(key, first ?? port.path);
      return first === undefined ? [] : [`${port.path}: duplicate port definition with ${first}`];
    });
}

function envWarnings(container: At): readonly string[] {
  const seen = new Set<string>();
  return container
    .field('env')
    .items()
    .flatMap((variable) => {
      const name = variable.field('name').text;
      const again = seen.has(name);
      seen.add(name);
      return again
        ? [
            `${variable.path}: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`,
          ]
        : [];
    });
}

function amountWarnings(container: At): readonly string[] {
  return ['limits', 'requests'].flatMap((part) =>
    ['memory', 'ephemeral-storage'].flatMap((name) =>
      fractionWarnings(container.field('resources').field(part).key(name)),
    ),
  );
}

/** Bytes come whole. */
export function fractionWarnings(at: At): readonly string[] {
  const nanos = parseQuantity(at.value)?.nanos ?? 0n;
  if (nanos % 1_000_000_000n === 0n) return [];
  return [`${at.path}: fractional byte value ${JSON.stringify(at.value)} is invalid, must be an integer`];
}

function spreadWarnings(spec: At): readonly string[] {
  return spec
    .field('topologySpreadConstraints')
    .items()
    .flatMap((constraint) => {
      const selector = constraint.field('labelSelector');
      return selector.isSet ? [] : [`${selector.path}: a null labelSelector results in matching no pod`];
    });
}
