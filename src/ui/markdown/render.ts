import {lexer} from 'marked';
import type {Language} from '../../observation.ts';
import {asciiProse} from '../symbols.ts';
import type {Theme} from '../theme.ts';
import {blockLines, type Setting} from './block.ts';
import {cleanText, withEmphasisBesideHan} from './clean.ts';

export type {Setting} from './block.ts';

/** Below this no line could hold a wide character beside its mark. */
const leastWidth = 8;

/**
 * Markdown as lines for a terminal, each at most `width` cells (and at least 8 are taken for granted). Whatever the
 * source holds, only our own colours and links are in the lines.
 */
export function renderMarkdown(source: string, setting: Setting): readonly string[] {
  const text = setting.theme.ascii ? withAsciiProse(source) : source;
  const tokens = lexer(withEmphasisBesideHan(cleanText(text)));
  return blockLines(tokens, {...setting, width: Math.max(leastWidth, setting.width)});
}

/** What is in a fence is typed as it stands, or a picture with a fallback of its own. */
function withAsciiProse(source: string): string {
  return source
    .split(/(^ *```[\s\S]*?^ *```)/m)
    .map((part, index) => (index % 2 === 0 ? asciiProse(part) : part))
    .join('');
}

/** Renders and remembers: the same text at the same width is laid out once. */
export type MarkdownRenderer = (source: string, width: number) => readonly string[];

/** A renderer for one theme and language that keeps its last `keep` results. */
export function createMarkdownRenderer(theme: Theme, language: Language, keep = 64): MarkdownRenderer {
  const known = new Map<string, readonly string[]>();
  return (source, width) => {
    const key = `${width} ${source}`;
    const lines = known.get(key) ?? renderMarkdown(source, {theme, language, width});
    // Put at the end again: the first one is the one longest unused.
    known.delete(key);
    known.set(key, lines);
    if (known.size > keep) for (const oldest of [...known.keys()].slice(0, known.size - keep)) known.delete(oldest);
    return lines;
  };
}
