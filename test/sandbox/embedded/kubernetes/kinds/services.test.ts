import {describe, expect, test} from 'vitest';
import type {KubeObject} from '../../../../../src/sandbox/embedded/kubernetes-api/object.ts';
import {createApiServer} from '../../../../../src/sandbox/embedded/kubernetes-api/server.ts';
import {fieldsOf, listOf} from '../../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';
import {adminUser, createKubeRig, type KubeRig} from '../rig.ts';

function create({admin}: Pick<KubeRig, 'admin'>, name: string, spec: object): KubeObject {
  return admin.create('services', 'default', {metadata: {name}, spec: {ports: [{port: 80}], ...spec}});
}

function nodePort(service: KubeObject): unknown {
  return fieldsOf(listOf(fieldsOf(service.spec).ports)[0]).nodePort;
}

describe('the addresses of Services', () => {
  test('are all different, in the range of kind, and none of the first, which are asked for by name', () => {
    const rig = createKubeRig();
    const made = Array.from({length: 300}, (_, index) => create(rig, `s${index}`, {}));
    const addresses = made.map((service) => String(fieldsOf(service.spec).clusterIP));
    expect(new Set(addresses).size).toBe(300);
    for (const address of addresses) expect(address).toMatch(/^10\.96\.([1-9]\d*)\.\d+$/);
  });

  test('are free again when their Service is gone', () => {
    const rig = createKubeRig();
    create(rig, 'one', {clusterIP: '10.96.0.10', type: 'NodePort', ports: [{port: 80, nodePort: 30_080}]});
    expect(() => create(rig, 'two', {clusterIP: '10.96.0.10'})).toThrow(
      'failed to allocate IP 10.96.0.10: provided IP is already allocated',
    );
    expect(() => create(rig, 'two', {type: 'NodePort', ports: [{port: 80, nodePort: 30_080}]})).toThrow(
      'provided port is already allocated',
    );
    rig.admin.delete('services', 'default', 'one');
    create(rig, 'two', {clusterIP: '10.96.0.10', type: 'NodePort', ports: [{port: 80, nodePort: 30_080}]});
  });

  test('are known to a server that is started anew over the same store', () => {
    const rig = createKubeRig();
    create(rig, 'one', {clusterIP: '10.96.0.10'});
    const again = {admin: createApiServer({store: rig.store, random: rig.random}).as(adminUser)};
    expect(() => create(again, 'two', {clusterIP: '10.96.0.10'})).toThrow('provided IP is already allocated');
  });

  test('are not taken by a Service that is refused or only tried', () => {
    const rig = createKubeRig();
    const spec = {clusterIP: '10.96.0.10', ports: [{port: 80}]};
    rig.admin.create('services', 'default', {metadata: {name: 'one'}, spec}, {dryRun: true});
    expect(() => create(rig, 'one', {clusterIP: '10.96.0.10', ports: [{port: 0}]})).toThrow('must be between');
    create(rig, 'one', {clusterIP: '10.96.0.10'});
  });

  test('stay when the Service changes, and its ports on the nodes with them', () => {
    const rig = createKubeRig();
    const before = create(rig, 'one', {type: 'NodePort', ports: [{port: 80, name: 'http'}]});
    const after = rig.admin.update('services', {
      ...before,
      spec: {
        type: 'NodePort',
        ports: [
          {port: 81, name: 'http'},
          {port: 82, name: 'other'},
        ],
      },
    });
    expect(nodePort(after)).toBe(nodePort(before));
    expect(fieldsOf(after.spec).clusterIP).toBe(fieldsOf(before.spec).clusterIP);
  });

  test('one port of the nodes may serve two protocols of one Service', () => {
    const rig = createKubeRig();
    const ports = ['TCP', 'UDP'].map((protocol) => ({
      port: 53,
      protocol,
      name: protocol.toLowerCase(),
      nodePort: 30_053,
    }));
    create(rig, 'dns', {type: 'NodePort', ports});
    expect(() => create(rig, 'dns2', {type: 'NodePort', ports})).toThrow('provided port is already allocated');
  });
});
