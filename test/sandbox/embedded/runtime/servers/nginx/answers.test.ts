import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {until} from '../../../../../support/until.ts';
import {answerCases} from './answer-cases.ts';
import {ask, createSite} from './site.ts';

const recorded: {readonly [name: string]: readonly string[]} = JSON.parse(
  readFileSync(new URL('answers.json', import.meta.url), 'utf8'),
);

/** What differs every time, or in every version. */
function comparable(answer: string): string {
  return answer
    .replaceAll(/^Date: .*$/gm, 'Date: now')
    .replaceAll(/nginx\/1\.\d+\.\d+/g, 'nginx/1.x')
    .replaceAll(/^Content-Length: .*$/gm, (line) => line);
}

describe('nginx answers as the real one does', () => {
  for (const {name, conf, requests} of answerCases)
    describe(name, () => {
      const machine = createSite(conf);
      const server = machine.start(['nginx', '-g', 'daemon off;']);
      it.each(
        requests.map(({request, port}, index) => [request.split('\r\n')[0], index, request, port ?? 80] as const),
      )('%s (%d)', async (_title, index, request, port) => {
        await until(
          () => machine.space.network.listenerAt('127.0.0.1', port),
          (listener) => listener !== undefined,
          {intervalMs: 1},
        );
        const answer = await ask(machine, port, request);
        expect(comparable(answer)).toBe(comparable(recorded[name]?.[index] ?? 'nothing recorded'));
      });
      void server;
    });
});
