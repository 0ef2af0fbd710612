import type {ByteReader} from '../../../../bytes/pipe.ts';
import {HttpError} from '../../../http/http-error.ts';
import {Incoming} from '../../../http/incoming.ts';
import {decodeBytes} from '../../text/codec.ts';
import type {Reply} from './reply.ts';
import {splitWords} from './words.ts';

/** Bytes that are no RESP; the message is sent before the connection is closed. */
export class ProtocolFault extends Error {}

const longestLine = 64 * 1024;
const longestBulk = 64 << 20;
const mostWords = 1024 * 1024;

/** Reads commands or replies from a connection, however they were split on the way. */
export class RespReader {
  readonly #incoming: Incoming;

  constructor(reader: ByteReader, signal?: AbortSignal) {
    this.#incoming = new Incoming(reader, signal);
  }

  /** The words of the next command, in the form of clients or as one line; undefined at the end. Throws ProtocolFault. */
  async command(): Promise<readonly string[] | undefined> {
    for (;;) {
      const line = await this.#line('too big inline request');
      if (line === null) return undefined;
      if (line === '') continue;
      if (!line.startsWith('*')) return inlineWords(line);
      const words = await this.#words(line.slice(1));
      if (words.length > 0) return words;
    }
  }

  /** The next reply of a server; undefined at the end. Throws ProtocolFault. */
  async reply(): Promise<Reply | undefined> {
    const line = await this.#line('too long line');
    if (line === null) return undefined;
    const rest = line.slice(1);
    switch (line[0]) {
      case '+':
        return {kind: 'simple', text: rest};
      case '-':
        return {kind: 'error', text: rest};
      case ':':
        return {kind: 'integer', value: BigInt(/^-?\d+$/.test(rest) ? rest : 0)};
      case '$':
        return {kind: 'bulk', text: rest.startsWith('-') ? null : await this.#bulk(Number(rest))};
      case '*':
        return {kind: 'array', items: rest.startsWith('-') ? null : await this.#items(Number(rest))};
      default:
        throw new ProtocolFault(`Protocol error, got "${line[0] ?? ''}" as reply type byte`);
    }
  }

  close(): void {
    this.#incoming.close();
  }

  async #words(count: string): Promise<readonly string[]> {
    const length = /^-?\d{1,10}$/.test(count) ? Number(count) : Number.NaN;
    if (!(length <= mostWords)) throw new ProtocolFault('Protocol error: invalid multibulk length');
    const words: string[] = [];
    for (let index = 0; index < length; index += 1) {
      const head = await this.#line('too big bulk count string');
      if (head === null) throw new ProtocolFault('');
      if (!head.startsWith('$')) throw new ProtocolFault(`Protocol error: expected '$', got '${head[0] ?? ' '}'`);
      const size = /^\d{1,10}$/.test(head.slice(1)) ? Number(head.slice(1)) : Number.NaN;
      if (!(size <= longestBulk)) throw new ProtocolFault('Protocol error: invalid bulk length');
      words.push(await this.#bulk(size));
    }
    return words;
  }

  async #items(count: number): Promise<readonly Reply[]> {
    if (!(count <= mostWords)) throw new ProtocolFault('Protocol error: invalid multibulk length');
    const items: Reply[] = [];
    for (let index = 0; index < count; index += 1) {
      const item = await this.reply();
      if (!item) throw new ProtocolFault('Server closed the connection');
      items.push(item);
    }
    return items;
  }

  async #bulk(size: number): Promise<string> {
    if (!(size >= 0 && size <= longestBulk)) throw new ProtocolFault('Protocol error: invalid bulk length');
    const parts: string[] = [];
    // Two more for the end of the line.
    for (let left = size + 2; left > 0; ) {
      const piece = await this.#incoming.some(left);
      if (piece === null) throw new ProtocolFault('');
      left -= piece.length;
      parts.push(decodeBytes(piece));
    }
    return parts.join('').slice(0, size);
  }

  async #line(tooLong: string): Promise<string | null> {
    try {
      return await this.#incoming.line(longestLine);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      if (error.fault === 'cut-short') return null;
      throw new ProtocolFault(
        `Protocol error: ${error.fault === 'too-large' ? tooLong : 'unbalanced quotes in request'}`,
      );
    }
  }
}

function inlineWords(line: string): readonly string[] {
  const words = splitWords(line);
  if (!words) throw new ProtocolFault('Protocol error: unbalanced quotes in request');
  return words;
}
