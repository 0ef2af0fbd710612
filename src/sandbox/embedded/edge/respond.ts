import type {IncomingMessage, ServerResponse} from 'node:http';
import {type ByteReader, Pipe} from '../bytes/pipe.ts';
import type {ApiResponse} from '../docker-api/api/http.ts';
import {commonHeaders} from '../docker-api/system/identity.ts';
import {readerOf, writerOf} from './streams.ts';

/** Writes an answer; resolves when it is whole, rejects when the connection has to be cut. */
export async function respond(
  {to, from, body}: {readonly to: ServerResponse; readonly from: IncomingMessage; readonly body: ByteReader},
  response: ApiResponse,
): Promise<void> {
  switch (response.kind) {
    case 'json':
      return endWith(to, response.status, {
        headers: {...response.headers, 'Content-Type': 'application/json'},
        text: `${JSON.stringify(response.body)}\n`,
      });
    case 'empty':
      return endWith(to, response.status, {headers: {...response.headers}, text: ''});
    case 'stream': {
      to.writeHead(response.status, {...response.headers, 'Content-Type': response.type});
      // At once: clients of /wait and /events do nothing before they have the head.
      to.flushHeaders();
      if (from.method !== 'HEAD') await response.write(writerOf(to));
      to.end();
      return;
    }
    case 'hijack': {
      // Without `Upgrade` the answer is a body that ends with the connection.
      to.useChunkedEncodingByDefault = false;
      to.writeHead(200, {...commonHeaders, 'Content-Type': response.type, Connection: 'close'});
      to.flushHeaders();
      await response.run({reader: inputOf(from, to, body), writer: writerOf(to)});
      if (!to.writableEnded) to.end();
    }
  }
}

/**
 * What a client sends after its call where there is no `Upgrade`: a chunked body is input and ends; otherwise nothing
 * comes, and nothing ends either, as in Docker, where the connection would have to be closed for that.
 */
function inputOf(from: IncomingMessage, to: ServerResponse, body: ByteReader): ByteReader {
  if (from.headers['transfer-encoding'] !== undefined) return body;
  const nothing = new Pipe();
  to.once('close', () => nothing.writer.close());
  return nothing.reader;
}

function endWith(
  to: ServerResponse,
  status: number,
  {headers, text}: {readonly headers: {readonly [name: string]: string}; readonly text: string},
): void {
  const hasLength = status !== 204 && status !== 304;
  to.writeHead(status, {...headers, ...(hasLength ? {'Content-Length': String(Buffer.byteLength(text))} : {})});
  to.end(text);
}

/** The body of a call, read as far as somebody asks. */
export function bodyOf(from: IncomingMessage): ByteReader {
  return readerOf(from, {whole: true});
}
