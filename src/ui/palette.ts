import type {Rgb} from './terminal/colour.ts';

/** What a colour means. Screens and Markdown name roles; only the theme knows colours. */
export type Role =
  | 'text'
  | 'muted'
  | 'strong'
  | 'heading'
  | 'accent'
  | 'header'
  | 'key'
  | 'selected'
  | 'border'
  | 'borderFocused'
  | 'passed'
  | 'waiting'
  | 'unmet'
  | 'blocked'
  | 'code'
  | 'link'
  | 'prompt'
  | 'command'
  | 'option'
  | 'string'
  | 'number'
  | 'property'
  | 'keyword'
  | 'comment'
  | 'note'
  | 'tip'
  | 'important'
  | 'warning'
  | 'caution';

/** How a role looks. `ansi` is a colour of the user's own 16; without colours only the attributes are left. */
export interface Look {
  readonly dark?: Rgb;
  readonly light?: Rgb;
  readonly ansi?: number;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly inverse?: true;
}

/** Every colour is readable (contrast at least 4.5) on its ground: near black or white. */
export const palette: {readonly [R in Role]: Look} = {
  text: {},
  muted: {dark: 0x9399b2, light: 0x5c5f77, dim: true},
  strong: {bold: true},
  heading: {dark: 0x89dceb, light: 0x0b6e8f, ansi: 6, bold: true},
  accent: {dark: 0x89dceb, light: 0x0b6e8f, ansi: 6},
  header: {bold: true},
  key: {dark: 0xf9e2af, light: 0x8a5a00, ansi: 3, bold: true},
  selected: {inverse: true},
  border: {dark: 0x8389a3, light: 0x6c6f85, dim: true},
  borderFocused: {dark: 0x89dceb, light: 0x0b6e8f, ansi: 6},
  passed: {dark: 0xa6e3a1, light: 0x2b7a1e, ansi: 2},
  waiting: {dark: 0xf9e2af, light: 0x8a5a00, ansi: 3},
  unmet: {dark: 0xfab387, light: 0xa84300, ansi: 3, bold: true},
  blocked: {dark: 0xf38ba8, light: 0xc00f35, ansi: 1, bold: true},
  code: {dark: 0xfab387, light: 0xa84300, ansi: 3},
  link: {dark: 0x89b4fa, light: 0x1e5bd6, ansi: 4, underline: true},
  prompt: {dark: 0x89dceb, light: 0x0b6e8f, ansi: 6, bold: true},
  command: {bold: true},
  option: {dark: 0xf9e2af, light: 0x8a5a00, ansi: 3},
  string: {dark: 0xa6e3a1, light: 0x2b7a1e, ansi: 2},
  number: {dark: 0xcba6f7, light: 0x7a35d0, ansi: 5},
  property: {dark: 0x89b4fa, light: 0x1e5bd6, ansi: 4},
  keyword: {dark: 0xcba6f7, light: 0x7a35d0, ansi: 5},
  comment: {dark: 0x9399b2, light: 0x5c5f77, dim: true, italic: true},
  note: {dark: 0x89b4fa, light: 0x1e5bd6, ansi: 4},
  tip: {dark: 0xa6e3a1, light: 0x2b7a1e, ansi: 2},
  important: {dark: 0xcba6f7, light: 0x7a35d0, ansi: 5},
  warning: {dark: 0xf9e2af, light: 0x8a5a00, ansi: 3},
  caution: {dark: 0xf38ba8, light: 0xc00f35, ansi: 1},
};
