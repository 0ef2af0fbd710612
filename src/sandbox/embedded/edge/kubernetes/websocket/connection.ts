import type {ByteStream} from '../../../bytes/pipe.ts';
import {FrameReader, frameOf, opcode, WebSocketFault} from './frames.ts';

/** A message in pieces may be as large as one in a whole. */
const mostBytes = 4 * 1024 * 1024;

/** The server's end of a WebSocket: whole messages, both ways. */
export class WebSocketConnection {
  readonly #stream: ByteStream;
  readonly #frames: FrameReader;
  readonly #text: boolean;
  #pieces: Buffer[] | undefined;
  #size = 0;
  #closed = false;

  /** `text`: messages are sent as text, which `base64.` protocols want. */
  constructor(
    stream: ByteStream,
    {text = false, signal}: {readonly text?: boolean; readonly signal?: AbortSignal} = {},
  ) {
    this.#stream = stream;
    this.#frames = new FrameReader(stream.reader, signal);
    this.#text = text;
  }

  /** The next message; null when the client sends no more. What breaks the protocol closes the connection. */
  async read(): Promise<Buffer | null> {
    try {
      return await this.#next();
    } catch (error) {
      if (!(error instanceof WebSocketFault)) throw error;
      await this.close(error.code, error.message);
      return null;
    }
  }

  async #next(): Promise<Buffer | null> {
    for (;;) {
      const frame = await this.#frames.next();
      if (!frame) return null;
      const {final, payload} = frame;
      switch (frame.opcode) {
        case opcode.ping:
          await this.#send(opcode.pong, payload);
          continue;
        case opcode.pong:
          continue;
        case opcode.close:
          await this.close(payload.length >= 2 ? payload.readUInt16BE(0) : 1000);
          return null;
        case opcode.continuation:
          if (!this.#pieces) throw new WebSocketFault(1002, 'a message begins in its middle');
          break;
        case opcode.text:
        case opcode.binary:
          if (this.#pieces) throw new WebSocketFault(1002, 'a message begins within another');
          break;
        default:
          throw new WebSocketFault(1002, `there is no opcode ${frame.opcode}`);
      }
      const whole = this.#add(payload, final);
      if (whole) return whole;
    }
  }

  #add(payload: Buffer, final: boolean): Buffer | undefined {
    const pieces = this.#pieces ?? [];
    if (payload.length > 0) pieces.push(payload);
    this.#size += payload.length;
    this.#pieces = pieces;
    if (this.#size > mostBytes) throw new WebSocketFault(1009, `a message is larger than ${mostBytes} bytes`);
    if (!final) return undefined;
    this.#pieces = undefined;
    this.#size = 0;
    return Buffer.concat(pieces);
  }

  /** Sends one message; waits while the client is behind. */
  async send(message: Uint8Array): Promise<void> {
    await this.#send(this.#text ? opcode.text : opcode.binary, message);
  }

  async #send(code: number, payload: Uint8Array): Promise<void> {
    if (this.#closed) return;
    await this.#stream.writer.write(frameOf(code, payload));
  }

  /** Says that no more will come. */
  async close(code = 1000, why = ''): Promise<void> {
    if (this.#closed) return;
    const payload = Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(why).subarray(0, 120)]);
    const said = this.#send(opcode.close, payload);
    this.#closed = true;
    await said.catch(() => undefined);
  }
}
