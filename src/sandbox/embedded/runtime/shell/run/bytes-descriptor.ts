import {SystemError} from '../../../system-error.ts';
import type {Descriptor} from '../../process/descriptor.ts';

/** A here-document, open for reading. */
export function bytesDescriptor(bytes: Uint8Array): Descriptor {
  let position = 0;
  return {
    name: '/tmp/here-document (deleted)',
    get position() {
      return position;
    },
    async read(max) {
      const part = bytes.slice(position, position + max);
      position += part.length;
      return part.length === 0 ? null : part;
    },
    async write() {
      throw new SystemError('EBADF');
    },
    seek(to) {
      position = to;
    },
    close() {},
  };
}
