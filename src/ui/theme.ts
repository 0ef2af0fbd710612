import {type Look, palette, type Role} from './palette.ts';
import {type Symbols, symbolsOf} from './symbols.ts';
import {type ColourDepth, colourParameters, paletteParameters} from './terminal/colour.ts';

export type Mode = 'light' | 'dark';

/** What a theme is made from; `detectTerminal` finds it out. */
export interface ThemeOptions {
  readonly mode: Mode;
  readonly depth: ColourDepth;
  /** Draw with ASCII only: no UTF-8, or a console font without the characters. */
  readonly ascii: boolean;
  /** The terminal makes OSC 8 links clickable; else addresses are written out. */
  readonly hyperlinks: boolean;
}

/** Codes around a styled piece. Closing ends only what was opened, so styles can be nested. */
export interface Style {
  readonly open: string;
  readonly close: string;
}

/** Colours and symbols by meaning. */
export interface Theme extends ThemeOptions {
  readonly symbols: Symbols;
  style(role: Role): Style;
  paint(role: Role, text: string): string;
}

/** A theme for a terminal. Without colours, bold, dim, underline and inverse still tell things apart. */
export function createTheme(options: ThemeOptions): Theme {
  const styles = new Map<Role, Style>();
  const style = (role: Role) => {
    const known = styles.get(role) ?? styleOf(palette[role], options);
    styles.set(role, known);
    return known;
  };
  return {
    ...options,
    symbols: symbolsOf(options.ascii),
    style,
    paint(role, text) {
      const {open, close} = style(role);
      return `${open}${text}${close}`;
    },
  };
}

const plain: Style = {open: '', close: ''};

function styleOf(look: Look, options: ThemeOptions): Style {
  const colour = colourOf(look, options);
  // A shade of its own already says that text is less important; dimmed twice it is unreadable.
  const dim = look.dim && colour === '';
  const parts: readonly (readonly [boolean | undefined, string, string])[] = [
    [look.bold, '1', '22'],
    [dim, '2', '22'],
    [look.italic, '3', '23'],
    [look.underline, '4', '24'],
    [look.inverse, '7', '27'],
    [colour !== '', colour, '39'],
  ];
  const used = parts.filter(([on]) => on);
  if (used.length === 0) return plain;
  const close = used.map(([, , end]) => end).reverse();
  return {open: `\x1b[${used.map(([, start]) => start).join(';')}m`, close: `\x1b[${close.join(';')}m`};
}

function colourOf({dark, light, ansi}: Look, {mode, depth}: ThemeOptions): string {
  if (depth === '16') return ansi === undefined ? '' : paletteParameters(ansi, depth);
  const rgb = mode === 'dark' ? dark : light;
  return rgb === undefined ? '' : colourParameters(rgb, depth);
}
