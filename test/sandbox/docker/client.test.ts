import {createServer} from 'node:http';
import type {Socket} from 'node:net';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {ask, createDockerClient} from '../../../src/sandbox/docker/client.ts';
import {emptyFolder} from '../../support/empty-folder.ts';

test('asks on a fresh connection each time, so that one that died while nobody looked harms no question', async () => {
  const asked = new Map<Socket, number>();
  const server = createServer(({socket}, to) => {
    const count = (asked.get(socket) ?? 0) + 1;
    asked.set(socket, count);
    // What a daemon that was restarted does to a connection that was kept.
    if (count > 1) socket.destroy();
    else to.writeHead(200, {'Content-Type': 'application/json'}).end('{"ok": true}');
  });
  const socketPath = join(emptyFolder(), 'docker.sock');
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  onTestFinished(() => void server.close());
  const docker = await createDockerClient({socketPath});
  for (const path of ['/one', '/two', '/three']) expect(await ask(docker, {path})).toEqual({ok: true});
  expect(asked.size).toBe(3);
});
