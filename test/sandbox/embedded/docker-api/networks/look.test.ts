import {beforeAll, describe, expect, it} from 'vitest';
import {type CalledEngine, calledEngine, filters} from '../../called-engine.ts';

interface Named {
  readonly Name: string;
}

let engine: CalledEngine;
let id: string;

beforeAll(async () => {
  engine = await calledEngine();
  await engine.post('/networks/create', {Name: 'web-net', Labels: {app: 'web', tier: 'front'}});
  id = (await engine.post('/networks/create', {Name: 'db-net', Labels: {app: 'db'}})).json<{Id: string}>().Id;
  await engine.run('web', {HostConfig: {NetworkMode: 'web-net'}});
});

async function names(query: string): Promise<readonly string[]> {
  const answer = await engine.get(`/networks?${query}`);
  expect(answer.status).toBe(200);
  return answer.json<readonly Named[]>().map(({Name}) => Name);
}

describe('the list of networks', () => {
  it("has Docker's own three, and every network that was made", async () => {
    expect(await names('')).toEqual(['bridge', 'host', 'none', 'web-net', 'db-net']);
    const [bridge] = (await engine.get('/networks')).json<readonly object[]>();
    expect(bridge).toMatchObject({
      Driver: 'bridge',
      IPAM: {Driver: 'default', Options: null, Config: [{Subnet: '172.17.0.0/16', Gateway: '172.17.0.1'}]},
      Options: {'com.docker.network.bridge.name': 'docker0', 'com.docker.network.driver.mtu': '1500'},
    });
  });

  it('shows containers only to clients of long ago', async () => {
    const containers = async (path: string): Promise<number> => {
      const found = (await engine.get(path)).json<readonly (Named & {Containers: object})[]>();
      return Object.keys(found.find(({Name}) => Name === 'web-net')?.Containers ?? {}).length;
    };
    expect(await containers('/v1.41/networks')).toBe(0);
    expect(await containers('/v1.27/networks')).toBe(1);
  });

  it.each<[object, readonly string[]]>([
    [{name: ['net']}, ['web-net', 'db-net']],
    [{name: ['^db-net$']}, ['db-net']],
    [{name: {'web-net': true}}, ['web-net']],
    [{name: {'web-net': false}}, ['web-net']],
    [{name: ['db', 'host']}, ['host', 'db-net']],
    [{name: ['(']}, []],
    [{driver: ['null', 'host']}, ['host', 'none']],
    [{driver: ['brid']}, []],
    [{label: ['app']}, ['web-net', 'db-net']],
    [{label: ['app=web', 'tier']}, ['web-net']],
    [{label: ['app=w']}, []],
    [{'label!': ['app']}, ['bridge', 'host', 'none']],
    [{type: ['builtin']}, ['bridge', 'host', 'none']],
    [{type: ['custom']}, ['web-net', 'db-net']],
    [{scope: ['local'], type: ['custom']}, ['web-net', 'db-net']],
    [{scope: ['swarm']}, []],
    [{dangling: ['true']}, ['db-net']],
    [{dangling: ['false']}, ['bridge', 'host', 'none', 'web-net']],
    [{}, ['bridge', 'host', 'none', 'web-net', 'db-net']],
  ])('with the filter %j is %j', async (wanted, found) => {
    expect(await names(filters(wanted))).toEqual(found);
  });

  it('finds by id and by its beginning', async () => {
    expect(await names(filters({id: [id.slice(0, 12)]}))).toEqual(['db-net']);
    for (const reference of [id, id.slice(0, 12), 'db-net'])
      expect((await engine.get(`/networks/${reference}`)).json()).toMatchObject({Name: 'db-net'});
  });

  it.each<[string, string]>([
    [filters({nosuch: ['x']}), "invalid filter 'nosuch'"],
    [filters({dangling: ['maybe']}), "invalid filter 'dangling=[maybe]'"],
    [filters({type: ['odd']}), "invalid filter: 'type'='odd'"],
    ['filters=nonsense', 'invalid filter: "nonsense" is no JSON object'],
    ['filters=%5B%5D', 'invalid filter: "[]" is no JSON object'],
    [filters({name: 'web'}), "invalid filter 'name': its values are a list of texts, or an object"],
    [filters({name: [1]}), "invalid filter 'name': its values are a list of texts, or an object"],
  ])('refuses %s', async (query, message) => {
    const answer = await engine.get(`/networks?${query}`);
    expect([answer.status, answer.message]).toEqual([400, message]);
  });
});

describe('one network', () => {
  it('shows the containers that are on it', async () => {
    const container = engine.daemon.containers.require('web');
    const network = (await engine.get('/networks/web-net?verbose=1')).json<{Containers: object}>();
    expect(network.Containers).toEqual({
      [container.id]: {
        Name: 'web',
        EndpointID: container.endpoints.get('web-net')?.endpointId,
        MacAddress: '02:42:ac:12:00:02',
        IPv4Address: '172.18.0.2/16',
        IPv6Address: '',
      },
    });
  });

  it.each<[string, number, string]>([
    ['/networks/nosuch', 404, 'network nosuch not found'],
    ['/networks/web-net?scope=swarm', 404, 'network web-net not found'],
    [
      '/networks/web-net?verbose=x',
      400,
      'invalid value for verbose: x: strconv.ParseBool: parsing "x": invalid syntax',
    ],
  ])('%s is answered with %i', async (url, status, message) => {
    const answer = await engine.get(url);
    expect([answer.status, answer.message]).toEqual([status, message]);
  });

  it('cannot be told by the beginning of several ids', async () => {
    const first = (network: Named & {readonly Id: string}): string => network.Id.slice(0, 1);
    const all = (await engine.get('/networks')).json<readonly (Named & {readonly Id: string})[]>();
    for (let index = 0; all.length + index < 18; index += 1) await engine.post('/networks/create', {Name: `x${index}`});
    const now = (await engine.get('/networks')).json<readonly (Named & {readonly Id: string})[]>();
    const twice = now.map(first).find((digit, index, digits) => digits.indexOf(digit) !== index) ?? '';
    const answer = await engine.get(`/networks/${twice}`);
    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/^\d+ matches found based on ID prefix: network . is ambiguous$/);
  });
});
