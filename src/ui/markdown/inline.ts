import type {MarkedToken, Token} from 'marked';
import type {Style, Theme} from '../theme.ts';
import {decodeReferences, wordJoiner} from './clean.ts';
import type {Span} from './wrap.ts';

/** The inline tokens of a block as styled text. */
export function inlineSpans(tokens: readonly Token[], theme: Theme, styles: readonly Style[] = []): readonly Span[] {
  return tokens.filter(isKnown).flatMap((token) => spansOf(token, theme, styles));
}

const bold: Style = {open: '\x1b[1m', close: '\x1b[22m'};
const italic: Style = {open: '\x1b[3m', close: '\x1b[23m'};
const struck: Style = {open: '\x1b[9m', close: '\x1b[29m'};

/** Marked's tokens but those an extension might add, whose type would let anything through. */
export function isKnown(token: Token): token is MarkedToken {
  return knownTypes.has(token.type);
}

const knownTypes = new Set(
  'blockquote br checkbox code codespan def del em escape heading hr html image link list list_item paragraph space strong table text'.split(
    ' ',
  ),
);

function spansOf(token: MarkedToken, theme: Theme, styles: readonly Style[]): readonly Span[] {
  const within = (style: Style) =>
    'tokens' in token ? inlineSpans(token.tokens ?? [], theme, [...styles, style]) : [];
  switch (token.type) {
    case 'strong':
      return within(bold);
    case 'em':
      return within(italic);
    case 'del':
      return within(struck);
    case 'codespan':
      return [codeSpan(token.text.replaceAll(wordJoiner, ''), theme, styles)];
    case 'br':
      return [{text: '\n', styles: []}];
    case 'html':
      return /^<br\b/i.test(token.text) ? [{text: '\n', styles: []}] : [];
    case 'image':
      return token.text === '' ? [] : [{text: `[${decodeReferences(token.text)}]`, styles}];
    case 'link':
      return link(token, theme, styles);
    case 'checkbox':
      return [];
    default:
      if ('tokens' in token && token.tokens) return inlineSpans(token.tokens, theme, styles);
      return [{text: decodeReferences('text' in token ? token.text : '').replace(/\s+/g, ' '), styles}];
  }
}

/** Without colours nothing but its marks would tell code from prose. */
function codeSpan(text: string, theme: Theme, styles: readonly Style[]): Span {
  return {text: theme.depth === 'none' ? `\`${text}\`` : text, styles: [...styles, theme.style('code')]};
}

type Link = Extract<MarkedToken, {type: 'link'}>;

/** A link is clickable where the terminal can do that, else its address is written behind its text. */
function link({href, tokens}: Link, theme: Theme, styles: readonly Style[]): readonly Span[] {
  const address = safeAddress(href);
  const inner = [...styles, theme.style('link')];
  if (address === undefined) return inlineSpans(tokens, theme, styles);
  if (theme.hyperlinks) {
    return inlineSpans(tokens, theme, [...inner, {open: `\x1b]8;;${address}\x1b\\`, close: '\x1b]8;;\x1b\\'}]);
  }
  const text = inlineSpans(tokens, theme, inner);
  const shown = text.map((span) => span.text).join('');
  return sameAddress(shown, address)
    ? text
    : [...text, {text: ` <${address}>`, styles: [...styles, theme.style('muted')]}];
}

/** The text is the address already, as in `<https://k8s.io>`. */
function sameAddress(shown: string, address: string): boolean {
  const bare = (text: string) => text.replace(/^(https?:\/\/|mailto:)/, '').replace(/\/$/, '');
  return bare(shown) === bare(address);
}

/** Only addresses a browser opens, and in ASCII: nothing in them can end the sequence they stand in. */
function safeAddress(href: string): string | undefined {
  try {
    const url = new URL(href.replaceAll(wordJoiner, ''));
    return /^(https?|mailto):$/.test(url.protocol) ? url.href.replace(/[^\x21-\x7e]/g, '') : undefined;
  } catch {
    return undefined;
  }
}
