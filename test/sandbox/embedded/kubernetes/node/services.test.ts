import {beforeEach, describe, expect, it} from 'vitest';
import {type ServicePort, ServiceRules} from '../../../../../src/sandbox/embedded/node/network/service-rules.ts';
import {parseSubnet} from '../../../../../src/sandbox/embedded/runtime/net/address.ts';
import {Fabric} from '../../../../../src/sandbox/embedded/runtime/net/fabric.ts';
import {Network} from '../../../../../src/sandbox/embedded/runtime/net/network.ts';
import {NetworkStack} from '../../../../../src/sandbox/embedded/runtime/net/stack.ts';
import {Kernel} from '../../../../../src/sandbox/embedded/runtime/process/kernel.ts';
import {manualClock, outsideOf} from '../../rig.ts';

const plain: ServicePort = {
  addresses: ['10.96.0.7:80'],
  nodePort: 0,
  endpoints: [],
  local: [],
  internalLocal: false,
  externalLocal: false,
  affinityMs: 0,
};

describe('the rules of kube-proxy', () => {
  const clock = manualClock();
  let fabric: Fabric;
  let node: NetworkStack;
  let other: NetworkStack;
  let rules: ServiceRules;

  beforeEach(() => {
    const outside = outsideOf(clock);
    fabric = new Fabric(new Kernel({outside}));
    const kind = new Network(parseSubnet('172.18.0.0/16') ?? {first: 0, bits: 0});
    node = new NetworkStack();
    other = new NetworkStack();
    kind.attach(node);
    kind.attach(other);
    rules = new ServiceRules({fabric, stack: node, random: outside.random, now: clock.now});
    for (const port of [8001, 8002, 8003]) other.listen(port);
  });

  const endpoints = (...ports: readonly number[]): ServicePort['endpoints'] =>
    ports.map((port) => ({address: '172.18.0.3', port}));
  const ask = (address: string, port: number, from = node): number => fabric.listenerFor(from, {address, port}).port;
  const asked = (times: number, address: string, port: number): ReadonlySet<number> =>
    new Set(Array.from({length: times}, () => ask(address, port)));

  it('lead to each endpoint in turn, by lot', () => {
    rules.set('default/web', [{...plain, endpoints: endpoints(8001, 8002, 8003)}]);
    expect(asked(60, '10.96.0.7', 80)).toEqual(new Set([8001, 8002, 8003]));
  });

  it('refuse where nobody is ready, and forget a Service that is gone', () => {
    rules.set('default/web', [plain]);
    expect(() => ask('10.96.0.7', 80)).toThrow('refused');
    rules.set('default/web', []);
    expect(() => ask('10.96.0.7', 80)).toThrow('timed out');
    expect(rules.services()).toEqual([]);
  });

  it('open a node port on the addresses of the node, for neighbours too', () => {
    rules.set('default/door', [{...plain, nodePort: 30_080, endpoints: endpoints(8001)}]);
    expect(ask('172.18.0.2', 30_080)).toBe(8001);
    expect(ask('127.0.0.1', 30_080)).toBe(8001);
    expect(ask('172.18.0.2', 30_080, other)).toBe(8001);
    expect(() => ask('172.18.0.3', 30_080, other)).toThrow('refused');
  });

  it('take those of the node alone where the policy says Local', () => {
    const port = {...plain, nodePort: 30_080, endpoints: endpoints(8001, 8002), local: endpoints(8002)};
    rules.set('default/web', [{...port, internalLocal: true}]);
    expect(asked(20, '10.96.0.7', 80)).toEqual(new Set([8002]));
    expect(asked(40, '172.18.0.2', 30_080)).toEqual(new Set([8001, 8002]));
    rules.set('default/web', [{...port, externalLocal: true, local: []}]);
    expect(() => ask('172.18.0.2', 30_080)).toThrow('refused');
  });

  it('keep a client with its endpoint for as long as the Service says', async () => {
    rules.set('default/web', [{...plain, endpoints: endpoints(8001, 8002, 8003), affinityMs: 10_000}]);
    expect(asked(30, '10.96.0.7', 80).size).toBe(1);
    const first = ask('10.96.0.7', 80);
    rules.set('default/web', [{...plain, endpoints: endpoints(8001, 8002, 8003)}]);
    expect(asked(60, '10.96.0.7', 80).size).toBe(3);
    expect([8001, 8002, 8003]).toContain(first);
  });

  it('are gone with the node', () => {
    rules.set('default/web', [{...plain, endpoints: endpoints(8001)}]);
    rules.remove();
    expect(() => ask('10.96.0.7', 80)).toThrow('timed out');
  });
});
