import {describe, expect, it} from 'vitest';
import {packages} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/packages.ts';
import {createSchema} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/schema.ts';
import {Table} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/table.ts';

const schema = createSchema();

describe('the table of types', () => {
  it('has every type that another one refers to, and understands every field', () => {
    const table = new Table();
    const names = [...table.names()];
    expect(names.length).toBeGreaterThan(400);
    for (const name of names) {
      const type = table.type(name);
      for (const field of type?.fields.values() ?? []) expect(field.name, name).not.toBe('');
    }
    const references = packages.flatMap(({name, lines}) =>
      [...lines.matchAll(/[:[{]@([\w.]+)/g)].map(([, to = '']) => (to.includes('.') ? to : `${name}.${to}`)),
    );
    expect(references.filter((to) => !names.includes(to))).toEqual([]);
  });

  it('knows kinds by version and name, and parts of them by their full name', () => {
    expect(schema.kind('apps/v1', 'Deployment')?.name).toBe('io.k8s.api.apps.v1.Deployment');
    expect(schema.kind('v1', 'Pod')?.fields.get('spec')?.type).toMatchObject({
      kind: 'object',
      type: {name: 'io.k8s.api.core.v1.PodSpec'},
    });
    expect(schema.kind('apps/v1', 'DeploymentSpec')).toBeUndefined();
    expect(schema.kind('example.com/v1', 'Widget')).toBeUndefined();
    expect(schema.type('io.k8s.api.core.v1.Container')?.fields.has('image')).toBe(true);
  });

  it('takes the options of a delete under every version', () => {
    expect(schema.kind('apps/v1', 'DeleteOptions')?.name).toBe('io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions');
  });

  it('tells how lists are merged, by apply and by a strategic merge', () => {
    const ports = schema.type('io.k8s.api.core.v1.ServiceSpec')?.fields.get('ports');
    expect(ports).toMatchObject({merge: true, mergeKey: 'port', type: {list: 'map', keys: ['port', 'protocol']}});
    const finalizers = schema.type('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta')?.fields.get('finalizers');
    expect(finalizers).toMatchObject({merge: true, mergeKey: undefined, type: {list: 'set'}});
    const volumes = schema.type('io.k8s.api.core.v1.PodSpec')?.fields.get('volumes');
    expect(volumes).toMatchObject({merge: true, retainKeys: true, mergeKey: 'name'});
    const owners = schema.type('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta')?.fields.get('ownerReferences');
    expect(owners).toMatchObject({type: {list: 'map', keys: ['uid'], item: {kind: 'object', atomic: true}}});
    const claim = schema.type('io.k8s.api.core.v1.PersistentVolumeSpec')?.fields.get('claimRef');
    expect(claim).toMatchObject({type: {kind: 'object', atomic: false}});
    const selector = schema.type('io.k8s.api.apps.v1.DeploymentSpec')?.fields.get('selector');
    expect(selector).toMatchObject({required: true, type: {kind: 'object', atomic: true}});
  });

  it('tells defaults, values, and where protobuf embeds a field', () => {
    const container = schema.type('io.k8s.api.core.v1.ContainerPort');
    expect(container?.fields.get('protocol')).toMatchObject({
      byDefault: 'TCP',
      values: ['SCTP', 'TCP', 'UDP'],
      number: 4,
    });
    expect(schema.type('io.k8s.api.core.v1.Volume')?.fields.get('emptyDir')).toMatchObject({within: [2], number: 2});
  });

  it('is small', () => {
    const size = packages.reduce((sum, {lines}) => sum + lines.length, 0);
    expect(size).toBeLessThan(100_000);
  });
});
