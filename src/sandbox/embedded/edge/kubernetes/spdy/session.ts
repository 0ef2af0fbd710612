import {type ByteStream, type ByteWriter, Pipe} from '../../../bytes/pipe.ts';
import {SystemError} from '../../../system-error.ts';
import {control, controlFrame, dataFrame, type Frame, FrameReader, finFlag, uint32} from './frames.ts';
import {HeaderBlocks} from './header-block.ts';

/** A stream its client opened. */
export interface SpdyStream extends ByteStream {
  readonly headers: ReadonlyMap<string, string>;
}

/** What is read ahead for one stream. */
const inputBytes = 1024 * 1024;
const pieceBytes = 64 * 1024;
/** `kubectl port-forward` opens two for every connection, and ends them with it. */
const mostStreams = 2000;

/** Statuses of RST_STREAM. */
const refusedStream = 3;
const protocolError = 1;

interface Open {
  readonly input: Pipe;
  inputEnded: boolean;
  outputEnded: boolean;
}

/**
 * The server's end of a SPDY/3.1 connection, as far as Kubernetes' clients speak it: streams are opened by the client
 * alone, and flow control is left to the connection below.
 */
export class SpdySession {
  readonly #connection: ByteStream;
  readonly #frames: FrameReader;
  readonly #blocks = new HeaderBlocks();
  readonly #streams = new Map<number, Open>();
  readonly #onStream: (stream: SpdyStream) => void;

  constructor(connection: ByteStream, signal: AbortSignal, onStream: (stream: SpdyStream) => void) {
    this.#connection = connection;
    this.#frames = new FrameReader(connection.reader, signal);
    this.#onStream = onStream;
  }

  /** Reads until the connection ends or breaks; all streams end with it. Never rejects. */
  async run(): Promise<void> {
    try {
      for (;;) {
        const frame = await this.#frames.next();
        if (!frame || !(await this.#take(frame))) break;
      }
    } catch {
      // What is no SPDY, and a connection that is cut, end alike: nobody could be told.
    }
    for (const {input} of this.#streams.values()) {
      input.writer.close();
      input.reader.close();
    }
    this.#streams.clear();
    this.#blocks.close();
  }

  /** False when the client says goodbye. */
  async #take(frame: Frame): Promise<boolean> {
    if (frame.kind === 'data') {
      await this.#data(frame.stream, frame.payload, frame.flags);
      return true;
    }
    const {type, flags, payload} = frame;
    switch (type) {
      case control.synStream:
        await this.#open(payload, flags);
        break;
      case control.ping:
        await this.#send(controlFrame(control.ping, 0, payload));
        break;
      case control.rstStream:
        if (payload.length >= 8) this.#reset(payload.readUInt32BE(0) & 0x7fff_ffff);
        break;
      case control.headers:
        // Nobody wants them, but the compression goes on from there.
        await this.#blocks.read(payload.subarray(4));
        break;
      case control.goAway:
        return this.#streams.size > 0;
    }
    return true;
  }

  async #open(payload: Buffer, flags: number): Promise<void> {
    if (payload.length < 10) throw new Error('a SYN_STREAM is too short');
    const id = payload.readUInt32BE(0) & 0x7fff_ffff;
    const headers = await this.#blocks.read(payload.subarray(10));
    if (id % 2 === 0 || this.#streams.has(id)) return this.#refuse(id, protocolError);
    if (this.#streams.size >= mostStreams) return this.#refuse(id, refusedStream);
    const open: Open = {input: new Pipe(inputBytes), inputEnded: (flags & finFlag) !== 0, outputEnded: false};
    this.#streams.set(id, open);
    if (open.inputEnded) open.input.writer.close();
    const block = await this.#blocks.write(new Map());
    await this.#send(controlFrame(control.synReply, 0, uint32(id), block));
    this.#onStream({headers, reader: open.input.reader, writer: this.#writer(id, open)});
  }

  async #refuse(id: number, status: number): Promise<void> {
    await this.#send(controlFrame(control.rstStream, 0, uint32(id), uint32(status)));
  }

  #reset(id: number): void {
    const open = this.#streams.get(id);
    if (!open) return;
    open.outputEnded = true;
    open.input.writer.close();
    open.input.reader.close();
    this.#streams.delete(id);
  }

  async #data(id: number, payload: Buffer, flags: number): Promise<void> {
    const open = this.#streams.get(id);
    if (!open) return;
    // Who has closed its input drops what still comes, as a closed pipe does.
    if (payload.length > 0) await open.input.writer.write(payload).catch(() => undefined);
    if (payload.length > 0) await this.#send(controlFrame(control.windowUpdate, 0, uint32(id), uint32(payload.length)));
    if ((flags & finFlag) === 0) return;
    open.inputEnded = true;
    open.input.writer.close();
    this.#forget(id, open);
  }

  #writer(id: number, open: Open): ByteWriter {
    return {
      write: async (bytes) => {
        if (open.outputEnded) throw new SystemError('EPIPE');
        for (let at = 0; at < bytes.length; at += pieceBytes)
          await this.#send(dataFrame(id, 0, bytes.subarray(at, at + pieceBytes)));
      },
      close: () => {
        if (open.outputEnded) return;
        open.outputEnded = true;
        this.#send(dataFrame(id, finFlag, new Uint8Array(0))).catch(() => undefined);
        this.#forget(id, open);
      },
    };
  }

  /** A stream both ends have ended is none. */
  #forget(id: number, {inputEnded, outputEnded}: Open): void {
    if (outputEnded && inputEnded) this.#streams.delete(id);
  }

  async #send(frame: Buffer): Promise<void> {
    await this.#connection.writer.write(frame);
  }
}
