import {describe, expect, it} from 'vitest';
import type {Json} from '../../../../src/sandbox/cli/docker/json.ts';
import {plainCluster, withDefaults} from '../../../../src/sandbox/cli/kind/configuration/cluster-config.ts';
import {kubeadmDocuments} from '../../../../src/sandbox/cli/kind/kubeadm/config.ts';
import {applySteps} from '../../../../src/sandbox/cli/kind/kubeadm/json-patch.ts';
import {patchDocuments} from '../../../../src/sandbox/cli/kind/kubeadm/patch.ts';

const cluster = withDefaults(
  {
    ...plainCluster,
    featureGates: new Map([
      ['B', false],
      ['A', true],
    ]),
  },
  {name: 'c', image: ''},
);
const [config] = cluster.nodes;

function documentsOf(kubernetesVersion: string): readonly Json[] {
  if (config === undefined) throw new Error('a cluster has a node');
  const endpoint = 'c-control-plane:6443';
  const node = {name: 'c-control-plane', config, address: '172.18.0.2', kubernetesVersion, endpoint, isRootless: false};
  return kubeadmDocuments(cluster, node);
}

describe('what kubeadm is told', () => {
  it('has arguments as a map before Kubernetes 1.36, and as a list since', () => {
    expect(documentsOf('v1.34.4')[0]).toMatchObject({
      apiVersion: 'kubeadm.k8s.io/v1beta3',
      scheduler: {extraArgs: {'feature-gates': 'A=true,B=false'}},
    });
    expect(documentsOf('v1.36.0')[0]).toMatchObject({
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      scheduler: {extraArgs: [{name: 'feature-gates', value: 'A=true,B=false'}]},
    });
  });

  it('cannot be said of a Kubernetes that is too old', () => {
    expect(() => documentsOf('v1.22.1')).toThrow('makes clusters of Kubernetes v1.23 and later, not v1.22.1');
    expect(() => documentsOf('latest')).toThrow('could not parse "latest" as version');
  });
});

describe('patches of it', () => {
  const merged = (patch: string, version = 'v1.34.4') =>
    patchDocuments(documentsOf(version), {kubeadmConfigPatches: [patch], kubeadmConfigPatchesJSON6902: []});

  it('change the documents of their kind alone', () => {
    const documents = merged(
      'kind: InitConfiguration\nskipPhases: null\nnodeRegistration: {kubeletExtraArgs: {v: "4"}}\n',
    );
    expect(documents[1]).toMatchObject({nodeRegistration: {kubeletExtraArgs: {v: '4', 'node-ip': '172.18.0.2'}}});
    expect(documents[1]).not.toHaveProperty('skipPhases');
    expect(documents[2]).toEqual(documentsOf('v1.34.4')[2]);
  });

  it('of another version change nothing', () => {
    const patch = 'kind: InitConfiguration\napiVersion: kubeadm.k8s.io/v1beta2\nskipPhases: null\n';
    expect(merged(patch)).toEqual(documentsOf('v1.34.4'));
  });

  it('add names of the certificate, and arguments where they are a list, to those that are there', () => {
    const patch = 'kind: ClusterConfiguration\napiServer: {certSANs: [a.test, localhost], extraArgs: {v: "3"}}\n';
    expect(merged(patch, 'v1.36.0')[0]).toMatchObject({
      apiServer: {
        certSANs: ['localhost', '127.0.0.1', 'a.test'],
        extraArgs: [{name: 'runtime-config', value: ''}, {name: 'feature-gates'}, {name: 'v', value: '3'}],
      },
    });
  });

  it('by steps change the documents of their kind and version', () => {
    const patch = {group: 'kubelet.config.k8s.io', version: 'v1beta1', kind: 'KubeletConfiguration'};
    const steps =
      '- {op: replace, path: /evictionHard/nodefs.available, value: 5%}\n- {op: remove, path: /cgroupRoot}\n';
    const [, , , kubelet] = patchDocuments(documentsOf('v1.34.4'), {
      kubeadmConfigPatches: [],
      kubeadmConfigPatchesJSON6902: [{...patch, patch: steps}],
    });
    expect(kubelet).toMatchObject({evictionHard: {'nodefs.available': '5%', 'nodefs.inodesFree': '0%'}});
    expect(kubelet).not.toHaveProperty('cgroupRoot');
  });
});

describe('steps', () => {
  it.each([
    [
      {op: 'add', path: '/list/1', value: 'x'},
      {list: ['a', 'x', 'b'], map: {'a/b': 1}},
    ],
    [
      {op: 'add', path: '/list/-', value: 'x'},
      {list: ['a', 'b', 'x'], map: {'a/b': 1}},
    ],
    [
      {op: 'replace', path: '/list/0', value: 'x'},
      {list: ['x', 'b'], map: {'a/b': 1}},
    ],
    [
      {op: 'remove', path: '/map/a~1b'},
      {list: ['a', 'b'], map: {}},
    ],
    [
      {op: 'move', from: '/list/0', path: '/map/c'},
      {list: ['b'], map: {'a/b': 1, c: 'a'}},
    ],
    [
      {op: 'copy', from: '/list/0', path: '/map/c'},
      {list: ['a', 'b'], map: {'a/b': 1, c: 'a'}},
    ],
    [
      {op: 'test', path: '/list/0', value: 'a'},
      {list: ['a', 'b'], map: {'a/b': 1}},
    ],
  ])('change what they lead to: %j', (step, result) => {
    expect(applySteps({list: ['a', 'b'], map: {'a/b': 1}}, [step])).toEqual(result);
  });

  it.each([
    {op: 'replace', path: '/none', value: 1},
    {op: 'remove', path: '/none'},
    {op: 'add', path: '/none/deep', value: 1},
    {op: 'add', path: '/list/7', value: 1},
    {op: 'test', path: '/list/0', value: 'b'},
    {op: 'turn', path: '/list'},
  ])('that lead nowhere are refused: %j', (step) => {
    expect(() => applySteps({list: ['a']}, [step])).toThrow();
  });
});
