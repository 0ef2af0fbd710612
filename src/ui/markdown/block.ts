import {lexer, type MarkedToken, type Token, type Tokens} from 'marked';
import type {Language} from '../../observation.ts';
import type {Role} from '../palette.ts';
import {textWidth} from '../terminal/width.ts';
import type {Theme} from '../theme.ts';
import {calloutOf} from './callout.ts';
import {codeLines} from './code.ts';
import {inlineSpans, isKnown} from './inline.ts';
import {tableLines} from './table.ts';
import {type Span, wrap} from './wrap.ts';

/** How a text is to be laid out. */
export interface Setting {
  readonly theme: Theme;
  readonly language: Language;
  /** Cells a line may have. */
  readonly width: number;
}

/** Narrower than this, nesting no longer indents: a line must have room for a wide character. */
const leastWidth = 4;

/** Block tokens as lines; one blank line between blocks, none where `tight`. */
export function blockLines(tokens: readonly Token[], setting: Setting, tight = false): readonly string[] {
  const blocks = tokens
    .filter(isKnown)
    .map((token) => linesOf(token, setting))
    .filter((lines) => lines.length > 0);
  return blocks.flatMap((lines, index) => (index > 0 && !tight ? ['', ...lines] : lines));
}

function linesOf(token: MarkedToken, setting: Setting): readonly string[] {
  const {theme, width} = setting;
  switch (token.type) {
    case 'heading':
      return wrapped(inlineSpans(token.tokens, theme, [theme.style(token.depth < 3 ? 'heading' : 'strong')]), width);
    case 'paragraph':
      return wrapped(inlineSpans(token.tokens, theme), width);
    case 'text':
      return wrapped(inlineSpans(token.tokens ?? [token], theme), width);
    case 'code':
      return codeLines(token.text, token.lang ?? '', theme, width);
    case 'blockquote':
      return quote(token, setting);
    case 'list':
      return list(token, setting);
    case 'table':
      return tableLines(token, theme, width);
    case 'hr':
      return [theme.paint('border', theme.symbols.line.repeat(width))];
    case 'html':
      return html(token.text, setting);
    default:
      return [];
  }
}

function wrapped(spans: readonly Span[], width: number): readonly string[] {
  return spans.some(({text}) => text.trim() !== '') ? wrap(spans, width).map(({text}) => text) : [];
}

/** A quote keeps its bar on every line; a callout is a quote with a title and a colour. */
function quote(token: Tokens.Blockquote, setting: Setting): readonly string[] {
  const {theme, language, width} = setting;
  const found = calloutOf(token.text);
  const bar = theme.paint(found?.callout.role ?? 'border', theme.symbols.quote);
  const tokens = found ? lexer(token.text.slice(found.length)) : token.tokens;
  const title = found ? [theme.paint(found.callout.role, found.callout.title[language])] : [];
  const lines = [...title, ...blockLines(tokens, {...setting, width: inner(width, 2)})];
  return width - 2 < leastWidth ? lines : lines.map((line) => (line === '' ? bar : `${bar} ${line}`));
}

function list(token: Tokens.List, setting: Setting): readonly string[] {
  const {theme, width} = setting;
  const first = token.start === '' ? 1 : token.start;
  const marks = token.items.map((item, index) => markOf(item, token.ordered ? first + index : undefined, theme));
  const indent = Math.max(...marks.map(({text}) => textWidth(text))) + 1;
  const narrow = width - indent < leastWidth;
  return token.items.flatMap((item, index) => {
    const {role, text} = marks[index] ?? markOf(item, undefined, theme);
    // Numbers end in one column, so that ` 9.` stands above `10.`.
    const mark = theme.paint(role, text.padStart(indent - 1));
    const lines = blockLines(item.tokens, {...setting, width: inner(width, indent)}, !token.loose);
    const indented = lines.map((line, row) => {
      if (row === 0) return narrow ? line : `${mark} ${line}`;
      return line === '' || narrow ? line : ' '.repeat(indent) + line;
    });
    const whole = indented.length === 0 ? [mark] : indented;
    return index > 0 && token.loose ? ['', ...whole] : whole;
  });
}

function markOf(
  item: Tokens.ListItem,
  number: number | undefined,
  theme: Theme,
): {readonly role: Role; readonly text: string} {
  const {boxChecked, boxEmpty, bullet} = theme.symbols;
  if (item.task) return item.checked ? {role: 'passed', text: boxChecked} : {role: 'muted', text: boxEmpty};
  return {role: 'accent', text: number === undefined ? bullet : `${number}.`};
}

function inner(width: number, indent: number): number {
  return width - indent < leastWidth ? width : width - indent;
}

/** HTML is no part of a lesson: comments vanish, and of elements the text stays. */
function html(text: string, {theme, width}: Setting): readonly string[] {
  const plain = text.replace(/<!--[\s\S]*?-->|<[^>]*>/g, ' ').trim();
  return plain === '' ? [] : wrapped(inlineSpans([{type: 'text', raw: plain, text: plain}], theme), width);
}
