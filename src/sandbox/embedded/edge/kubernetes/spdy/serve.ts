import type {IncomingMessage} from 'node:http';
import {type Handshake, headOf, negotiate, noCommonProtocol, type Upgraded} from '../handshake.ts';
import {upgradeRequired} from '../respond.ts';
import {serveChannels} from './channels.ts';
import {serveForwarding} from './forward.ts';

const known = {
  channels: ['v4.channel.k8s.io', 'v3.channel.k8s.io', 'v2.channel.k8s.io', 'channel.k8s.io'],
  forward: ['portforward.k8s.io'],
} as const;

/** https://pkg.go.dev/k8s.io/apimachinery/pkg/util/httpstream/spdy */
export function spdyHandshake(from: IncomingMessage, {kind}: Pick<Upgraded['response'], 'kind'>): Handshake {
  if ((from.headers.upgrade ?? '').toLowerCase() !== 'spdy/3.1') return {refusal: upgradeRequired};
  const named = from.headersDistinct['x-stream-protocol-version'] ?? [];
  const offered = named.flatMap((value) => value.split(',')).map((name) => name.trim());
  const protocol = negotiate(offered.length > 0 ? offered : [known[kind].at(-1) ?? ''], known[kind]);
  if (protocol === undefined) return {refusal: noCommonProtocol(offered, known[kind])};
  return {
    head: headOf({Connection: 'Upgrade', Upgrade: 'SPDY/3.1', 'X-Stream-Protocol-Version': protocol}),
    protocol,
  };
}

export async function spdyStreams(upgraded: Upgraded): Promise<void> {
  const {response} = upgraded;
  if (response.kind === 'channels') return serveChannels(upgraded, response.run);
  return serveForwarding(upgraded, response.run);
}
