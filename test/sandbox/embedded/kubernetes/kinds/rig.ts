import {createKubeRig, type HttpRig} from '../rig.ts';

/** A server with what was there when the records were made. */
export function recordedRig(): HttpRig {
  const rig = createKubeRig();
  rig.admin.create('namespaces', '', {metadata: {name: 'k3'}});
  rig.admin.create('serviceaccounts', 'k3', {metadata: {name: 'default'}});
  const critical = {metadata: {name: 'system-cluster-critical'}, value: 2_000_000_000};
  rig.admin.create('priorityclasses.scheduling.k8s.io', '', critical);
  const spec = {clusterIP: '10.96.0.1', ports: [{name: 'https', port: 443, targetPort: 6443}]};
  rig.admin.create('services', 'default', {metadata: {name: 'kubernetes'}, spec});
  return rig;
}
