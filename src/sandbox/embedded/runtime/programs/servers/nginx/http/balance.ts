import type {Peer, Upstream} from '../config/upstreams.ts';

/** The next peer to try; undefined when there is none left. https://nginx.org/en/docs/http/load_balancing.html */
export function pickPeer(
  upstream: Upstream,
  given: {readonly tried: ReadonlySet<Peer>; readonly nowMs: number; readonly clientAddress: string},
): Peer | undefined {
  const {tried, nowMs} = given;
  const isOnlyOne = upstream.peers.length === 1;
  const usable = upstream.peers.filter((peer) => !peer.isDown && !tried.has(peer));
  // The only peer is never taken for dead.
  const alive = isOnlyOne ? usable : usable.filter((peer) => isAlive(peer, nowMs));
  const main = alive.filter(({isBackup}) => !isBackup);
  const some = main.length > 0 ? main : alive.filter(({isBackup}) => isBackup);
  switch (upstream.method) {
    case 'ip_hash':
      return byAddress(some, given.clientAddress);
    case 'least_conn': {
      const least = Math.min(...some.map(({connections, weight}) => connections / weight));
      return roundRobin(some.filter(({connections, weight}) => connections / weight === least));
    }
    case 'round robin':
      return roundRobin(some);
  }
}

function isAlive({maxFails, fails, failedMs, failTimeoutMs}: Peer, nowMs: number): boolean {
  return maxFails === 0 || fails < maxFails || nowMs - failedMs > failTimeoutMs;
}

/** Smooth and weighted: a, a, b, a instead of a, a, a, b. */
function roundRobin(peers: readonly Peer[]): Peer | undefined {
  let best: Peer | undefined;
  let total = 0;
  for (const peer of peers) {
    peer.current += peer.effective;
    total += peer.effective;
    if (peer.effective < peer.weight) peer.effective += 1;
    if (!best || peer.current > best.current) best = peer;
  }
  if (best) best.current -= total;
  return best;
}

/** The first three numbers of the client's address say which. */
function byAddress(peers: readonly Peer[], address: string): Peer | undefined {
  let hash = 89;
  for (const part of address.split('.').slice(0, 3)) hash = (hash * 113 + Number(part)) % 6271;
  const total = peers.reduce((sum, {weight}) => sum + weight, 0);
  let left = total === 0 ? 0 : hash % total;
  for (const peer of peers) {
    left -= peer.weight;
    if (left < 0) return peer;
  }
  return undefined;
}

export function peerFailed(peer: Peer, nowMs: number): void {
  peer.fails += 1;
  peer.failedMs = nowMs;
  peer.effective = Math.max(0, peer.effective - Math.floor(peer.weight / Math.max(1, peer.maxFails)));
}

export function peerAnswered(peer: Peer): void {
  peer.fails = 0;
}
