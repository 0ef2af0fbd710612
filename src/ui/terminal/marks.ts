/** What shell integration says in between the output. Exit code undefined: the line was given up. */
export type ShellMark =
  | {readonly type: 'prompt'}
  | {readonly type: 'input'}
  | {readonly type: 'running'}
  | {readonly type: 'done'; readonly exitCode: number | undefined}
  | {readonly type: 'line'; readonly line: string};

/** Reads OSC 133;A, B, C and D[;exit]; undefined for anything else. */
export function parseMark133(text: string): ShellMark | undefined {
  const [kind, value] = text.split(';');
  switch (kind) {
    case 'A':
      return {type: 'prompt'};
    case 'B':
      return {type: 'input'};
    case 'C':
      return {type: 'running'};
    case 'D':
      return {type: 'done', exitCode: value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined};
    default:
      return undefined;
  }
}

/** Reads OSC 633;E;line, in which `\\` and `\xAB` stand for a backslash and a byte. */
export function parseMark633(text: string): ShellMark | undefined {
  const [kind, line = ''] = text.split(';');
  if (kind !== 'E') return undefined;
  return {
    type: 'line',
    line: line.replace(/\\(\\|x([\da-fA-F]{2}))/g, (_, escaped: string, code?: string) =>
      code === undefined ? escaped : String.fromCharCode(Number.parseInt(code, 16)),
    ),
  };
}
