import {describe, expect, it} from 'vitest';
import {plainCluster, withDefaults} from '../../../../src/sandbox/cli/kind/configuration/cluster-config.ts';
import {parseConfig} from '../../../../src/sandbox/cli/kind/configuration/read-config.ts';
import {absentProblem} from '../../../../src/sandbox/cli/kind/configuration/validate.ts';
import {uniqueSubnet} from '../../../../src/sandbox/cli/kind/create/network.ts';
import {shellQuote} from '../../../../src/sandbox/cli/kind/errors.ts';
import {fullName} from '../../../../src/sandbox/cli/kind/load/docker-image.ts';
import {snapshotterIn} from '../../../../src/sandbox/cli/kind/load/targets.ts';

const head = 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n';

describe('a cluster of our kind', () => {
  it('says what it cannot have', () => {
    const problem = (rest: string) => absentProblem(withDefaults(parseConfig(head + rest), {name: '', image: ''}));
    expect(problem('nodes: [{role: control-plane}, {role: control-plane}]\n')).toContain('several control-plane nodes');
    expect(problem('networking: {ipFamily: dual}\n')).toContain('ipFamily dual is not part of this kind');
    expect(problem('containerdConfigPatches: ["a = 1"]\n')).toContain('containerdConfigPatches are not part');
    expect(problem('')).toBeUndefined();
  });

  it('has the image of the command line on every node', () => {
    const config = {...plainCluster, nodes: parseConfig(`${head}nodes: [{image: a}, {role: worker}]\n`).nodes};
    expect(withDefaults(config, {name: '', image: 'b'}).nodes.map(({image}) => image)).toEqual(['b', 'b']);
    expect(withDefaults(config, {name: '', image: ''}).nodes[0]?.image).toBe('a');
  });

  it('reads truths that are written as words, and numbers as texts where texts are wanted', () => {
    const mount = 'extraMounts: [{readOnly: yes, hostPath: 1}]';
    const {nodes, runtimeConfig} = parseConfig(`${head}nodes: [{${mount}}]\nruntimeConfig: {api/all: true}\n`);
    expect(nodes[0]?.extraMounts[0]?.readOnly).toBe(true);
    expect(runtimeConfig.get('api/all')).toBe('true');
  });
});

describe('small things kind knows', () => {
  it('a network has a subnet that follows from its name', () => {
    expect(uniqueSubnet('kind', 0)).toBe('fc00:f853:ccd:e793::/64');
    expect(uniqueSubnet('kind', 1)).not.toBe(uniqueSubnet('kind', 0));
  });

  it.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['a/b', 'docker.io/a/b:latest'],
    ['localhost/b', 'localhost/b:latest'],
    ['localhost:5000/b', 'localhost:5000/b:latest'],
    ['r.test/a/b:1', 'r.test/a/b:1'],
    ['nginx@sha256:abc', 'docker.io/library/nginx@sha256:abc'],
  ])('the image %s is %s in a node', (image, full) => {
    expect(fullName(image)).toBe(full);
  });

  it('the snapshotter stands in a table that depends on the version of the file', () => {
    const older = `version = 2\n[plugins]\n  [plugins."io.containerd.grpc.v1.cri".containerd]\n    snapshotter = "native"\n`;
    const newer = `version = 3\n[plugins.'other']\n  snapshotter = 'x'\n[plugins.'io.containerd.cri.v1.images']\n  snapshotter = 'overlayfs'\n`;
    expect(snapshotterIn(older)).toBe('native');
    expect(snapshotterIn(newer)).toBe('overlayfs');
    expect(() => snapshotterIn('version = 9\n')).toThrow('unknown containerd config version: 9');
    expect(() => snapshotterIn('version = 3\n')).toThrow('failed to detect containerd snapshotter');
  });

  it.each([
    ['plain-word_1', 'plain-word_1'],
    ['a b', "'a b'"],
    ["it's", `'it'"'"'s'`],
    ['', "''"],
  ])('the word %j is %s in a shell', (word, quoted) => {
    expect(shellQuote(word)).toBe(quoted);
  });
});
