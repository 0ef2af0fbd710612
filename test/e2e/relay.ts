import {rmSync} from 'node:fs';
import {connect, createServer, type Server, type Socket} from 'node:net';

/** A socket that leads to a daemon while it is open: closed, it is as if that daemon had been stopped. */
export interface Relay {
  /** As in DOCKER_HOST. */
  readonly host: string;
  open(): Promise<void>;
  /** Ends every connection too. */
  close(): Promise<void>;
}

/** A relay at a path of its own, not open yet; `target` is a `unix://` address. */
export function relayTo(target: string, path: string): Relay {
  const open = new Set<Socket>();
  let server: Server | undefined;
  const join = (near: Socket): void => {
    const far = connect(target.replace(/^unix:\/\//, ''));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  };
  return {
    host: `unix://${path}`,
    open() {
      const listening = createServer({allowHalfOpen: true}, join);
      server = listening;
      return new Promise((resolve) => listening.listen(path, resolve));
    },
    close() {
      const listening = server;
      server = undefined;
      for (const socket of open) socket.destroy();
      rmSync(path, {force: true});
      return new Promise((resolve) => (listening ? listening.close(() => resolve()) : resolve()));
    },
  };
}
