import {globFits} from './glob.ts';
import {requireCount} from './numbers.ts';
import {RedisFault, syntaxFault} from './reply.ts';

/** One step of `SCAN` and its like over items in their order; `0` as the next cursor is the end. Throws RedisFault. */
export function scan(
  items: readonly string[],
  {cursor, options}: {readonly cursor: string; readonly options: readonly string[]},
): {readonly next: string; readonly found: readonly string[]} {
  if (!/^\d{1,20}$/.test(cursor)) throw new RedisFault('ERR invalid cursor');
  let count = 10;
  let pattern: string | undefined;
  for (let at = 0; at < options.length; at += 2) {
    const value = options[at + 1];
    if (value === undefined) throw syntaxFault();
    switch ((options[at] ?? '').toUpperCase()) {
      case 'COUNT':
        count = requireCount(value);
        if (count < 1) throw syntaxFault();
        break;
      case 'MATCH':
        pattern = value;
        break;
      default:
        throw syntaxFault();
    }
  }
  const start = Math.min(Number(cursor), items.length);
  const end = start + count;
  const piece = items.slice(start, end);
  return {
    next: end >= items.length ? '0' : String(end),
    found: pattern === undefined ? piece : piece.filter((item) => globFits(pattern, item)),
  };
}
