import {describe, expect, it} from 'vitest';
import {emptyEndpoint} from '../../../../../src/sandbox/embedded/docker-api/containers/create-body.ts';
import {testEngine} from './engine.ts';

const settings = (more: object = {}): typeof emptyEndpoint => ({...emptyEndpoint, ...more});

describe('the networks of a container', () => {
  it('give it addresses while it runs, and are remembered when it does not', async () => {
    const engine = await testEngine();
    engine.network('mine', '172.18.0.0/16');
    const container = await engine.run('one', ['sleep', '100'], {NetworkMode: 'mine'});
    const networks = async (): Promise<unknown> =>
      (await engine.call('GET', '/containers/one/json')).json<{NetworkSettings: {Networks: unknown}}>().NetworkSettings
        .Networks;
    const mine = engine.daemon.networks.require('mine').id;
    expect(await networks()).toEqual({
      mine: expect.objectContaining({
        NetworkID: mine,
        IPAddress: '172.18.0.2',
        IPPrefixLen: 16,
        Gateway: '172.18.0.1',
        MacAddress: '02:42:ac:12:00:02',
        DNSNames: ['one', container.id.slice(0, 12)],
      }),
    });
    await engine.call('POST', '/containers/one/kill');
    expect(await networks()).toEqual({mine: expect.objectContaining({NetworkID: mine, IPAddress: '', EndpointID: ''})});
    expect(engine.daemon.networks.require('mine').endpoints.size).toBe(0);
  });

  it('are those of the call: several, with names and addresses of their own', async () => {
    const engine = await testEngine();
    engine.network('mine', '172.18.0.0/16');
    engine.network('other', '172.19.0.0/16');
    const body = {
      Image: 'box:1',
      HostConfig: {NetworkMode: 'mine'},
      NetworkingConfig: {
        EndpointsConfig: {other: {}, mine: {Aliases: ['db'], IPAMConfig: {IPv4Address: '172.18.0.77'}}},
      },
    };
    await engine.call('POST', '/containers/create?name=one', {body});
    await engine.call('POST', '/containers/one/start');
    const {endpoints} = engine.daemon.containers.require('one');
    expect([...endpoints].map(([name, {address, aliases}]) => [name, address, aliases])).toEqual([
      ['mine', '172.18.0.77', ['db']],
      ['other', '172.19.0.2', []],
    ]);
  });

  it('that are not there stop the start', async () => {
    const engine = await testEngine();
    await engine.create('one', {}, {NetworkMode: 'nosuch'});
    const answer = await engine.call('POST', '/containers/one/start');
    expect([answer.status, answer.json().message]).toEqual([404, 'network nosuch not found']);
  });

  it.each([
    [{IPAMConfig: {IPv4Address: '172.17.0.9'}}, 'user specified IP address is supported on user defined networks only'],
    [{Aliases: ['x']}, 'network-scoped alias is supported only for containers in user defined networks'],
  ])('of Docker itself take no wishes (%j)', async (wish, message) => {
    const engine = await testEngine();
    const body = {Image: 'box:1', NetworkingConfig: {EndpointsConfig: {bridge: wish}}};
    await engine.call('POST', '/containers/create?name=one', {body});
    const answer = await engine.call('POST', '/containers/one/start');
    expect([answer.status, answer.json().message]).toEqual([400, message]);
  });

  it('can be connected and disconnected while it runs, and its hosts file follows', async () => {
    const engine = await testEngine();
    const mine = engine.network('mine', '172.18.0.0/16');
    const container = await engine.run('one', ['sleep', '100'], {}, {Hostname: 'h'});
    await container.connectNetwork(mine, settings({Aliases: ['z']}));
    expect((await engine.exec('one', ['cat', '/etc/hosts']))[0]).toMatch(/172\.17\.0\.2\th\n172\.18\.0\.2\th\n$/);
    await container.disconnectNetwork(engine.daemon.networks.require('bridge'));
    expect((await engine.exec('one', ['cat', '/etc/hosts']))[0]).not.toContain('172.17.0.2');
    expect([...container.endpoints.keys()]).toEqual(['mine']);
  });

  it('can be connected and disconnected before it starts', async () => {
    const engine = await testEngine();
    const mine = engine.network('mine', '172.18.0.0/16');
    const container = await engine.create('one');
    await container.disconnectNetwork(engine.daemon.networks.require('bridge'));
    await container.connectNetwork(mine, settings({Aliases: ['z']}));
    expect(container.endpoints.size).toBe(0);
    await engine.call('POST', '/containers/one/start');
    expect([...container.endpoints].map(([name, {aliases}]) => [name, aliases])).toEqual([['mine', ['z']]]);
  });

  it('know it by its new name, and share it by its id', async () => {
    const engine = await testEngine();
    const one = await engine.run('one', ['sleep', '100']);
    const two = await engine.create('two', {}, {NetworkMode: 'container:one'});
    await engine.call('POST', '/containers/one/rename?name=renamed');
    expect(engine.daemon.networks.require('bridge').endpoints.get(one.id)?.name).toBe('renamed');
    expect(two.host.NetworkMode).toBe(`container:${one.id}`);
    expect((await engine.call('POST', '/containers/two/start')).status).toBe(204);
  });

  it('are refused twice, and where there are none to choose', async () => {
    const engine = await testEngine();
    const mine = engine.network('mine', '172.18.0.0/16');
    const bridge = engine.daemon.networks.require('bridge');
    const one = await engine.run('one', ['sleep', '100']);
    const none = await engine.create('none', {}, {NetworkMode: 'none'});
    const shared = await engine.create('shared', {}, {NetworkMode: 'container:one'});
    const host = await engine.create('host', {}, {NetworkMode: 'host'});
    await expect(one.connectNetwork(bridge, settings())).rejects.toThrow(
      'endpoint with name one already exists in network bridge',
    );
    await expect(one.disconnectNetwork(mine)).rejects.toThrow(`container ${one.id} is not connected to network mine`);
    await expect(none.connectNetwork(mine, settings())).rejects.toThrow('networks in private (none) mode');
    await expect(shared.connectNetwork(mine, settings())).rejects.toThrow('cannot be connected to any other network');
    await expect(host.connectNetwork(mine, settings())).rejects.toThrow('cannot be disconnected from host network');
  });

  it('of another container are shared: addresses, names and files', async () => {
    const engine = await testEngine();
    const one = await engine.run('one', ['shout', '80']);
    const two = await engine.run('two', ['sleep', '100'], {NetworkMode: 'container:one'});
    expect(two.stack.base).toBe(one.stack.base);
    expect(two.endpoints.size).toBe(0);
    expect(await engine.exec('two', ['where'])).toEqual([`out / 0 0 10 ${one.id.slice(0, 12)}\n`]);
    expect(await engine.exec('two', ['cat', '/etc/hosts'])).toEqual(await engine.exec('one', ['cat', '/etc/hosts']));
    await engine.call('POST', '/containers/two/kill');
    expect(one.stack.listeners()).toHaveLength(1);
  });

  it.each([
    ['nosuch', 404, 'No such container: nosuch'],
    ['idle', 409, /^cannot join network of a non running container: [0-9a-f]{64}$/],
  ])('of another container that is not to be had (%s) stop the start', async (other, status, message) => {
    const engine = await testEngine();
    await engine.create('idle');
    await engine.create('one', {}, {NetworkMode: `container:${other}`});
    const answer = await engine.call('POST', '/containers/one/start');
    expect(answer.status).toBe(status);
    expect(answer.json().message).toEqual(message instanceof RegExp ? expect.stringMatching(message) : message);
  });

  it('of the host are shared by all who ask for them', async () => {
    const engine = await testEngine();
    const one = await engine.run('one', ['shout', '80'], {NetworkMode: 'host'});
    const two = await engine.run('two', ['shout', '80'], {NetworkMode: 'host'});
    expect(two.stack.base).toBe(one.stack.base);
    expect(await engine.logs('two')).toContain('Address in use');
    expect(await engine.exec('one', ['where'])).toEqual(['out / 0 0 10 k8s-learn\n']);
    const {stream} = engine.daemon.fabric.fromHost(80);
    await stream.writer.write(new TextEncoder().encode('to the host'));
    await engine.clock.settle();
    expect(new TextDecoder().decode((await stream.reader.read()) ?? undefined)).toBe('TO THE HOST');
    expect(() => engine.daemon.fabric.fromHost(81)).toThrow('Connection refused');
    await engine.call('POST', '/containers/one/kill');
    expect((await engine.call('POST', '/containers/two/start')).status).toBe(204);
    await engine.clock.settle();
    expect(engine.daemon.containers.require('two').status).toBe('running');
  });

  it("have Docker's own name server where somebody made them", async () => {
    const engine = await testEngine();
    engine.network('mine', '172.18.0.0/16');
    const host = {NetworkMode: 'mine', DnsSearch: ['s.com'], DnsOptions: ['x'], Dns: ['9.9.9.9']};
    await engine.run('one', ['cat', '/etc/resolv.conf'], host);
    await engine.run('two', ['cat', '/etc/resolv.conf'], {Dns: ['9.9.9.9', '8.8.8.8']});
    expect(await engine.logs('one')).toBe('search s.com\nnameserver 127.0.0.11\noptions x ndots:0\n');
    expect(await engine.logs('two')).toBe('nameserver 9.9.9.9\nnameserver 8.8.8.8\n');
  });
});

describe('a link', () => {
  it('gives names and variables of the other container', async () => {
    const engine = await testEngine();
    const db = await engine.run('db', ['sleep', '100'], {}, {Env: ['SECRET=x'], ExposedPorts: {'6379/tcp': {}}});
    const container = await engine.run('one', ['env'], {Links: ['db:the-db']});
    expect((await engine.logs('one')).split('\n').filter((line) => line.startsWith('THE_DB'))).toEqual([
      'THE_DB_PORT=tcp://172.17.0.2:6379',
      'THE_DB_PORT_6379_TCP=tcp://172.17.0.2:6379',
      'THE_DB_PORT_6379_TCP_ADDR=172.17.0.2',
      'THE_DB_PORT_6379_TCP_PORT=6379',
      'THE_DB_PORT_6379_TCP_PROTO=tcp',
      'THE_DB_NAME=/one/the-db',
      'THE_DB_ENV_SECRET=x',
    ]);
    const hosts = container.etc?.hosts;
    expect(new TextDecoder().decode(hosts?.content)).toContain(`172.17.0.2\tthe-db ${db.hostname} db\n`);
    const {HostConfig} = (await engine.call('GET', '/containers/one/json')).json<{HostConfig: {Links: string[]}}>();
    expect(HostConfig.Links).toEqual(['/db:/one/the-db']);
  });

  it('to a container that does not run stops the start', async () => {
    const engine = await testEngine();
    await engine.create('db');
    await engine.create('one', {}, {Links: ['db']});
    const answer = await engine.call('POST', '/containers/one/start');
    expect(answer.json().message).toBe('Cannot link to a non running container: /db AS /one/db');
  });
});
