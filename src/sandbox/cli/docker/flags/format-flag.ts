import type {Flag} from '../../cobra/flag.ts';
import {text} from '../../cobra/flag-kinds.ts';

const inTable = [
  "'table':            Print output in table format with column headers (default)",
  "'table TEMPLATE':   Print output in table format using the given Go template",
];
const always = [
  "'json':             Print in JSON format",
  "'TEMPLATE':         Print output using the given Go template.",
  'Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates',
];

/** `--format` of a command that lists. */
export function tableFormat(): Flag<string> {
  return text('format', {usage: ['Format output using a custom template:', ...inTable, ...always].join('\n')});
}

/** `--format` of a command that shows one thing; `-f` too unless told otherwise. */
export function plainFormat(short: 'f' | '' = 'f'): Flag<string> {
  const usage = ['Format output using a custom template:', ...always].join('\n');
  return text('format', short === '' ? {usage} : {usage, short});
}
