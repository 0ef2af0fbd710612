import {request} from 'node:http';
import {choose} from '../../src/sandbox/choose.ts';
import type {Bench} from './figure.ts';
import {figure, median} from './figure.ts';
import {withSandbox} from './host.ts';

const path = '/containers/json?all=1';

/** The same call to the bare socket and through the guard, in turn. */
export const guardLatency: Bench = {
  name: 'guard',
  measure: () =>
    withSandbox(async (sandbox) => {
      const chosen = await choose('real', process.env);
      if (chosen.sandbox !== 'real' || chosen.endpoint.transport !== 'socket')
        throw new Error('the bare daemon has no socket');
      const bare = chosen.endpoint.socketPath;
      const direct: number[] = [];
      const guarded: number[] = [];
      for (let run = 0; run < 300; run += 1) {
        direct.push(await timeCall(bare));
        guarded.push(await timeCall(sandbox.shell.dockerSocket));
      }
      const added = median(guarded.slice(50)) - median(direct.slice(50));
      return [
        figure({
          name: 'guard, added to a call, p50',
          value: added,
          goal: 1,
          unit: 'ms',
          peer: 'bare socket',
          peerValue: median(direct),
        }),
      ];
    }),
};

function timeCall(socketPath: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    request({socketPath, path}, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(performance.now() - began));
    })
      .on('error', reject)
      .end();
  });
}
