import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {KubeResponse} from '../../../../../src/sandbox/embedded/kubernetes-api/api/request.ts';
import {byPriority} from '../../../../../src/sandbox/embedded/kubernetes-api/discovery/catalogue.ts';
import {discovery} from '../../../../../src/sandbox/embedded/kubernetes-api/discovery/discovery.ts';
import {defineResource} from '../../../../../src/sandbox/embedded/kubernetes-api/resources/define.ts';
import {createKubeRig} from '../rig.ts';

interface Line {
  readonly name: string;
}

/** What a real API server of 1.34 says, without the hashes of its storage. */
const recorded: {readonly [path: string]: {readonly resources: readonly Line[]}} = JSON.parse(
  readFileSync(new URL('../../../../fixtures/kubernetes-discovery/resources-1.34.json', import.meta.url), 'utf8'),
);

/** Kinds a simulated cluster has nothing to do with. */
const absent = new Set([
  'csidrivers',
  'csinodes',
  'csistoragecapacities',
  'volumeattachments',
  'volumeattributesclasses',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'ipaddresses',
  'servicecidrs',
]);

const resources = createKubeRig().server.resources.all();

function asked(path: string, accept = 'application/json'): unknown {
  return bodyOf(discovery({path, accept, resources, serverAddress: '172.18.0.2:6443'}));
}

function bodyOf(response: KubeResponse | undefined): unknown {
  return response?.kind === 'json' ? response.body : undefined;
}

describe('discovery', () => {
  it.each(Object.keys(recorded))('says of %s what a real cluster says', (path) => {
    const all = recorded[path];
    const wanted = all?.resources.filter(({name}) => !absent.has(name.split('/')[0] ?? ''));
    expect(asked(path)).toEqual({...all, resources: wanted});
  });

  it('names the core version and where the server is', () => {
    expect(asked('/api')).toEqual({
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{clientCIDR: '0.0.0.0/0', serverAddress: '172.18.0.2:6443'}],
    });
  });

  it('lists the groups in the order of a real cluster, custom ones last, the best version first', () => {
    const widgets = ['v1beta1', 'v1', 'v2alpha1'].map((version) =>
      defineResource({group: 'example.com', version, kind: 'Widget', plural: 'widgets'}),
    );
    const body = bodyOf(discovery({path: '/apis', accept: undefined, resources: [...widgets, ...resources]}));
    const {groups} = body as {readonly groups: readonly {readonly name: string; readonly preferredVersion: unknown}[]};
    expect(groups.slice(0, 6).map(({name}) => name)).toEqual([
      'apiregistration.k8s.io',
      'apps',
      'events.k8s.io',
      'authentication.k8s.io',
      'authorization.k8s.io',
      'autoscaling',
    ]);
    expect(groups.find(({name}) => name === 'autoscaling')?.preferredVersion).toMatchObject({version: 'v2'});
    expect(groups.at(-1)).toMatchObject({name: 'example.com', preferredVersion: {version: 'v1'}});
  });

  it('gives all at once to who asks for that, and the plain form to who asks for an older one', () => {
    const accept = (version: string): string =>
      `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList,application/json`;
    expect(asked('/apis', accept('v2'))).toMatchObject({
      kind: 'APIGroupDiscoveryList',
      apiVersion: 'apidiscovery.k8s.io/v2',
    });
    expect(asked('/apis', accept('v2beta1'))).toMatchObject({kind: 'APIGroupList'});
    const {items} = asked('/api', accept('v2')) as {readonly items: readonly {readonly versions: readonly unknown[]}[]};
    expect(items[0]?.versions[0]).toMatchObject({version: 'v1', freshness: 'Current'});
  });

  it('knows nothing of other paths', () => {
    for (const path of ['/', '/apis/nothing.io', '/apis/nothing.io/v1', '/api/v2', '/api/v1/pods', '/version'])
      expect(asked(path), path).toBeUndefined();
  });

  it('puts versions in the order of their maturity', () => {
    const versions = ['foo10', 'v1', 'v12alpha1', 'v10', 'v3beta1', 'v2', 'v11beta2', 'v11alpha2', 'foo1'];
    expect(versions.toSorted(byPriority)).toEqual([
      'v10',
      'v2',
      'v1',
      'v11beta2',
      'v3beta1',
      'v12alpha1',
      'v11alpha2',
      'foo1',
      'foo10',
    ]);
  });
});
