/** One key press: its name for bindings, and the text it stands for ('' for keys that are no text). */
export interface Key {
  readonly name: string;
  readonly text: string;
}

/**
 * Names the keys in bytes from the terminal: `a`, `A`, `enter`, `esc`, `ctrl-c`, `alt-b`, `up`, `shift-up`,
 * `page-up`, `f5`. Characters are named by themselves. A sequence nobody knows is left out.
 */
export function keyNames(bytes: Uint8Array): readonly Key[] {
  return keySequencesIn(bytes).flatMap((sequence) => keyOf(sequence) ?? []);
}

/** The same keys as they came, one by one: the first of several may decide where the others go. */
export function keySequencesIn(bytes: Uint8Array): readonly string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return [...text.matchAll(keySequences)].map(([sequence]) => sequence);
}

const keySequences = /\x1b\[[\d;?<>=]*[@-~]|\x1bO.|\x1b[^\x1b[O]|\x1b|[\s\S]/gu;

function keyOf(sequence: string): Key | undefined {
  if (sequence.length > 1 && sequence.startsWith('\x1b')) {
    if (/^\x1b[[O]./.test(sequence)) return named(functionKey(sequence));
    const base = keyOf(sequence.slice(1));
    return base && named(`alt-${base.name}`);
  }
  const single = singles[sequence];
  if (single) return {name: single, text: sequence === ' ' ? ' ' : ''};
  const code = sequence.codePointAt(0) ?? 0;
  if (code < 0x20) return named(`ctrl-${String.fromCharCode(code + 0x40).toLowerCase()}`);
  return {name: sequence, text: sequence};
}

const singles: {readonly [bytes: string]: string} = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\x1b': 'esc',
  ' ': 'space',
  '\x7f': 'backspace',
  '\b': 'backspace',
};

function named(name: string | undefined): Key | undefined {
  return name === undefined ? undefined : {name, text: ''};
}

/** See https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-PC-Style-Function-Keys */
function functionKey(sequence: string): string | undefined {
  const [, number = '', modifier = '1', final = ''] = /^\x1b[[O](\d*)(?:;(\d+))?(.)$/.exec(sequence) ?? [];
  const base = final === '~' ? tildes[number] : finals[final];
  if (base === undefined) return undefined;
  if (base === 'shift-tab') return base;
  const bits = Number(modifier) - 1;
  return `${bits & 4 ? 'ctrl-' : ''}${bits & 2 ? 'alt-' : ''}${bits & 1 ? 'shift-' : ''}${base}`;
}

const finals: {readonly [final: string]: string} = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  Z: 'shift-tab',
};

const tildes: {readonly [number: string]: string} = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'page-up',
  6: 'page-down',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};
