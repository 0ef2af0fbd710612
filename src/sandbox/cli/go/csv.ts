import {quote} from './quote.ts';

/** The fields of one line of CSV; throws in the words of Go's encoding/csv. https://pkg.go.dev/encoding/csv */
export function splitCsv(line: string): readonly string[] {
  const fields: string[] = [];
  let rest = line;
  let column = 1;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(,|$)/.exec(rest);
    const plain = /^([^",]*)(,|$)/.exec(rest);
    const match = quoted ?? plain;
    if (match === null) throw new Error(csvProblem(rest, column));
    fields.push(quoted === null ? (match[1] ?? '') : (match[1] ?? '').replaceAll('""', '"'));
    if (match[2] === '') return fields;
    rest = rest.slice(match[0].length);
    column += match[0].length;
  }
}

function csvProblem(rest: string, column: number): string {
  const bare = rest.indexOf('"');
  const at = column + Math.max(0, bare);
  if (!rest.startsWith('"')) return `parse error on line 1, column ${at}: bare ${quote('"')} in non-quoted-field`;
  return `parse error on line 1, column ${at + 1}: extraneous or missing ${quote('"')} in quoted-field`;
}
