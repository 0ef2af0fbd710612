import {createServer, type Server, type Socket} from 'node:net';
import type {OutsidePorts, OutsideStream} from '../outside.ts';
import {readerOf, writerOf} from './streams.ts';

/** Published ports as real listeners of this machine; on its loopback interface, and on no other. */
export const nodePorts: OutsidePorts = {
  async listen(address, port, onStream) {
    const server = createServer({allowHalfOpen: true, noDelay: true}, (socket) => onStream(streamOf(socket)));
    await listening(server, loopback(address), port);
    // An error after this is of one connection that could not be accepted.
    server.on('error', () => {});
    const bound = server.address();
    return {
      port: typeof bound === 'object' && bound ? bound.port : port,
      close: () => void server.close(),
    };
  },
};

/** Throws EADDRNOTAVAIL for an address other machines could reach. */
function loopback(address: string): string {
  if (address === '0.0.0.0' || address === '' || address === 'localhost') return '127.0.0.1';
  if (/^127\.\d+\.\d+\.\d+$/.test(address)) return address;
  throw Object.assign(new Error(`${address} is not a loopback address`), {code: 'EADDRNOTAVAIL'});
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({host, port, exclusive: true}, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function streamOf(socket: Socket): OutsideStream {
  socket.on('error', () => socket.destroy());
  const reader = readerOf(socket);
  const writer = writerOf(socket);
  return {
    read: () => reader.read(),
    write: (bytes) => writer.write(bytes),
    end: () => writer.close(),
    destroy: () => void socket.destroy(),
  };
}
