import type {Flag} from './flag.ts';

/**
 * The lines of help for flags, in pflag's layout: sorted, usages in one column, wrapped to `columns`.
 * https://pkg.go.dev/github.com/spf13/pflag#FlagSet.FlagUsagesWrapped
 */
export function flagUsages(flags: readonly Flag<unknown>[], columns: number): string {
  const shown = flags.filter(({hidden}) => !hidden).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const heads = shown.map(headOf);
  const widest = Math.max(0, ...heads.map((head) => head.length));
  return shown
    .map((flag, at) => {
      const head = (heads[at] ?? '').padEnd(widest + 3);
      return `${head}${wrap(usageOf(flag), widest + 3, columns)}\n`;
    })
    .join('');
}

function headOf({short, name, type}: Flag<unknown>): string {
  const names = short === undefined || name === 'help' ? `      --${name}` : `  -${short}, --${name}`;
  return type === '' ? names : `${names} ${type}`;
}

function usageOf({usage, defaultText}: Flag<unknown>): string {
  return defaultText === undefined ? usage : `${usage} (default ${defaultText})`;
}

const slop = 5;
const leastWidth = 24;

function wrap(text: string, indent: number, columns: number): string {
  const roomy = columns - indent >= leastWidth;
  const left = roomy ? indent : 16;
  const newLine = `\n${' '.repeat(left)}`;
  const start = roomy ? '' : newLine;
  if (columns - left < leastWidth) return text.replaceAll('\n', start);
  const room = columns - left - slop;
  const lines: string[] = [];
  let rest = text;
  do {
    const [line, after] = cutLine(rest, room);
    lines.push(line.replaceAll('\n', newLine));
    rest = after;
  } while (rest !== '');
  return start + lines.join(newLine);
}

/** The first line of a text: broken at its last blank within `room`, unless the rest fits with a few columns more. */
function cutLine(text: string, room: number): readonly [string, string] {
  if (room + slop > text.length) return [text, ''];
  const head = text.slice(0, room);
  const blank = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\t'), head.lastIndexOf('\n'));
  if (blank <= 0) return [text, ''];
  const newLine = head.lastIndexOf('\n');
  const at = newLine > 0 && newLine < blank ? newLine : blank;
  return [text.slice(0, at), text.slice(at + 1)];
}
