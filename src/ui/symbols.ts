/** Characters the program draws with: one cell each, but for the boxes in ASCII. */
export interface Symbols {
  readonly passed: string;
  readonly waiting: string;
  readonly unmet: string;
  readonly blocked: string;
  readonly bullet: string;
  readonly boxChecked: string;
  readonly boxEmpty: string;
  readonly prompt: string;
  readonly bar: string;
  readonly quote: string;
  readonly cut: string;
  readonly more: string;
  readonly line: string;
  readonly wall: string;
  /** Corners and crossings of a box, row by row: ┌┬┐ ├┼┤ └┴┘. */
  readonly corners: readonly [string, string, string, string, string, string, string, string, string];
}

export function symbolsOf(ascii: boolean): Symbols {
  return ascii ? plain : drawn;
}

/** Emoji and characters with two widths (ZWJ, VS16) are left out on purpose: terminals disagree about them. */
const drawn: Symbols = {
  passed: '✔',
  waiting: '◌',
  unmet: '○',
  blocked: '✘',
  bullet: '•',
  boxChecked: '✔',
  boxEmpty: '○',
  prompt: '❯',
  bar: '│',
  quote: '▌',
  cut: '…',
  more: '▾',
  line: '─',
  wall: '│',
  corners: ['╭', '┬', '╮', '├', '┼', '┤', '╰', '┴', '╯'],
};

const plain: Symbols = {
  passed: '+',
  waiting: '~',
  unmet: 'o',
  blocked: '!',
  bullet: '*',
  boxChecked: '[x]',
  boxEmpty: '[ ]',
  prompt: '$',
  bar: '|',
  quote: '|',
  cut: '>',
  more: 'v',
  line: '-',
  wall: '|',
  corners: ['+', '+', '+', '+', '+', '+', '+', '+', '+'],
};

/** Prose with its typographic quotes, dashes and dots in ASCII; letters stay, whatever they are. */
export function asciiProse(text: string): string {
  return text.replace(/[“”„‘’‚–—…·×]/g, (character) => prose[character] ?? character);
}

const prose: {readonly [character: string]: string} = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '–': '-',
  '—': '-',
  '…': '...',
  '·': '.',
  '×': 'x',
};

/** A picture drawn with box characters, arrows and blocks, in ASCII. Every character keeps its one cell. */
export function asciiPicture(text: string): string {
  return text.replace(/[\u2190-\u21ff\u2500-\u25ff\u2713-\u2718\u276f\u2022\u2026\u00b7]/gu, (character) => {
    for (const [characters, ascii] of inAscii) if (characters.includes(character)) return ascii;
    const code = character.codePointAt(0) ?? 0;
    return code >= 0x2500 && code < 0x2580 ? '+' : code >= 0x2580 && code < 0x25a0 ? '#' : '*';
  });
}

const inAscii: readonly (readonly [string, string])[] = [
  ['─━┄┅┈┉╌╍═╴╶╸╺╼╾', '-'],
  ['│┃┆┇┊┋╎╏║╵╷╹╻╽╿', '|'],
  ['╱', '/'],
  ['╲', '\\'],
  ['╳', 'X'],
  ['→⇒➜▶▸►❯', '>'],
  ['←⇐◀◂◄', '<'],
  ['↑⇑▲▴', '^'],
  ['↓⇓▼▾', 'v'],
  ['↔⇔↕', '='],
  ['✓✔', '+'],
  ['✗✘', 'x'],
  ['○◌◯', 'o'],
  ['░▒', ':'],
  ['…', '.'],
  ['·', '.'],
];
