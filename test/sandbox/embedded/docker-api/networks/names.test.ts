import {beforeEach, describe, expect, it} from 'vitest';
import type {NameQuestion} from '../../../../../src/sandbox/embedded/runtime/net/stack.ts';
import {type CalledEngine, calledEngine} from '../../called-engine.ts';

let engine: CalledEngine;
let webId: string;

beforeEach(async () => {
  engine = await calledEngine();
  await engine.post('/networks/create', {Name: 'net'});
  await engine.post('/networks/create', {Name: 'Other'});
  await engine.post('/networks/create', {Name: 'closed', Internal: true});
  webId = await engine.run('web', {
    Hostname: 'www',
    HostConfig: {NetworkMode: 'net'},
    NetworkingConfig: {EndpointsConfig: {net: {Aliases: ['shop', 'a.b']}}},
  });
  await engine.run('second', {
    HostConfig: {NetworkMode: 'net'},
    NetworkingConfig: {EndpointsConfig: {net: {Aliases: ['shop'], Links: ['web:front']}}},
  });
  await engine.run('plain');
  await engine.run('alone', {HostConfig: {NetworkMode: 'closed'}});
});

/** What Docker's name server tells a container: addresses or names, or why there are none. */
async function ask(from: string, name: string, type: NameQuestion['type'] = 'A'): Promise<readonly string[] | string> {
  const {stack} = engine.daemon.containers.require(from);
  const answer = await engine.daemon.fabric.ask(stack, '127.0.0.11', {name, type});
  return answer.status === 'found' ? answer.records.map(({value}) => value) : answer.status;
}

describe("Docker's name server", () => {
  it('knows containers by name, alias, host name and short id, in whatever case, with the network behind it or not', async () => {
    for (const name of ['web', 'WEB', 'web.', 'www', 'a.b', webId.slice(0, 12), 'web.net', 'shop.net'])
      expect([name, await ask('second', name)]).toEqual([name, expect.arrayContaining(['172.18.0.2'])]);
  });

  it('turns the addresses of an alias that several have', async () => {
    const first = [await ask('web', 'shop'), await ask('web', 'shop'), await ask('web', 'shop')].map(([one]) => one);
    expect(new Set(first)).toEqual(new Set(['172.18.0.2', '172.18.0.3']));
    expect(first[0]).not.toBe(first[1]);
    expect(first[0]).toBe(first[2]);
  });

  it('knows the name of an address', async () => {
    expect(await ask('web', '3.0.18.172.in-addr.arpa', 'PTR')).toEqual(['second.net']);
    expect(await ask('web', '9.0.18.172.in-addr.arpa', 'PTR')).toBe('no-such-name');
    expect(await ask('web', 'x.in-addr.arpa', 'PTR')).toBe('no-such-name');
  });

  it('has no address of IPv6 for a name it knows, and no such name for others', async () => {
    expect(await ask('second', 'web', 'AAAA')).toEqual([]);
    expect(await ask('second', 'nosuch', 'AAAA')).toBe('no-such-name');
    expect(await ask('second', 'web', 'SRV')).toBe('no-such-name');
    expect(await ask('second', 'example.com')).toBe('no-such-name');
    expect(await ask('second', webId)).toBe('no-such-name');
  });

  it('tells nobody about containers of other networks, or that do not run', async () => {
    expect(await ask('web', 'alone')).toBe('no-such-name');
    expect(await ask('web', 'plain')).toBe('no-such-name');
    const killing = engine.post('/containers/second/kill');
    await engine.clock.settle();
    await killing;
    expect(await ask('web', 'second')).toBe('no-such-name');
    expect(await ask('web', 'shop')).toEqual(['172.18.0.2']);
  });

  it('does not answer on the default bridge', async () => {
    expect(await ask('plain', 'plain')).toBe('failed');
  });

  it('answers a container of the default bridge from the moment it is connected, until it is disconnected', async () => {
    await engine.post('/networks/net/connect', {Container: 'plain', EndpointConfig: {Aliases: ['p']}});
    expect(await ask('plain', 'web')).toEqual(['172.18.0.2']);
    expect(await ask('web', 'p')).toEqual(['172.18.0.4']);
    await engine.post('/networks/net/disconnect', {Container: 'plain'});
    expect(await ask('plain', 'web')).toBe('failed');
    expect(await ask('web', 'p')).toBe('no-such-name');
  });

  it('knows a container by its new name after a rename', async () => {
    await engine.post('/containers/web/rename?name=shiny');
    expect(await ask('second', 'shiny')).toEqual(['172.18.0.2']);
    expect(await ask('second', 'web')).toBe('no-such-name');
    expect(await ask('second', '2.0.18.172.in-addr.arpa', 'PTR')).toEqual(['shiny.net']);
  });

  it('knows a link for the one container that has it', async () => {
    expect(await ask('second', 'front')).toEqual(['172.18.0.2']);
    expect(await ask('web', 'front')).toBe('no-such-name');
  });

  it('fails, rather than denies, what only the world outside an internal network could know', async () => {
    expect(await ask('alone', 'alone')).toEqual(['172.20.0.2']);
    expect(await ask('alone', 'example.com')).toBe('failed');
  });

  it('looks into the networks of a container in the order of its cards', async () => {
    await engine.post('/networks/Other/connect', {Container: 'second', EndpointConfig: {Aliases: ['web']}});
    await engine.post('/networks/Other/connect', {Container: 'web'});
    expect(await ask('second', 'web')).toEqual(['172.18.0.2']);
    expect(new Set(await ask('second', 'web.other'))).toEqual(new Set(['172.19.0.2', '172.19.0.3']));
    await engine.post('/networks/net/disconnect', {Container: 'second'});
    expect(new Set(await ask('second', 'web'))).toEqual(new Set(['172.19.0.2', '172.19.0.3']));
  });

  it('answers a container that shares the network of another one', async () => {
    await engine.run('shared', {HostConfig: {NetworkMode: 'container:web'}});
    expect(await ask('shared', 'second')).toEqual(['172.18.0.3']);
  });
});
