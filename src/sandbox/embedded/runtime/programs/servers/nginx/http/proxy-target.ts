import {parseAddress} from '../../../../net/address.ts';
import {ConfigProblem} from '../config/problem.ts';
import type {ProxyTarget} from '../config/proxy-settings.ts';
import {parseUpstreamUrl, type UpstreamUrl} from '../config/upstream-url.ts';
import {peerAt, type Upstream} from '../config/upstreams.ts';
import type {NginxRequest} from './request.ts';
import {render} from './variables.ts';

/** The upstream of a target; undefined, and a line in the log, when there is none. */
export async function findTarget(
  request: NginxRequest,
  target: ProxyTarget,
): Promise<{readonly upstream: Upstream; readonly url: UpstreamUrl} | undefined> {
  const {upstreams} = request.worker.config;
  const url = target.kind === 'fixed' ? target.url : await urlOf(request, render(target.url, request));
  if (!url) return undefined;
  const known = upstreams.get(url.text);
  if (known) return {upstream: known, url};
  const addresses = await resolve(request, url.host);
  if (addresses.length === 0) return undefined;
  const peers = addresses.map((address) =>
    peerAt(address, url.port ?? 80, {weight: 1, maxFails: 1, failTimeoutMs: 10_000, isBackup: false, isDown: false}),
  );
  return {upstream: {name: url.text, method: 'round robin', peers}, url};
}

async function urlOf(request: NginxRequest, text: string): Promise<UpstreamUrl | undefined> {
  const [, rest] = /^http:\/\/(.*)$/is.exec(text) ?? [];
  try {
    if (rest !== undefined) return parseUpstreamUrl(rest, undefined);
    await request.complain('error', `invalid URL prefix in "${text}"`);
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    await request.complain('error', error.message);
  }
  return undefined;
}

/** By the servers of `resolver` alone: a name in a variable knows neither /etc/hosts nor search domains. */
async function resolve(request: NginxRequest, host: string): Promise<readonly string[]> {
  if (parseAddress(host) !== undefined) return [host];
  const {resolvers} = request.settings.proxy;
  const {fabric, network} = request.worker.process.space;
  if (resolvers.length === 0) {
    await request.complain('error', `no resolver defined to resolve ${host}`);
    return [];
  }
  for (const server of resolvers) {
    const answer = await fabric.ask(network, server.replace(/:\d+$/, ''), {name: host, type: 'A'});
    if (answer.status !== 'found') continue;
    const addresses = answer.records.filter(({type}) => type === 'A').map(({value}) => value);
    if (addresses.length > 0) return addresses;
  }
  await request.complain('error', `${host} could not be resolved (3: Host not found)`);
  return [];
}
