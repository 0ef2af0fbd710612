import {cutLine, wrap} from '../markdown/wrap.ts';
import type {Role} from '../palette.ts';
import {asciiProse} from '../symbols.ts';
import {lineWidth, textWidth} from '../terminal/width.ts';
import type {Theme} from '../theme.ts';

/** Text as this terminal can show it. */
export function speakable({ascii}: Pick<Theme, 'ascii'>, text: string): string {
  return ascii ? asciiProse(text) : text;
}

/** Text in one role, broken into lines of at most `width` cells; continued lines are moved in by `hang`. */
export function paragraph(theme: Theme, role: Role, text: string, width: number, hang = 0): readonly string[] {
  const lines = wrap([{text: speakable(theme, text), styles: [theme.style(role)]}], Math.max(1, width), hang);
  return lines.map((line, index) => (index === 0 ? line.text : `${' '.repeat(hang)}${line.text}`));
}

/** The same, with what stands between backticks as code; where there are no colours the backticks stay. */
export function paragraphWithCode(theme: Theme, role: Role, text: string, width: number): readonly string[] {
  const parts = speakable(theme, text).split('`');
  // One backtick alone belongs to the text.
  if (theme.depth === 'none' || parts.length % 2 === 0) return paragraph(theme, role, text, width);
  const spans = parts.map((part, index) => ({text: part, styles: [theme.style(index % 2 === 0 ? role : 'code')]}));
  return wrap(spans, Math.max(1, width)).map((line) => line.text);
}

/** Text in one role on one line, cut with a mark where it is too long. */
export function oneLine(theme: Theme, role: Role, text: string, width: number): string {
  return cutLine(
    [{text: speakable(theme, text).replaceAll('\n', ' '), styles: [theme.style(role)]}],
    Math.max(1, width),
    theme.symbols.cut,
  ).text;
}

/** A line filled with blanks to exactly `width` cells. */
export function padded(line: string, width: number): string {
  return line + ' '.repeat(Math.max(0, width - lineWidth(line)));
}

/** Left and right on one line; the right end goes first when there is no room for both. */
export function spread(left: string, right: string, width: number): string {
  const room = width - lineWidth(left) - lineWidth(right);
  return room >= 1 ? left + ' '.repeat(room) + right : padded(left, width);
}

/** A flat line of the theme's border. */
export function rule(theme: Theme, width: number, focused: boolean): string {
  return theme.paint(focused ? 'borderFocused' : 'border', theme.symbols.line.repeat(width));
}

/** The window of `height` lines from `scroll` on, with a mark in the last where more follows. */
export function windowOf(
  theme: Theme,
  lines: readonly string[],
  scroll: number,
  size: {readonly width: number; readonly height: number},
): readonly string[] {
  const shown = lines.slice(scroll, scroll + size.height);
  if (scroll + size.height >= lines.length || size.height < 2) return shown;
  const mark = theme.paint('accent', theme.symbols.more);
  const last = shown.at(-1) ?? '';
  const room = size.width - lineWidth(last) - textWidth(theme.symbols.more);
  return room >= 1 ? [...shown.slice(0, -1), last + ' '.repeat(room) + mark] : shown;
}
