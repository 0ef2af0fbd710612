import {type AddressInfo, createServer, type Socket} from 'node:net';
import type {ByteStream} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {isSystemError} from '../../../../../src/sandbox/embedded/system-error.ts';
import type {Machine} from '../../rig.ts';

/** A real port of this machine that leads to a port of a simulated one. */
export interface OutsidePort {
  readonly port: number;
  close(): void;
}

/** Publishes a port on a free one of the loopback address, for clients that are real. */
export async function publish({space}: Machine, port: number): Promise<OutsidePort> {
  const sockets = new Set<Socket>();
  const server = createServer({allowHalfOpen: true}, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that hangs up in the middle is no fault of a test.
    socket.on('error', () => socket.destroy());
    join(socket, space.fabric.toStack(space.network, port).stream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function join(socket: Socket, stream: ByteStream): void {
  const gone = (error: unknown): void => {
    socket.destroy();
    stream.reader.close();
    stream.writer.close();
    if (!isSystemError(error)) throw error;
  };
  const inward = async (): Promise<void> => {
    for await (const bytes of socket) await stream.writer.write(bytes);
    stream.writer.close();
  };
  const outward = async (): Promise<void> => {
    for (let bytes = await stream.reader.read(); bytes !== null; bytes = await stream.reader.read()) {
      const piece = bytes.slice();
      await new Promise<void>((resolve) => socket.write(piece, () => resolve()));
    }
    socket.end();
  };
  // A socket that was destroyed rejects with an error of Node's; there is nothing to be done about it any more.
  inward().catch((error: unknown) => (socket.destroyed ? undefined : gone(error)));
  outward().catch(gone);
}
