import {beforeEach, describe, expect, it} from 'vitest';
import {parseSubnet, type Subnet} from '../../../../../src/sandbox/embedded/runtime/net/address.ts';
import {Fabric} from '../../../../../src/sandbox/embedded/runtime/net/fabric.ts';
import {Network} from '../../../../../src/sandbox/embedded/runtime/net/network.ts';
import {NetworkStack} from '../../../../../src/sandbox/embedded/runtime/net/stack.ts';
import {Kernel} from '../../../../../src/sandbox/embedded/runtime/process/kernel.ts';
import {manualClock, outsideOf} from '../../rig.ts';

function subnet(text: string): Subnet {
  const found = parseSubnet(text);
  if (!found) throw new Error(text);
  return found;
}

/** Two nodes on one network, each with a bridge of its own and one Pod on it. */
interface Site {
  readonly fabric: Fabric;
  readonly nodes: readonly [NetworkStack, NetworkStack];
  readonly pods: readonly [NetworkStack, NetworkStack];
}

function makeSite(): Site {
  const fabric = new Fabric(new Kernel({outside: outsideOf(manualClock())}));
  const kind = new Network(subnet('172.18.0.0/16'));
  const make = (number: number): readonly [NetworkStack, NetworkStack] => {
    const node = new NetworkStack();
    kind.attach(node);
    const bridge = new Network(subnet(`10.244.${number}.0/24`), undefined, node);
    const pod = new NetworkStack();
    bridge.attach(pod);
    return [node, pod];
  };
  const [one, first] = make(1);
  const [two, second] = make(2);
  one.routes.set('10.244.2.0/24', {subnet: subnet('10.244.2.0/24'), via: '172.18.0.3'});
  two.routes.set('10.244.1.0/24', {subnet: subnet('10.244.1.0/24'), via: '172.18.0.2'});
  return {fabric, nodes: [one, two], pods: [first, second]};
}

const {signal} = new AbortController();

describe('the way of a connection', () => {
  let site: Site;

  beforeEach(() => {
    site = makeSite();
  });

  /** The address the other side sees. */
  const seen = async (from: NetworkStack, to: NetworkStack, address: string, port = 80): Promise<string> => {
    const listener = to.listen(port);
    await site.fabric.connect(from, {address, port}, signal);
    const {remote} = await listener.accept(signal);
    listener.close();
    return remote.address;
  };

  it('leads from Pod to Pod over both nodes, and keeps the address of who asks', async () => {
    const [first, second] = site.pods;
    expect(await seen(first, second, '10.244.2.2')).toBe('10.244.1.2');
    expect(await seen(second, first, '10.244.1.2')).toBe('10.244.2.2');
  });

  it('leads from a node to its own Pods as the bridge, and to others as itself', async () => {
    const [first, second] = site.pods;
    expect(await seen(site.nodes[0], first, '10.244.1.2')).toBe('10.244.1.1');
    expect(await seen(site.nodes[0], second, '10.244.2.2')).toBe('172.18.0.2');
  });

  it('leads from a Pod to the nodes; what leaves the cluster has the address of the node', async () => {
    const [first] = site.pods;
    expect(await seen(first, site.nodes[0], '172.18.0.2')).toBe('10.244.1.2');
    expect(await seen(first, site.nodes[1], '172.18.0.3')).toBe('172.18.0.2');
  });

  it('ends where nobody is: refused, no route, or silence', async () => {
    const [first] = site.pods;
    const connect = (address: string): Promise<unknown> => site.fabric.connect(first, {address, port: 80}, signal);
    await expect(connect('10.244.2.2')).rejects.toMatchObject({code: 'ECONNREFUSED'});
    await expect(connect('10.244.1.77')).rejects.toMatchObject({code: 'EHOSTUNREACH'});
    await expect(connect('10.244.2.77')).rejects.toMatchObject({code: 'EHOSTUNREACH'});
    await expect(connect('8.8.8.8')).rejects.toMatchObject({code: 'ENETUNREACH'});
    expect(() => site.fabric.listenerFor(first, {address: '10.99.0.1', port: 80})).toThrow('timed out');
  });

  it('obeys the rules of the node it passes, and of no other', async () => {
    const [first, second] = site.pods;
    const stop = site.fabric.translate(({to, at}) =>
      at.base === site.nodes[0] && to.address === '10.96.0.7' ? {address: '10.244.2.2', port: 8080} : undefined,
    );
    const listener = second.listen(8080);
    await site.fabric.connect(first, {address: '10.96.0.7', port: 80}, signal);
    expect((await listener.accept(signal)).local).toEqual({address: '10.244.2.2', port: 8080});
    expect(() => site.fabric.listenerFor(second, {address: '10.96.0.7', port: 80})).toThrow('timed out');
    stop();
    expect(() => site.fabric.listenerFor(first, {address: '10.96.0.7', port: 80})).toThrow('timed out');
  });

  it('follows a published port through the rules of the node it leads to', async () => {
    const [first] = site.pods;
    site.fabric.translate(({to, at}) =>
      at.base === site.nodes[0] && to.port === 30_080 ? {address: '10.244.1.2', port: 80, masquerade: true} : undefined,
    );
    site.fabric.publish(31_080, site.nodes[0], 30_080);
    const listener = first.listen(80);
    site.fabric.fromHost(31_080);
    expect((await listener.accept(signal)).remote.address).toBe('10.244.1.1');
  });

  it('asks a name server behind a Service', async () => {
    const [first, second] = site.pods;
    second.nameServers.set('10.244.2.2', ({name}) => ({
      status: 'found',
      records: [{name, type: 'A', value: '1.2.3.4'}],
    }));
    site.fabric.translate(({to}) => (to.address === '10.96.0.10' ? {address: '10.244.2.2', port: 53} : undefined));
    expect(await site.fabric.ask(first, '10.96.0.10', {name: 'web', type: 'A'})).toMatchObject({status: 'found'});
    expect(await site.fabric.ask(first, '10.96.0.11', {name: 'web', type: 'A'})).toEqual({status: 'failed'});
  });
});
