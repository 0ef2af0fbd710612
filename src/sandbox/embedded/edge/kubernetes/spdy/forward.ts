import type {Forwarding} from '../../../kubernetes-api/api/request.ts';
import type {Upgraded} from '../handshake.ts';
import {SpdySession, type SpdyStream} from './session.ts';

/** Port-forward: two streams with the same `requestid` are one connection. */
export async function serveForwarding(
  {stream, signal}: Pick<Upgraded, 'stream' | 'signal'>,
  run: (forwarding: Forwarding) => Promise<void>,
): Promise<void> {
  const gone = new AbortController();
  const either = AbortSignal.any([signal, gone.signal]);
  const waiting = new Map<string, SpdyStream>();
  const early: (readonly [SpdyStream, SpdyStream])[] = [];
  let listener: Parameters<Forwarding['onConnection']>[0] | undefined;
  const connect = (data: SpdyStream, error: SpdyStream): void => {
    if (listener) listener(Number(data.headers.get('port')), {reader: data.reader, writer: data.writer}, error.writer);
    else early.push([data, error]);
  };
  const session = new SpdySession(stream, either, (made) => {
    const {headers} = made;
    const port = Number(headers.get('port'));
    if (!Number.isInteger(port) || port < 1 || port > 65_535) return made.writer.close();
    const request = headers.get('requestid') ?? '';
    const other = waiting.get(request);
    if (!other || other.headers.get('streamtype') === headers.get('streamtype')) return void waiting.set(request, made);
    waiting.delete(request);
    if (headers.get('streamtype') === 'data') connect(made, other);
    else connect(other, made);
  });
  const running = session.run();
  const ended = run({
    onConnection(given) {
      listener = given;
      for (const [data, error] of early.splice(0)) connect(data, error);
    },
    signal: either,
  }).catch(() => undefined);
  await Promise.race([running, ended]);
  gone.abort(new Error('the client is gone'));
  await Promise.all([running, ended]);
}
