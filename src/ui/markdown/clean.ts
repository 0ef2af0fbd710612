/**
 * Text without anything that could move the cursor, hide, reorder or misalign: control characters, text direction
 * marks, joiners and variation selectors (terminals disagree about their width). Newlines stay, tabs become blanks.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
    .replace(/[^\n]*\t[^\n]*/g, expandTabs)
    .replace(unwanted, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f]/g, ' ')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

const unwanted = /(?!\n)\p{Cc}|\p{Cf}|\p{Variation_Selector}/gu;

const tabStop = 4;

function expandTabs(line: string): string {
  let expanded = '';
  for (const character of line) {
    expanded += character === '\t' ? ' '.repeat(tabStop - (expanded.length % tabStop)) : character;
  }
  return expanded;
}

/** Invisible, and neither blank nor punctuation: put beside `**` it makes the mark count. */
export const wordJoiner = '\u2060';

/**
 * Makes `**镜像（image）**是` bold. CommonMark takes `**` between punctuation and a letter for no mark at all, which
 * is right where words are parted by blanks. See https://github.com/commonmark/commonmark-spec/issues/650
 */
export function withEmphasisBesideHan(markdown: string): string {
  return markdown.replace(/\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*/g, (whole, inner: string, at: number) => {
    const before = markdown[at - 1] ?? ' ';
    const after = markdown[at + whole.length] ?? ' ';
    const opens = isPunctuation(inner[0] ?? '') && isLetter(before);
    const closes = isPunctuation(inner.at(-1) ?? '') && isLetter(after);
    return `**${opens ? wordJoiner : ''}${inner}${closes ? wordJoiner : ''}**`;
  });
}

function isPunctuation(character: string): boolean {
  return /[\p{P}\p{S}]/u.test(character) && character !== '`';
}

function isLetter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

/** Text with its character references resolved, and clean again: `&#27;`, which marked resolves, is an escape too. */
export function decodeReferences(text: string): string {
  const decoded = text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return named[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
  return cleanText(decoded);
}

const named: {readonly [name: string]: string} = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  rarr: '→',
  larr: '←',
  times: '×',
};
