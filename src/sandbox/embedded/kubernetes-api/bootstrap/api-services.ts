import type {Draft} from '../object.ts';
import type {ResourceTable} from '../resources/resource-table.ts';

/** How high upstream puts each group; the core group is ''. */
const groupPriorities: {readonly [group: string]: number} = {
  '': 18_000,
  'admissionregistration.k8s.io': 16_700,
  'apiextensions.k8s.io': 16_700,
  apps: 17_800,
  'authentication.k8s.io': 17_700,
  'authorization.k8s.io': 17_600,
  autoscaling: 17_500,
  batch: 17_400,
  'certificates.k8s.io': 17_300,
  'coordination.k8s.io': 16_500,
  'discovery.k8s.io': 16_200,
  'events.k8s.io': 17_750,
  'networking.k8s.io': 17_200,
  'node.k8s.io': 16_300,
  policy: 17_100,
  'rbac.authorization.k8s.io': 17_000,
  'scheduling.k8s.io': 16_600,
  'storage.k8s.io': 16_800,
};

/** Groups that keep nothing, so that no resource names them. */
const unstoredGroups = ['authentication.k8s.io', 'authorization.k8s.io'].map((group) => ({group, version: 'v1'}));

/** An APIService for every group and version the server answers itself. */
export function ownApiServices(resources: ResourceTable): readonly Draft[] {
  const versions = new Map(
    [...resources.all(), ...unstoredGroups].map(({group, version}) => [`${version}.${group}`, {group, version}]),
  );
  return [...versions]
    .filter(([, {group}]) => groupPriorities[group] !== undefined)
    .map(([name, {group, version}]) => ({
      metadata: {name, labels: {'kube-aggregator.kubernetes.io/automanaged': 'onstart'}},
      spec: {
        ...(group === '' ? {} : {group}),
        version,
        groupPriorityMinimum: groupPriorities[group],
        versionPriority: versionPriority(group, version),
      },
    }));
}

function versionPriority(group: string, version: string): number {
  if (group === '') return 1;
  return version === 'v2' ? 30 : 15;
}
