import {appendFileSync, readFileSync} from 'node:fs';
import {it} from 'vitest';
import {arena} from './arena.ts';

it('x', async () => {
  for (const script of JSON.parse(readFileSync('/tmp/h4c/scripts.json', 'utf8'))) {
    const {run} = arena();
    const t = performance.now();
    appendFileSync('/tmp/h4c/log', `${script}\n`);
    const err = await run(['awk', script, 'a.txt', 'b.txt']);
    appendFileSync('/tmp/h4c/log', `   ${Math.round(performance.now() - t)} ${err}\n`);
  }
}, 100_000);
