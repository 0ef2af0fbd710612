import type {Figure} from './figure.ts';

/** A Markdown table, as the README shows it. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({name, value, goal, unit, peer, peerValue, ok}) => [
    name,
    `${value} ${unit}`,
    `≤ ${goal} ${unit}`,
    peer === undefined ? '' : `${peer}: ${peerValue === undefined ? '?' : Math.round(peerValue * 10) / 10} ms`,
    ok ? 'yes' : 'no',
  ]);
  return [
    '| figure | measured | goal | peer in the same run | reached |',
    '|---|---|---|---|---|',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
}
