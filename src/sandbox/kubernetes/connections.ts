import https from 'node:https';
import tls from 'node:tls';
import {tlsOf, type Upstream} from './upstream.ts';

/** Connections to one API server at a time: keys are read once, and whoever was there before takes up its session. */
export interface Connections {
  /** Options of a request. A `stream` gets a connection that ends with it; a `call` one that is kept for the next. */
  to(upstream: Upstream, use: 'call' | 'stream'): https.RequestOptions;
  close(): void;
}

interface Way {
  readonly upstream: Upstream;
  /** All of it but a token, which may be another one every hour. */
  readonly tls: string;
  readonly place: https.RequestOptions;
  readonly agents: {readonly call: https.Agent; readonly stream: https.Agent};
}

/** `maxCalls`: so many calls at the same time; others wait for their turn. */
export function createConnections({maxCalls}: {readonly maxCalls: number}): Connections {
  let way: Way | undefined;

  function wayTo(upstream: Upstream): Way {
    if (way?.upstream === upstream) return way;
    const {ca, cert, key, ...place} = tlsOf(upstream);
    const named = JSON.stringify([ca, cert, key, place]);
    if (way?.tls === named) return {...way, upstream};
    const secureContext = tls.createSecureContext({ca, cert, key});
    way?.agents.call.destroy();
    // Streams that are open end with their own clients.
    return {
      upstream,
      tls: named,
      place,
      agents: {
        call: new https.Agent({keepAlive: true, maxSockets: maxCalls, secureContext}),
        stream: new https.Agent({secureContext}),
      },
    };
  }

  return {
    to(upstream, use) {
      way = wayTo(upstream);
      return {...way.place, agent: way.agents[use]};
    },
    close() {
      way?.agents.call.destroy();
      way?.agents.stream.destroy();
    },
  };
}
