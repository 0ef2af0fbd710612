import type {IncomingMessage, ServerResponse} from 'node:http';
import {isSystemError} from '../../system-error.ts';
import {bodyOf} from '../respond.ts';
import {lazyReader} from '../streams.ts';
import {type Client, requestOf} from './call.ts';
import {isPlain, type PlainResponse, refusalOf, respond, statusOf, upgradeRequired, wantsPretty} from './respond.ts';

/** Answers one call over a connection that stays the server's. */
export async function serveCall({
  from,
  to,
  client,
  onFault,
}: {
  readonly from: IncomingMessage;
  readonly to: ServerResponse;
  readonly client: Client;
  readonly onFault: (error: unknown) => void;
}): Promise<void> {
  const body = lazyReader(() => bodyOf(from));
  const gone = new AbortController();
  to.once('close', () => gone.abort(new Error('the client is gone')));
  to.on('error', () => gone.abort(new Error('the client is gone')));
  try {
    const {response, pretty} = await answerOf();
    await respond(to, response, {pretty});
    // A body nobody wanted is thrown away, so that the next call on this connection is found.
    body.close();
  } catch (error) {
    if (!gone.signal.aborted && !isSystemError(error)) onFault(error);
    to.destroy();
  }

  async function answerOf(): Promise<{readonly response: PlainResponse; readonly pretty: boolean}> {
    try {
      const request = requestOf(from, client, {body, signal: gone.signal, upgrade: undefined});
      const pretty = wantsPretty(request.query, request.headers.get('user-agent') ?? '');
      const response = await client.serving.handle(request);
      return {response: isPlain(response) ? response : upgradeRequired, pretty};
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal !== error && !gone.signal.aborted) onFault(error);
      return {response: statusOf(refusal), pretty: false};
    }
  }
}
