import {concat} from '../../bytes/bytes.ts';
import type {ByteWriter} from '../../bytes/pipe.ts';
import type {OutputListener, OutputStream} from '../../runtime/container/output.ts';

/** Docker copies in pieces of as much; a longer frame would hold up the other stream. */
const largestFrame = 32 * 1024;

/**
 * Bytes of one stream among both: eight bytes of header, then they.
 * https://docs.docker.com/reference/api/engine/version/v1.46/#tag/Container/operation/ContainerAttach
 */
export function frame(stream: OutputStream, bytes: Uint8Array): Uint8Array {
  const header = new Uint8Array(8);
  header[0] = stream === 'stdout' ? 1 : 2;
  new DataView(header.buffer).setUint32(4, bytes.length);
  return concat([header, bytes]);
}

/** Writes output to a client: framed, or as it is where there is a terminal. */
export class ClientOutput implements OutputListener {
  readonly #to: ByteWriter;
  readonly #framed: boolean;
  readonly #wanted: readonly OutputStream[];
  /** Writes follow one another: a frame must not be torn by one of the other stream. */
  #last: Promise<void> = Promise.resolve();

  constructor(to: ByteWriter, options: {readonly framed: boolean; readonly wanted: readonly OutputStream[]}) {
    this.#to = to;
    this.#framed = options.framed;
    this.#wanted = options.wanted;
  }

  /** A writer that is ended while it waits does not tear its frame: that is sent whole all the same. */
  async write(stream: OutputStream, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    if (this.#wanted.includes(stream)) await this.tell(stream, bytes, signal);
  }

  /** Sends to the client whatever it listens to. */
  async tell(stream: OutputStream, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    for (let at = 0; at < bytes.length; at += largestFrame) {
      const piece = bytes.subarray(at, at + largestFrame);
      await until(this.#send(this.#framed ? frame(stream, piece) : piece.slice()), signal);
    }
  }

  end(): void {
    void this.#last.then(
      () => this.#to.close(),
      () => this.#to.close(),
    );
  }

  #send(bytes: Uint8Array): Promise<void> {
    this.#last = this.#last.then(() => this.#to.write(bytes));
    // Whoever waits is told; a client that is gone is no fault of nobody.
    this.#last.catch(() => {});
    return this.#last;
  }
}

/** Rejects with the signal's reason once it is aborted, whatever becomes of the promise. */
function until(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, {once: true});
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
