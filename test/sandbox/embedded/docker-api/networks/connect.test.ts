import {beforeEach, describe, expect, it} from 'vitest';
import {type CalledEngine, calledEngine} from '../../called-engine.ts';

let engine: CalledEngine;

beforeEach(async () => {
  engine = await calledEngine();
  await engine.post('/networks/create', {Name: 'net'});
  await engine.post('/networks/create', {
    Name: 'chosen',
    IPAM: {Config: [{Subnet: '10.99.0.0/24', IPRange: '10.99.0.128/29', AuxiliaryAddresses: {x: '10.99.0.130'}}]},
  });
  engine.told();
});

const on = (network: string, EndpointConfig?: object): object => ({
  HostConfig: {NetworkMode: network},
  ...(EndpointConfig ? {NetworkingConfig: {EndpointsConfig: {[network]: EndpointConfig}}} : {}),
});

const at = (IPv4Address: string): object => ({IPAMConfig: {IPv4Address}});

function addressOf(name: string, network: string): string | undefined {
  return engine.daemon.containers.require(name).endpoints.get(network)?.address;
}

async function stop(name: string): Promise<void> {
  const stopping = engine.post(`/containers/${name}/kill`);
  await engine.clock.settle();
  expect((await stopping).status).toBe(204);
}

describe('addresses', () => {
  it('come in order from .2, the lowest that is free', async () => {
    for (const name of ['one', 'two', 'three']) await engine.run(name, on('net'));
    expect(['one', 'two', 'three'].map((name) => addressOf(name, 'net'))).toEqual([
      '172.18.0.2',
      '172.18.0.3',
      '172.18.0.4',
    ]);
    await stop('two');
    await engine.run('four', on('net'));
    expect(addressOf('four', 'net')).toBe('172.18.0.3');
    await engine.run('plain');
    expect(addressOf('plain', 'bridge')).toBe('172.17.0.2');
  });

  it('come from the range that was chosen, past its gateway and what is set aside', async () => {
    await engine.run('one', on('chosen'));
    expect(engine.daemon.containers.require('one').endpoints.get('chosen')).toMatchObject({
      address: '10.99.0.129',
      gateway: '10.99.0.128',
      prefixLength: 24,
      mac: '02:42:0a:63:00:81',
    });
    await engine.run('two', on('chosen'));
    expect(addressOf('two', 'chosen')).toBe('10.99.0.131');
  });

  it('may be chosen where the subnet was', async () => {
    await engine.run('one', on('chosen', at('10.99.0.1')));
    expect(addressOf('one', 'chosen')).toBe('10.99.0.1');
  });

  it.each<[string, string, string, number, string]>([
    ['taken', 'chosen', '10.99.0.5', 403, 'Address already in use'],
    ['the gateway', 'chosen', '10.99.0.128', 403, 'Address already in use'],
    ['set aside', 'chosen', '10.99.0.130', 403, 'Address already in use'],
    ["the network's own", 'chosen', '10.99.0.0', 403, 'Address already in use'],
    [
      'elsewhere',
      'chosen',
      '10.98.0.1',
      500,
      "Invalid address 10.98.0.1: It does not belong to any of this network's subnets",
    ],
    [
      "Docker's to choose",
      'net',
      '172.18.0.9',
      400,
      'user specified IP address is supported only when connecting to networks with user configured subnets',
    ],
  ])('are refused when %s', async (_, network, address, status, message) => {
    await engine.run('first', on('chosen', at('10.99.0.5')));
    await engine.make('second', on(network, at(address)));
    const answer = await engine.post('/containers/second/start');
    expect([answer.status, answer.message]).toEqual([status, message]);
    expect(engine.daemon.networks.require(network).endpoints.size).toBe(network === 'chosen' ? 1 : 0);
  });

  it('run out', async () => {
    for (let index = 0; index < 6; index += 1) await engine.run(`box${index}`, on('chosen'));
    await engine.make('late', on('chosen'));
    const answer = await engine.post('/containers/late/start');
    const {id} = engine.daemon.networks.require('chosen');
    expect([answer.status, answer.message]).toEqual([
      500,
      `no available IPv4 addresses on this network's address pools: chosen (${id})`,
    ]);
  });
});

describe('connecting', () => {
  it('gives a running container one more address, with a card and an event', async () => {
    const id = await engine.run('web');
    engine.told();
    const answer = await engine.post('/networks/net/connect', {Container: 'web', EndpointConfig: {Aliases: ['www']}});
    expect([answer.status, answer.kind]).toEqual([200, 'empty']);
    expect(engine.told()).toEqual(['network connect net']);
    expect(engine.events.at(-1)?.attributes).toEqual({container: id, name: 'net', type: 'bridge'});
    const {stack} = engine.daemon.containers.require('web');
    expect(stack.interfaces.map(({name, address}) => [name, address])).toEqual([
      ['eth0', '172.17.0.2'],
      ['eth1', '172.18.0.2'],
    ]);
  });

  it('of a container that does not run is done when it starts', async () => {
    await engine.make('web');
    expect((await engine.post('/networks/net/connect', {Container: 'web'})).status).toBe(200);
    expect(addressOf('web', 'net')).toBeUndefined();
    await engine.post('/containers/web/start');
    expect(addressOf('web', 'net')).toBe('172.18.0.2');
  });

  it('is undone by disconnecting, and both ways can be gone again', async () => {
    await engine.run('web', on('net'));
    engine.told();
    expect((await engine.post('/networks/net/disconnect', {Container: 'web'})).status).toBe(200);
    expect(engine.told()).toEqual(['network disconnect net']);
    expect(engine.daemon.containers.require('web').stack.interfaces).toEqual([]);
    expect((await engine.post('/networks/net/connect', {Container: 'web'})).status).toBe(200);
    expect(addressOf('web', 'net')).toBe('172.18.0.2');
  });

  it('ends with the container', async () => {
    await engine.run('web', on('net'));
    engine.told();
    await stop('web');
    expect(engine.told()).toEqual(['container kill web', 'container die web', 'network disconnect net']);
    expect((await engine.get('/networks/net')).json()).toMatchObject({Containers: {}});
  });

  it.each<[string, string, object | string, number, string]>([
    ['connect', 'an unknown container', {Container: 'nosuch'}, 404, 'No such container: nosuch'],
    ['connect', 'no container', {}, 400, 'invalid name or ID supplied: ""'],
    ['connect', 'no body', '', 400, 'invalid JSON: got EOF while reading request body'],
    ['disconnect', 'an unknown container', {Container: 'nosuch'}, 404, 'No such container: nosuch'],
    ['disconnect', 'an unknown one by force', {Container: 'nosuch', Force: true}, 404, 'endpoint nosuch not found'],
    [
      'connect',
      'an address Docker chooses',
      {Container: 'web', EndpointConfig: at('172.18.0.9')},
      400,
      'user specified IP address is supported only when connecting to networks with user configured subnets',
    ],
  ])('to %s %s is refused', async (verb, _, body, status, message) => {
    await engine.make('web');
    const answer = await engine.call('POST', `/networks/net/${verb}`, {body});
    expect([answer.status, answer.message]).toEqual([status, message]);
  });

  it('to an unknown network is refused', async () => {
    await engine.make('web');
    const answer = await engine.post('/networks/nosuch/connect', {Container: 'web'});
    expect([answer.status, answer.message]).toEqual([404, 'network nosuch not found']);
  });
});

describe('removing a network', () => {
  it('is refused as long as somebody is on it', async () => {
    await engine.run('web', on('net'));
    const {id} = engine.daemon.networks.require('net');
    const answer = await engine.delete('/networks/net');
    expect([answer.status, answer.message]).toEqual([
      403,
      `error while removing network: network net id ${id} has active endpoints`,
    ]);
    await stop('web');
    engine.told();
    expect((await engine.delete('/networks/net')).status).toBe(204);
    expect(engine.told()).toEqual(['network destroy net']);
    expect((await engine.delete('/networks/net')).message).toBe('network net not found');
    expect((await engine.post('/containers/web/start')).status).toBe(404);
  });

  it("is refused for Docker's own", async () => {
    for (const name of ['bridge', 'host', 'none']) {
      const answer = await engine.delete(`/networks/${name}`);
      expect([answer.status, answer.message]).toEqual([403, `${name} is a pre-defined network and cannot be removed`]);
    }
  });
});

describe('pruning networks', () => {
  it('removes what nobody is on, and says what', async () => {
    await engine.run('web', on('net'));
    engine.told();
    expect((await engine.post('/networks/prune')).json()).toEqual({NetworksDeleted: ['chosen']});
    expect(engine.told()).toEqual(['network destroy chosen', 'network prune']);
    expect((await engine.post('/networks/prune')).json()).toEqual({NetworksDeleted: null});
  });

  it('looks at labels and age', async () => {
    await engine.post('/networks/create', {Name: 'kept', Labels: {keep: 'yes'}});
    await engine.clock.advance(3_600_000);
    await engine.post('/networks/create', {Name: 'young'});
    const prune = async (filters: object): Promise<unknown> =>
      (await engine.post(`/networks/prune?filters=${encodeURIComponent(JSON.stringify(filters))}`)).json();
    expect(await prune({label: ['nobody']})).toEqual({NetworksDeleted: null});
    expect(await prune({'label!': ['keep'], until: ['30m']})).toEqual({NetworksDeleted: ['net', 'chosen']});
    expect(await prune({label: ['keep=yes']})).toEqual({NetworksDeleted: ['kept']});
    expect(await prune({until: ['2026-01-01T00:30:00Z']})).toEqual({NetworksDeleted: null});
    expect(await prune({})).toEqual({NetworksDeleted: ['young']});
  });

  it.each<[object, string]>([
    [{name: ['x']}, "invalid filter 'name'"],
    [{until: ['x']}, 'failed to parse value as time or duration: "x"'],
    [{until: ['1h', '2h']}, 'more than one until filter specified'],
  ])('refuses %j', async (filters, message) => {
    const answer = await engine.post(`/networks/prune?filters=${encodeURIComponent(JSON.stringify(filters))}`);
    expect([answer.status, answer.message]).toEqual([400, message]);
  });
});
