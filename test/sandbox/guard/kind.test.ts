import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {isKindNetwork, isKindNode} from '../../../src/sandbox/guard/kind.ts';
import {checkCreate, checkExec} from '../../../src/sandbox/guard/policy.ts';
import {object, type Raw} from '../../../src/sandbox/guard/raw-json.ts';

const recorded = new URL('../../fixtures/kind/node-containers.json', import.meta.url);
const nodes = object(JSON.parse(readFileSync(recorded, 'utf8')));
const name = 'k8s-learn-worker';
const node = object(nodes[name]);
const host = object(node['HostConfig']);

/** A create request as kind makes it, with something in it changed. */
function changed(change: {readonly [key: string]: unknown}, inHost: {readonly [key: string]: unknown} = {}): Raw {
  return {...node, ...change, HostConfig: {...host, ...inHost}};
}

describe('the nodes of the course’s cluster', () => {
  it.each(Object.keys(nodes))('%s passes as kind 0.33 makes it', (own) => {
    expect(isKindNode(object(nodes[own]), own)).toBe(true);
  });

  it('may run where /dev/mapper or /dev/fuse must be there', () => {
    const Binds = ['/lib/modules:/lib/modules:ro', '/dev/mapper:/dev/mapper'];
    const Devices = [{PathOnHost: '/dev/fuse', PathInContainer: '/dev/fuse', CgroupPermissions: 'rwm'}];
    expect(isKindNode(changed({}, {Binds, Devices}), name)).toBe(true);
  });
});

describe('what would smuggle a privileged container in', () => {
  const smuggled: readonly (readonly [string, Raw])[] = [
    ['a mount of the machine', changed({}, {Binds: ['/:/host']})],
    ['a writable /lib/modules', changed({}, {Binds: ['/lib/modules:/lib/modules']})],
    ['a mount in the other spelling', changed({}, {Mounts: [{Type: 'bind', Source: '/', Target: '/h'}]})],
    ['a program of its own', changed({Cmd: ['sh']})],
    ['an entrypoint of its own', changed({Entrypoint: ['sh']})],
    ['a health check', changed({Healthcheck: {Test: ['CMD', 'sh']}})],
    ['another image', changed({Image: 'busybox:1.36'})],
    ['an image that is called nearly so', changed({Image: 'kindest/node2:v1'})],
    ['an image of that name from elsewhere', changed({Image: 'localhost:5001/kindest/node:v1'})],
    ['one more label', changed({Labels: {...object(node['Labels']), 'dev.k8s-learn.node': 'x'}})],
    ['variables for the loader', changed({Env: ['LD_PRELOAD=/x.so']})],
    ['the machine’s network', changed({}, {NetworkMode: 'host'})],
    ['the machine’s processes', changed({}, {PidMode: 'host'})],
    ['more rights than privileged', changed({}, {CapAdd: ['ALL']})],
    ['a disk of the machine', changed({}, {Devices: [{PathOnHost: '/dev/sda'}]})],
    ['another host name', changed({Hostname: 'other'})],
    ['volumes elsewhere', changed({Volumes: {'/etc': {}}})],
  ];
  it.each(smuggled)('%s is refused', (_, body) => {
    expect(() => isKindNode(body, name)).toThrow(/k8s-learn/);
  });

  it.each([
    ['under another name', 'web', node],
    ['under a name that is nearly a node’s', 'k8s-learn-worker-x', node],
    ['as a node of another cluster', 'k8s-learn-worker', changed({Labels: {'io.x-k8s.kind.cluster': 'mine'}})],
    ['without the labels', 'k8s-learn-worker', changed({Labels: {}})],
  ] as const)('%s it is an ordinary container, and refused as such', (_, as, body) => {
    expect(isKindNode(body, as)).toBe(false);
    expect(() => checkCreate(body)).toThrow(/privileged/);
  });
});

describe('around the nodes', () => {
  it('an exec with all rights goes into a node and nowhere else', () => {
    expect(() => checkExec({Cmd: ['sh'], Privileged: true}, true)).not.toThrow();
    expect(() => checkExec({Cmd: ['sh'], Privileged: true}, false)).toThrow(/--privileged/);
  });

  it('kind’s network may have its options, another none', () => {
    const Options = {
      'com.docker.network.bridge.enable_ip_masquerade': 'true',
      'com.docker.network.driver.mtu': '1500',
    };
    expect(isKindNetwork({Name: 'kind', Options})).toBe(true);
    expect(isKindNetwork({Name: 'other', Options})).toBe(false);
    expect(isKindNetwork({Name: 'kind', Options: {...Options, parent: 'eth0'}})).toBe(false);
  });
});
