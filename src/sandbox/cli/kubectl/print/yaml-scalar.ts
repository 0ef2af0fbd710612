/** How a text is written in YAML: as it is, or in which quotes. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

/** Words that YAML 1.1 reads as something else than text. */
const words = new Set(
  ['', '~', 'null', 'Null', 'NULL', '<<']
    .concat(['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE'])
    .concat(['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE'])
    .concat(['.nan', '.NaN', '.NAN', '.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF', '-.inf', '-.Inf', '-.INF']),
);
const integer = /^[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const time =
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\.[0-9]*)?(Z|[-+][0-9]{2}:[0-9]{2})?)?$/;

/** Whether a reader would take the bare text for a number, a truth, a time or nothing. */
function isMistakable(text: string): boolean {
  if (words.has(text) || base60.test(text)) return true;
  if (!/^[-+.0-9]/.test(text)) return false;
  if (time.test(text)) return true;
  const plain = text.replaceAll('_', '');
  return integer.test(plain) || float.test(plain);
}

const startIndicators = new Set('#,[]{}&*!|>\'"%@`');
const unprintable = /[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** The style that Go's YAML writer chooses. https://pkg.go.dev/sigs.k8s.io/yaml/goyaml.v2 */
export function scalarStyle(text: string, isKey = false): ScalarStyle {
  const special = unprintable.test(text) || / \n/.test(text);
  if (text.includes('\n')) {
    const literal = !isKey && !special && !/ $/.test(text);
    return literal ? 'literal' : 'double';
  }
  if (isMistakable(text)) return 'double';
  if (special) return 'double';
  return isPlain(text) ? 'plain' : 'single';
}

function isPlain(text: string): boolean {
  if (/^(---|\.\.\.)/.test(text) || /^ | $/.test(text)) return false;
  const first = text.charAt(0);
  if (startIndicators.has(first)) return false;
  if (/^[?:-]( |$)/.test(text)) return false;
  return !/:( |$)/.test(text) && !/ #/.test(text);
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

/** Where a text begins, and how far its further lines are moved in. */
export interface ScalarPlace {
  readonly column: number;
  readonly indent: number;
  /** A key stays on its line. */
  readonly isKey: boolean;
}

const bestWidth = 80;

/** Breaks a text at the first blank after column 80, again and again, as Go's writer does. */
function folded(text: string, style: 'plain' | 'single' | 'double', {column, indent, isKey}: ScalarPlace): string {
  if (isKey) return text;
  const chars = [...text];
  const quotes = style === 'plain' ? 0 : 1;
  let [at, wasBlank, written] = [column + quotes, false, ''];
  for (const [index, char] of chars.entries()) {
    const inside = style === 'plain' || (index > 0 && index < chars.length - 1);
    const beforeBlank = chars[index + 1] === ' ';
    if (char === ' ' && !wasBlank && at > bestWidth && inside && (style === 'double' || !beforeBlank)) {
      written += `\n${' '.repeat(indent)}${style === 'double' && beforeBlank ? '\\' : ''}`;
      at = indent + (style === 'double' && beforeBlank ? 1 : 0);
      wasBlank = true;
      continue;
    }
    const shown = style === 'double' ? escaped(char) : style === 'single' && char === "'" ? "''" : char;
    written += shown;
    at += shown.length;
    wasBlank = char === ' ';
  }
  return written;
}

/** A text as it is. */
export function plain(text: string, place: ScalarPlace): string {
  return folded(text, 'plain', place);
}

/** A text in double quotes. */
export function doubleQuoted(text: string, place: ScalarPlace): string {
  return `"${folded(text, 'double', place)}"`;
}

function escaped(char: string): string {
  const known = escapes[char];
  if (known !== undefined) return known;
  if (!unprintable.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** A text in single quotes. */
export function singleQuoted(text: string, place: ScalarPlace): string {
  return `'${folded(text, 'single', place)}'`;
}

/** The lines of a text after `|`, each moved in by `indent`. */
export function literalBlock(text: string, indent: number): string {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomp = text.endsWith('\n') ? (/(^|\n)\n$/.test(text) ? '+' : '') : '-';
  const lines = text.replace(/\n$/, '').split('\n');
  const pad = ' '.repeat(indent);
  return `|${hint}${chomp}\n${lines.map((line) => (line === '' ? '' : pad + line)).join('\n')}`;
}
