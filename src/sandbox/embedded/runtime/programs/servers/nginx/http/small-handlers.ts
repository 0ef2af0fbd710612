import {fromBase64} from '../../../../../bytes/bytes.ts';
import {encodeBytes} from '../../../text/codec.ts';
import {bytesBody, type Outcome, statusOutcome} from './answer.ts';
import type {NginxRequest} from './request.ts';

/** https://nginx.org/en/docs/http/ngx_http_stub_status_module.html */
export function serveStatus({method, worker}: NginxRequest): Outcome {
  if (method !== 'GET' && method !== 'HEAD') return statusOutcome(405);
  const {accepted, requests, reading, writing, waiting} = worker.statistics;
  const text =
    `Active connections: ${reading + writing + waiting} \nserver accepts handled requests\n` +
    ` ${accepted} ${accepted} ${requests} \nReading: ${reading} Writing: ${writing} Waiting: ${waiting} \n`;
  return {kind: 'answer', answer: {status: 200, type: 'text/plain', body: bytesBody(encodeBytes(text))}};
}

/** One pixel, see-through. https://nginx.org/en/docs/http/ngx_http_empty_gif_module.html */
export function serveEmptyGif({method}: NginxRequest): Outcome {
  if (method !== 'GET' && method !== 'HEAD') return statusOutcome(405);
  const pixel = fromBase64('R0lGODlhAQABAIABAP///wAAACH5BAEAAAEALAAAAAABAAEAAAICTAEAOw==');
  return {kind: 'answer', answer: {status: 200, type: 'image/gif', modifiedMs: 0, body: bytesBody(pixel)}};
}
