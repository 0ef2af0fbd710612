/** `npm run bench [-- --json]`: every figure beside a peer measured in the same run. Fails no test; exit code 0. */

import type {Figure} from './bench/figure.ts';
import {benches} from './bench/index.ts';
import {table} from './bench/table.ts';

const json = process.argv.includes('--json');
const figures: Figure[] = [];
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
for (const bench of benches) {
  if (wanted.length > 0 && !wanted.some((word) => bench.name.includes(word))) continue;
  process.stderr.write(`${bench.name} ...\n`);
  try {
    figures.push(...(await bench.measure()));
  } catch (error) {
    process.stderr.write(`  skipped: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
// A bench that was skipped half-way may have left a program in a terminal: it ends with us.
process.stdout.write(json ? `${JSON.stringify(figures, null, 2)}\n` : `${table(figures)}\n`, () => process.exit(0));
