import {once} from 'node:events';
import {connect, createServer, type Server, type Socket} from 'node:net';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {type Clock, realClock} from '../../../src/clock.ts';
import type {Change} from '../../../src/observation.ts';
import {watchDocker} from '../../../src/sandbox/docker/changes.ts';
import {createDockerClient} from '../../../src/sandbox/docker/client.ts';
import {emptyFolder} from '../../support/empty-folder.ts';
import {describeWithDocker} from '../../support/real-docker.ts';
import {until} from '../../support/until.ts';

/** A socket in front of the daemon's, whose connections can be cut. `said`: request lines. */
class Relay {
  readonly socketPath = join(emptyFolder(), 'relay');
  readonly said: string[] = [];
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  readonly #upstream: string;

  constructor(upstream: string) {
    this.#upstream = upstream;
    onTestFinished(() => this.cut());
  }

  async open(): Promise<void> {
    this.#server = createServer((client) => {
      const daemon = connect(this.#upstream);
      for (const socket of [client, daemon]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
      }
      client.once('data', (head) => this.said.push(String(head).split('\r\n')[0] ?? ''));
      client.pipe(daemon).pipe(client);
    }).listen(this.socketPath);
    await once(this.#server, 'listening');
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server?.close();
  }
}

/** Runs what waits at once, and remembers how long it would have been. */
function impatientClock(): {clock: Clock; waits: number[]} {
  const waits: number[] = [];
  const after = (ms: number, callback: () => void): (() => void) => {
    waits.push(ms);
    return realClock.after(1, callback);
  };
  return {clock: {now: realClock.now, after}, waits};
}

describeWithDocker('the changes of a real Docker', (real) => {
  const upstream = real.host.slice('unix://'.length);

  async function watch(socketPath: string, clock = realClock) {
    const changes: Change[] = [];
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    watchDocker(await createDockerClient({socketPath}), (change) => changes.push(change), stop.signal, clock);
    const told = () => changes.map(({what}) => what);
    const heard = async (what: string): Promise<void> => {
      expect(await until(told, (all) => all.includes(what))).toContain(what);
    };
    return {told, heard, stop};
  }

  async function makeAndRemoveVolume(name: string): Promise<void> {
    const docker = await createDockerClient({socketPath: upstream});
    await docker.createVolume({Name: name});
    await docker.getVolume(name).remove();
  }

  test('are told one by one, after the connection itself', async () => {
    const {heard, told} = await watch(upstream);
    await heard('connection to Docker');
    await makeAndRemoveVolume('gb-change');
    await heard('volume destroy gb-change');
    const own = told().filter((what) => /gb-change|connection/.test(what));
    expect(own).toEqual(['connection to Docker', 'volume create gb-change', 'volume destroy gb-change']);
  });

  test('stop when the watcher stops', async () => {
    const {heard, told, stop} = await watch(upstream);
    await heard('connection to Docker');
    stop.abort();
    const other = await watch(upstream);
    await other.heard('connection to Docker');
    await makeAndRemoveVolume('gb-quiet');
    await other.heard('volume destroy gb-quiet');
    expect(told().join()).not.toContain('gb-quiet');
  });

  test('go on after the connection was lost, with what happened meanwhile', async () => {
    const relay = new Relay(upstream);
    await relay.open();
    const {heard, told} = await watch(relay.socketPath);
    await heard('connection to Docker');
    await makeAndRemoveVolume('gb-before');
    await heard('volume destroy gb-before');
    relay.cut();
    await heard('connection to Docker lost');
    await makeAndRemoveVolume('gb-meanwhile');
    await relay.open();
    await heard('volume destroy gb-meanwhile');
    expect(told().filter((what) => what === 'connection to Docker')).toHaveLength(2);
    expect(told().filter((what) => what === 'volume destroy gb-before')).toHaveLength(1);
    expect(relay.said.at(-1)).toMatch(/since=\d+\.\d{9}/);
  });

  test('are waited for ever longer, up to two seconds, while there is no Docker', async () => {
    const {clock, waits} = impatientClock();
    const relay = new Relay(upstream);
    const {heard} = await watch(relay.socketPath, clock);
    await until(
      () => waits,
      (all) => all.length >= 6,
    );
    expect(waits.slice(0, 6)).toEqual([200, 400, 800, 1600, 2000, 2000]);
    await relay.open();
    await heard('connection to Docker');
  });
});
