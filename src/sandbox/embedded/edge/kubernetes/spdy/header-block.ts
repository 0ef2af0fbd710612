import zlib from 'node:zlib';
import {headerDictionary} from './dictionary.ts';

/** A client's header block may not unpack to more. */
const mostBytes = 64 * 1024;

/** Header blocks of one connection: their compression goes on from one to the next. */
export class HeaderBlocks {
  readonly #inflate = zlib.createInflate({dictionary: headerDictionary()});
  readonly #deflate = zlib.createDeflate({dictionary: headerDictionary()});

  /** Throws an Error for what is no header block. Names come in lower case. */
  async read(bytes: Uint8Array): Promise<ReadonlyMap<string, string>> {
    return headersIn(await through(this.#inflate, bytes));
  }

  /** Only one at a time may be read, and one be written. */
  async write(headers: ReadonlyMap<string, string>): Promise<Buffer> {
    const parts = [...headers].flatMap(([name, value]) => [sized(name), sized(value)]);
    return through(this.#deflate, Buffer.concat([number(headers.size), ...parts]));
  }

  close(): void {
    this.#inflate.destroy();
    this.#deflate.destroy();
  }
}

function through(stream: zlib.Inflate | zlib.Deflate, bytes: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const take = (part: Buffer): void => {
      parts.push(part);
      size += part.length;
      if (size > mostBytes) fail(new Error(`a header block is larger than ${mostBytes} bytes`));
    };
    const finish = (): void => {
      stream.off('data', take).off('error', fail).off('close', cut);
    };
    const fail = (error: Error): void => {
      finish();
      stream.on('error', () => {});
      stream.destroy();
      reject(error);
    };
    const cut = (): void => fail(new Error('the connection is closed'));
    if (stream.destroyed) return reject(new Error('the connection is closed'));
    stream.on('data', take).once('error', fail).once('close', cut);
    stream.write(bytes);
    stream.flush(zlib.constants.Z_SYNC_FLUSH, () => {
      finish();
      resolve(Buffer.concat(parts));
    });
  });
}

function headersIn(block: Buffer): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  let at = 4;
  const text = (): string => {
    if (at + 4 > block.length) throw new Error('a header block ends too early');
    const end = at + 4 + block.readUInt32BE(at);
    if (end > block.length) throw new Error('a header block ends too early');
    const value = block.subarray(at + 4, end).toString('latin1');
    at = end;
    return value;
  };
  const count = block.length < 4 ? 0 : block.readUInt32BE(0);
  for (let left = count; left > 0; left -= 1) headers.set(text().toLowerCase(), text());
  return headers;
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function sized(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1');
  return Buffer.concat([number(bytes.length), bytes]);
}
