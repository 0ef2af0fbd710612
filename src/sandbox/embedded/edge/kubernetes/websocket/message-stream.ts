import type {ByteStream} from '../../../bytes/pipe.ts';
import {readerWith} from '../../duplex.ts';
import type {WebSocketConnection} from './connection.ts';

/** Messages as one stream of bytes: where one ends and the next begins is nothing. */
export function messageStream(socket: WebSocketConnection): ByteStream {
  const reader = readerWith(new Uint8Array(0), {
    async read() {
      for (;;) {
        const message = await socket.read();
        if (message === null) return null;
        if (message.length > 0) return message;
      }
    },
    close() {},
  });
  return {reader, writer: {write: (bytes) => socket.send(bytes), close: () => void socket.close()}};
}
