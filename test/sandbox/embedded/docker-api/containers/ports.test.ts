import {describe, expect, it} from 'vitest';
import {decode, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {Pipe} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import type {OutsidePorts, OutsideStream} from '../../../../../src/sandbox/embedded/outside.ts';
import {type TestEngine, testEngine} from './engine.ts';

interface Loopback {
  readonly ports: OutsidePorts;
  readonly listening: Map<string, (stream: OutsideStream) => void>;
  /** A client of the machine; undefined when nothing listens. */
  connect(
    port: number,
  ): {sent(text: string): Promise<void>; end(): void; received(): string; isOver(): boolean} | undefined;
}

/** A loopback interface that listens where it is told, with ports somebody else has. */
function loopback(taken: readonly number[] = [], denied: readonly number[] = []): Loopback {
  const listening: Loopback['listening'] = new Map();
  return {
    listening,
    ports: {
      async listen(address, port, onStream) {
        const key = `${address}:${port}`;
        if (taken.includes(port) || listening.has(key)) throw Object.assign(new Error('taken'), {code: 'EADDRINUSE'});
        if (denied.includes(port)) throw Object.assign(new Error('denied'), {code: 'EACCES'});
        listening.set(key, onStream);
        return {port, close: () => void listening.delete(key)};
      },
    },
    connect(port) {
      const onStream = listening.get(`127.0.0.1:${port}`);
      if (!onStream) return undefined;
      const up = new Pipe();
      let text = '';
      let over = false;
      onStream({
        read: () => up.reader.read(),
        write: async (bytes) => {
          text += decode(bytes);
        },
        end: () => {
          over = true;
        },
        destroy: () => {
          over = true;
          up.reader.close();
        },
      });
      return {
        sent: (words) => up.writer.write(encode(words)),
        end: () => up.writer.close(),
        received: () => text,
        isOver: () => over,
      };
    },
  };
}

const publish = (port: string, HostPort: string, HostIp = ''): object => ({
  PortBindings: {[port]: [{HostIp, HostPort}]},
});

async function withPorts(machine: Loopback): Promise<TestEngine> {
  return testEngine({outside: {ports: machine.ports}});
}

describe('a published port', () => {
  it('leads from the loopback address into the container, both ways, and is gone with it', async () => {
    const machine = loopback();
    const engine = await withPorts(machine);
    await engine.run('web', ['shout', '80'], publish('80/tcp', '8080'));
    const client = machine.connect(8080);
    await client?.sent('hello');
    await engine.clock.settle();
    expect(client?.received()).toBe('HELLO');
    client?.end();
    await engine.clock.settle();
    expect(client?.isOver()).toBe(true);
    expect(engine.daemon.fabric.isPublished(8080)).toBe(true);
    await engine.call('POST', '/containers/web/kill');
    expect(machine.connect(8080)).toBeUndefined();
    expect(engine.daemon.fabric.isPublished(8080)).toBe(false);
  });

  it('cuts a client off when nothing listens inside, and when the container ends', async () => {
    const machine = loopback();
    const engine = await withPorts(machine);
    await engine.run('deaf', ['sleep', '100'], publish('80/tcp', '8080'));
    const refused = machine.connect(8080);
    await engine.clock.settle();
    expect(refused?.isOver()).toBe(true);
    await engine.run('web', ['shout', '80'], publish('80/tcp', '8081'));
    const client = machine.connect(8081);
    await client?.sent('hello');
    await engine.clock.settle();
    await engine.call('POST', '/containers/web/kill');
    await engine.clock.settle();
    expect(client?.isOver()).toBe(true);
  });

  it('is shown with the address that was asked for', async () => {
    const engine = await withPorts(loopback());
    const container = await engine.run('web', ['sleep', '100'], publish('80/tcp', '8080'), {
      ExposedPorts: {'80/tcp': {}, '443/tcp': {}},
    });
    const {NetworkSettings} = (await engine.call('GET', '/containers/web/json')).json<{
      NetworkSettings: {Ports: object};
    }>();
    expect(NetworkSettings.Ports).toEqual({'80/tcp': [{HostIp: '0.0.0.0', HostPort: '8080'}], '443/tcp': null});
    expect(container.summary({size: false}).Ports).toEqual([
      {IP: '0.0.0.0', PrivatePort: 80, PublicPort: 8080, Type: 'tcp'},
      {PrivatePort: 443, Type: 'tcp'},
    ]);
    await engine.call('POST', '/containers/web/kill');
    expect(container.summary({size: false}).Ports).toEqual([]);
  });

  it('of nobody in particular is the next one from 32768 up, past those somebody else has', async () => {
    const machine = loopback([32_769]);
    const engine = await withPorts(machine);
    await engine.run(
      'one',
      ['sleep', '100'],
      {...publish('80/tcp', ''), PublishAllPorts: true},
      {ExposedPorts: {'81/tcp': {}}},
    );
    expect([...machine.listening.keys()]).toEqual(['127.0.0.1:32768', '127.0.0.1:32770']);
    await engine.call('POST', '/containers/one/kill');
    await engine.call('POST', '/containers/one/start');
    expect([...machine.listening.keys()]).toEqual(['127.0.0.1:32771', '127.0.0.1:32772']);
  });

  it('out of a range is the first free one', async () => {
    const machine = loopback();
    const engine = await withPorts(machine);
    await engine.run('one', ['sleep', '100'], publish('80/tcp', '8000-8001'));
    await engine.run('two', ['sleep', '100'], publish('80/tcp', '8000-8001'));
    expect([...machine.listening.keys()]).toEqual(['127.0.0.1:8000', '127.0.0.1:8001']);
    await expect(engine.run('three', ['sleep', '100'], publish('80/tcp', '8000-8001'))).rejects.toThrow(
      'Bind for 0.0.0.0:8001 failed: port is already allocated',
    );
  });

  it.each([
    ['8080', '127.0.0.1', 'Bind for 127.0.0.1:8080 failed: port is already allocated'],
    ['9090', '', 'Error starting userland proxy: listen tcp4 0.0.0.0:9090: bind: address already in use'],
    ['80', '', 'Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: permission denied'],
    [
      '8081',
      '10.1.2.3',
      'Error starting userland proxy: listen tcp4 10.1.2.3:8081: bind: cannot assign requested address',
    ],
  ])('that cannot be had (%s on "%s") stops the start, and nothing of it is left', async (port, ip, why) => {
    const machine = loopback([9090], [80]);
    const engine = await withPorts(machine);
    await engine.run('one', ['sleep', '100'], publish('80/tcp', '8080'));
    await engine.create(
      'two',
      {},
      {PortBindings: {'70/tcp': [{HostIp: '', HostPort: '7070'}], '80/tcp': [{HostIp: ip, HostPort: port}]}},
    );
    const answer = await engine.call('POST', '/containers/two/start');
    expect(answer.status).toBe(500);
    expect(String(answer.json().message).replace(/[0-9a-f]{64}/, 'id')).toBe(
      `driver failed programming external connectivity on endpoint two (id): ${why}`,
    );
    expect([...machine.listening.keys()]).toEqual(['127.0.0.1:8080']);
    expect(engine.daemon.containers.require('two').endpoints.size).toBe(0);
    // Not even the engine remembers the ports as taken.
    expect((await engine.call('POST', '/containers/two/start')).json().message).toContain(why);
  });

  it('that is exposed in a range is shown port by port', async () => {
    const engine = await withPorts(loopback());
    const container = await engine.run('one', ['sleep', '100'], {}, {ExposedPorts: {'8000-8002/tcp': {}}});
    expect(container.summary({size: false}).Ports).toEqual(
      [8000, 8001, 8002].map((PrivatePort) => ({PrivatePort, Type: 'tcp'})),
    );
    await expect(engine.create('two', {ExposedPorts: {'wat/tcp': {}}})).rejects.toThrow(
      '400 invalid port specification',
    );
  });

  it('of UDP is shown and carries nothing', async () => {
    const machine = loopback();
    const engine = await withPorts(machine);
    const container = await engine.run('one', ['sleep', '100'], publish('53/udp', '5353'));
    expect(machine.listening.size).toBe(0);
    expect(container.summary({size: false}).Ports).toEqual([
      {IP: '0.0.0.0', PrivatePort: 53, PublicPort: 5353, Type: 'udp'},
    ]);
  });

  it('is given to one of two that start at the same time', async () => {
    const engine = await withPorts(loopback());
    await engine.create('one', {}, publish('80/tcp', '8080'));
    await engine.create('two', {}, publish('80/tcp', '8080'));
    const answers = await Promise.all([
      engine.call('POST', '/containers/one/start'),
      engine.call('POST', '/containers/two/start'),
    ]);
    expect(answers.map(({status}) => status)).toEqual([204, 500]);
  });

  it.each([
    [{PortBindings: {'80/tcp': [{HostPort: '99999'}]}}, 'invalid port specification: "99999"'],
    [{PortBindings: {'x/tcp': [{HostPort: '1'}]}}, 'invalid port specification: "x"'],
  ])('written as %j is refused', async (host, message) => {
    const engine = await withPorts(loopback());
    await expect(engine.create('one', {}, host)).rejects.toThrow(`400 ${message}`);
  });

  it('means nothing on the network of the host, and is refused on that of another container', async () => {
    const engine = await withPorts(loopback());
    const body = {Image: 'box:1', HostConfig: {NetworkMode: 'host', ...publish('80/tcp', '8080')}};
    const answer = await engine.call('POST', '/containers/create?name=one', {body});
    expect(answer.json().Warnings).toEqual(['Published ports are discarded when using host network mode']);
    await expect(
      engine.create('two', {}, {NetworkMode: 'container:one', ...publish('80/tcp', '8080')}),
    ).rejects.toThrow('400 conflicting options: port publishing and the container type network mode');
  });
});
