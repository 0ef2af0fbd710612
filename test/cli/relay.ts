import {rmSync} from 'node:fs';
import {connect, createServer, type Server, type Socket} from 'node:net';

/** A socket before the real daemon that can be taken away and brought back: Docker dying and coming back. */
export interface Relay {
  readonly socket: string;
  open(): Promise<void>;
  close(): Promise<void>;
}

/** `host` is as in DOCKER_HOST, a unix socket. */
export async function openRelay(host: string, socket: string): Promise<Relay> {
  const target = host.replace(/^unix:\/\//, '');
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  async function open(): Promise<void> {
    const opened = createServer({allowHalfOpen: true}, (near) => {
      const far = connect({path: target, allowHalfOpen: true});
      for (const one of [near, far]) {
        sockets.add(one);
        one.on('error', () => one.destroy());
        one.on('close', () => sockets.delete(one));
      }
      near.pipe(far).pipe(near);
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
    });
    server = opened;
    await new Promise<void>((resolve) => opened.listen(socket, resolve));
  }
  async function close(): Promise<void> {
    const closing = server;
    server = undefined;
    if (!closing) return;
    const closed = new Promise((resolve) => closing.close(resolve));
    for (const one of sockets) one.destroy();
    await closed;
    rmSync(socket, {force: true});
  }
  await open();
  return {socket, open, close};
}
