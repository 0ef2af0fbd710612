import {Agent, request} from 'node:http';

/** Milliseconds of single `GET /containers/json` calls, to the bare daemon and through a guard, by turns. */
export interface Latencies {
  readonly direct: number[];
  readonly guarded: number[];
}

/** Measures on kept connections, after some calls that do not count. Both sockets are given as paths. */
export async function measureLatency(given: {
  readonly directSocket: string;
  readonly guardedSocket: string;
  readonly calls?: number;
}): Promise<Latencies> {
  const agents = {direct: new Agent({keepAlive: true}), guarded: new Agent({keepAlive: true})};
  const times: Latencies = {direct: [], guarded: []};
  const calls = given.calls ?? 200;
  try {
    for (let turn = -20; turn < calls; turn += 1) {
      const direct = await timed(given.directSocket, agents.direct);
      const guarded = await timed(given.guardedSocket, agents.guarded);
      if (turn < 0) continue;
      times.direct.push(direct);
      times.guarded.push(guarded);
    }
  } finally {
    agents.direct.destroy();
    agents.guarded.destroy();
  }
  return times;
}

export function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

function timed(socketPath: string, agent: Agent): Promise<number> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const asking = request({socketPath, agent, path: '/v1.41/containers/json'}, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(performance.now() - begun));
    });
    asking.on('error', reject);
    asking.end();
  });
}
