import type {ByteStream} from '../../../../../bytes/pipe.ts';
import {isSystemError} from '../../../../../system-error.ts';
import {resolveName} from '../../../../net/resolve.ts';
import type {Process} from '../../../../process/process.ts';
import {encodeBytes} from '../../../text/codec.ts';
import type {Reply} from '../reply.ts';
import {RespReader} from '../resp-reader.ts';

/** The server cannot be reached; the message is what redis-cli prints. */
export class Unreachable extends Error {}

/** A connection of redis-cli to its server. */
export class CliConnection {
  readonly #process: Process;
  readonly #stream: ByteStream;
  readonly #reader: RespReader;

  private constructor(process: Process, stream: ByteStream) {
    this.#process = process;
    this.#stream = stream;
    this.#reader = new RespReader(stream.reader, process.signal);
  }

  /** Throws Unreachable. */
  static async open(
    process: Process,
    {host, port}: {readonly host: string; readonly port: number},
  ): Promise<CliConnection> {
    const {files, space} = process;
    const fail = (why: string): Unreachable => new Unreachable(`Could not connect to Redis at ${host}:${port}: ${why}`);
    const found = await process.wait(resolveName({files, fabric: space.fabric, network: space.network}, host));
    if (found.status !== 'found') throw fail(found.status === 'failed' ? 'Try again' : 'Name does not resolve');
    try {
      const address = found.addresses[0] ?? '';
      const {stream} = await process.wait(space.fabric.connect(space.network, {address, port}, process.signal));
      return new CliConnection(process, stream);
    } catch (error) {
      if (isSystemError(error)) throw fail(error.message);
      throw error;
    }
  }

  /** Sends a command and gives its reply; undefined when the server has gone. */
  async ask(words: readonly string[]): Promise<Reply | undefined> {
    const text = `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
    try {
      await this.#stream.writer.write(encodeBytes(text), this.#process.signal);
    } catch (error) {
      if (isSystemError(error)) return undefined;
      throw error;
    }
    return this.next();
  }

  /** The next reply that comes by itself; undefined when the server has gone. */
  next(): Promise<Reply | undefined> {
    return this.#process.wait(this.#reader.reply());
  }

  close(): void {
    this.#reader.close();
    this.#stream.writer.close();
  }
}
