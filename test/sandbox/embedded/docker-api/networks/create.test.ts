import {beforeEach, describe, expect, it} from 'vitest';
import {type CalledEngine, calledEngine} from '../../called-engine.ts';

interface NetworkJson {
  readonly Id: string;
  readonly Name: string;
  readonly IPAM: {readonly Config: readonly {readonly [key: string]: unknown}[]};
}

let engine: CalledEngine;

beforeEach(async () => {
  engine = await calledEngine();
});

const create = (body: object): Promise<Awaited<ReturnType<CalledEngine['post']>>> =>
  engine.post('/networks/create', body);

async function subnetOf(name: string): Promise<unknown> {
  return (await engine.get(`/networks/${name}`)).json<NetworkJson>().IPAM.Config[0];
}

describe('a new network', () => {
  it('gets the subnets Docker gives, the first one free', async () => {
    for (const name of ['one', 'two', 'three']) await create({Name: name});
    expect(await subnetOf('one')).toEqual({Subnet: '172.18.0.0/16', Gateway: '172.18.0.1'});
    expect(await subnetOf('three')).toEqual({Subnet: '172.20.0.0/16', Gateway: '172.20.0.1'});
    await engine.delete('/networks/two');
    await create({Name: 'four'});
    expect(await subnetOf('four')).toEqual({Subnet: '172.19.0.0/16', Gateway: '172.19.0.1'});
  });

  it('goes on with 192.168.0.0/20 after 172.31, until nothing is left', async () => {
    const made: unknown[] = [];
    for (let index = 0; index < 30; index += 1) {
      await create({Name: `net${index}`});
      made.push(await subnetOf(`net${index}`));
    }
    expect(made[13]).toEqual({Subnet: '172.31.0.0/16', Gateway: '172.31.0.1'});
    expect(made[14]).toEqual({Subnet: '192.168.0.0/20', Gateway: '192.168.0.1'});
    expect(made[29]).toEqual({Subnet: '192.168.240.0/20', Gateway: '192.168.240.1'});
    const answer = await create({Name: 'too-many'});
    expect([answer.status, answer.message]).toEqual([400, 'all predefined address pools have been fully subnetted']);
  });

  it('is shown with everything it was made with, and told', async () => {
    const answer = await create({
      Name: 'all',
      Driver: 'bridge',
      Internal: true,
      Attachable: true,
      Labels: {a: 'b'},
      Options: {'com.docker.network.bridge.name': 'br0'},
      IPAM: {
        Driver: 'default',
        Options: {},
        Config: [{Subnet: '10.99.0.0/24', IPRange: '10.99.0.128/25', AuxiliaryAddresses: {x: '10.99.0.129'}}],
      },
      CheckDuplicate: true,
      unknown: 1,
    });
    expect(answer.status).toBe(201);
    const {Id, Warning} = answer.json();
    expect(Warning).toBe('');
    expect((await engine.get('/networks/all')).json()).toEqual({
      Name: 'all',
      Id,
      Created: '2026-01-01T00:00:00Z',
      Scope: 'local',
      Driver: 'bridge',
      EnableIPv6: false,
      IPAM: {
        Driver: 'default',
        Options: {},
        Config: [{Subnet: '10.99.0.0/24', IPRange: '10.99.0.128/25', AuxiliaryAddresses: {x: '10.99.0.129'}}],
      },
      Internal: true,
      Attachable: true,
      Ingress: false,
      ConfigFrom: {Network: ''},
      ConfigOnly: false,
      Containers: {},
      Options: {'com.docker.network.bridge.name': 'br0'},
      Labels: {a: 'b'},
    });
    expect(engine.told()).toEqual(['network create all']);
    expect(engine.events.at(-1)).toMatchObject({id: Id, attributes: {name: 'all', type: 'bridge'}});
  });

  it('has no address of IPv6, and says so when one was asked for', async () => {
    const answer = await create({
      Name: 'six',
      EnableIPv6: true,
      IPAM: {Config: [{Subnet: 'fc00::/64'}, {Subnet: '10.5.0.0/16', Gateway: '10.5.0.9'}]},
    });
    expect(answer.json()).toMatchObject({
      Warning: 'IPv6 is not simulated: the network has addresses of IPv4 alone',
    });
    expect((await engine.get('/networks/six')).json<NetworkJson>().IPAM.Config).toEqual([
      {Subnet: '10.5.0.0/16', Gateway: '10.5.0.9'},
    ]);
  });

  it('reads its body as Go does: keys in whatever case, null for nothing', async () => {
    expect((await create({nAME: 'odd', ipam: null, LABELS: null, options: {o: '1'}})).status).toBe(201);
    expect((await engine.get('/networks/odd')).json()).toMatchObject({Options: {o: '1'}, Labels: {}});
  });

  it.each<[string, object, number, string]>([
    ['no name', {}, 400, 'invalid name: name is empty'],
    ['a blank name', {Name: '  '}, 400, 'invalid name: name is empty'],
    ['a name that is taken', {Name: 'taken'}, 409, 'network with name taken already exists'],
    ['the name bridge', {Name: 'bridge'}, 403, 'operation is not permitted on predefined bridge network '],
    ['the name host', {Name: 'host'}, 403, 'operation is not permitted on predefined host network '],
    ['the name none', {Name: 'none'}, 403, 'operation is not permitted on predefined none network '],
    ['an unknown driver', {Name: 'n', Driver: 'nosuch'}, 404, 'plugin "nosuch" not found'],
    ['a second host', {Name: 'n', Driver: 'host'}, 403, 'only one instance of "host" network is allowed'],
    ['a second none', {Name: 'n', Driver: 'null'}, 403, 'only one instance of "null" network is allowed'],
    [
      'a driver that is not simulated',
      {Name: 'n', Driver: 'macvlan'},
      501,
      'a network of the driver macvlan is not simulated by the embedded engine of k8s-learn',
    ],
    [
      'an overlay',
      {Name: 'n', Driver: 'overlay'},
      503,
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
    ],
    [
      'a scope of a swarm',
      {Name: 'n', Scope: 'swarm'},
      403,
      'cannot create a swarm scoped network when swarm is not active',
    ],
    ['ingress', {Name: 'n', Ingress: true}, 403, 'Ingress network can only be global scope network'],
    [
      'a configuration alone',
      {Name: 'n', ConfigOnly: true},
      501,
      'a network that is only a configuration is not simulated by the embedded engine of k8s-learn',
    ],
    ['an unknown address driver', {Name: 'n', IPAM: {Driver: 'foo'}}, 404, 'plugin "foo" not found'],
    [
      'a name that is no text',
      {Name: 5},
      400,
      'invalid JSON: json: cannot unmarshal number into Go struct field CreateRequest.Name of type string',
    ],
  ])('is refused with %s', async (_, body, status, message) => {
    await create({Name: 'taken'});
    const answer = await create(body);
    expect([answer.status, answer.message]).toEqual([status, message]);
  });

  it.each<[string, readonly object[], number, string]>([
    [
      'overlaps another',
      [{Subnet: '172.17.5.0/24'}],
      403,
      'invalid pool request: Pool overlaps with other one on this address space',
    ],
    [
      'is no subnet',
      [{Subnet: 'nonsense'}],
      400,
      'invalid network config:\ninvalid subnet nonsense: invalid CIDR block notation',
    ],
    [
      'is missing',
      [{Gateway: '10.0.0.1'}],
      400,
      'invalid network config:\ninvalid subnet : invalid CIDR block notation',
    ],
    [
      'has bits of hosts',
      [{Subnet: '10.77.0.5/24'}],
      400,
      'invalid network config:\ninvalid subnet 10.77.0.5/24: it should be 10.77.0.0/24',
    ],
    [
      'has a gateway elsewhere, and a range that is too large',
      [{Subnet: '10.77.0.0/24', Gateway: '10.78.0.1', IPRange: '10.77.0.0/16'}],
      400,
      'invalid network config:\n* invalid ip-range 10.77.0.0/16: CIDR block is bigger than its parent subnet 10.77.0.0/24\n' +
        "* invalid gateway 10.78.0.1: parent subnet 10.77.0.0/24 doesn't contain this address",
    ],
    [
      'has a range elsewhere',
      [{Subnet: '10.77.0.0/24', IPRange: '10.78.0.0/25'}],
      400,
      "invalid network config:\ninvalid ip-range 10.78.0.0/25: parent subnet 10.77.0.0/24 doesn't contain ip-range",
    ],
    [
      'has a gateway that is no address',
      [{Subnet: '10.77.0.0/24', Gateway: 'bad'}],
      400,
      'invalid network config:\ninvalid gateway bad: invalid address',
    ],
    [
      'has its own address for a gateway',
      [{Subnet: '10.77.0.0/24', Gateway: '10.77.0.255'}],
      500,
      'failed to allocate gateway (10.77.0.255): Address already in use',
    ],
    [
      'has no room',
      [{Subnet: '10.77.0.0/31'}],
      500,
      'failed to allocate gateway (): No available addresses on this pool',
    ],
    [
      'sets its gateway aside',
      [{Subnet: '10.77.0.0/24', AuxiliaryAddresses: {x: '10.77.0.1'}}],
      500,
      'failed to allocate secondary ip address (x:10.77.0.1): Address already in use',
    ],
    [
      'is one of two',
      [{Subnet: '10.77.0.0/24'}, {Subnet: '10.78.0.0/24'}],
      403,
      "bridge driver doesn't support multiple subnets",
    ],
  ])('is refused when its subnet %s', async (_, Config, status, message) => {
    const answer = await create({Name: 'n', IPAM: {Config}});
    expect([answer.status, answer.message]).toEqual([status, message]);
    expect((await engine.get('/networks')).json<readonly object[]>()).toHaveLength(3);
  });
});
