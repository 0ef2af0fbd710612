import {createHash} from 'node:crypto';
import type {IncomingMessage} from 'node:http';
import {type Handshake, headOf, negotiate, textAnswer, type Upgraded} from '../handshake.ts';
import {serveForwarding} from '../spdy/forward.ts';
import {serveChannels} from './channels.ts';
import {WebSocketConnection} from './connection.ts';
import {serveNumberedForwarding} from './forward.ts';
import {messageStream} from './message-stream.ts';

/** Port-forward of kubectl 1.30 and later: SPDY within the messages. */
const tunnel = 'SPDY/3.1+portforward.k8s.io';

const known = {
  channels: [
    'v5.channel.k8s.io',
    'v4.channel.k8s.io',
    'base64.channel.k8s.io',
    'v4.base64.channel.k8s.io',
    'channel.k8s.io',
    '',
  ],
  forward: [tunnel, 'v4.channel.k8s.io', 'v4.base64.channel.k8s.io', ''],
} as const;

/** https://www.rfc-editor.org/rfc/rfc6455#section-4.2.2 */
export function webSocketHandshake({headers}: IncomingMessage, {kind}: Pick<Upgraded['response'], 'kind'>): Handshake {
  const key = headers['sec-websocket-key'];
  if (key === undefined || headers['sec-websocket-version'] !== '13') return {refusal: textAnswer('')};
  const named = (headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const protocol = negotiate(named.length > 0 ? named : [''], known[kind]);
  if (protocol === undefined) return {refusal: textAnswer('')};
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const chosen = protocol === '' ? {} : {'Sec-WebSocket-Protocol': protocol};
  return {
    head: headOf({Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Accept': accept, ...chosen}),
    protocol,
  };
}

export async function webSocketStreams(upgraded: Upgraded): Promise<void> {
  const {stream, protocol, response, signal} = upgraded;
  const socket = new WebSocketConnection(stream, {text: protocol.includes('base64.'), signal});
  if (response.kind === 'channels') return serveChannels(socket, upgraded, response.run);
  if (protocol !== tunnel) return serveNumberedForwarding(socket, upgraded, response.run);
  await serveForwarding({...upgraded, stream: messageStream(socket)}, response.run);
  await socket.close();
}
