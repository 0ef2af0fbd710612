import {asciiPicture} from '../symbols.ts';
import type {Theme} from '../theme.ts';
import {wordJoiner} from './clean.ts';
import {highlight} from './highlight.ts';
import {cutLine, type Line, type Span, wrap} from './wrap.ts';

/**
 * A fenced block. What is to be typed (`sh run`) has a prompt before each command; a picture stays as it is drawn,
 * cut where it is too wide; other code has a line on its left. Long lines go on, indented, in the next row.
 */
export function codeLines(text: string, info: string, theme: Theme, width: number): readonly string[] {
  const [language = '', kind = ''] = info.trim().toLowerCase().split(/\s+/);
  const lines = text.replaceAll(wordJoiner, '').split('\n');
  if (language === 'picture') return picture(lines, theme, width);
  if (kind === 'run') return commands(lines, language, theme, width);
  const bar = theme.paint('border', theme.symbols.bar);
  return lines.flatMap((line) =>
    wrapCode(highlight(line, language, theme), line, width - 2).map(({text: row}) => `${bar} ${row}`),
  );
}

function picture(lines: readonly string[], theme: Theme, width: number): readonly string[] {
  return lines.map(
    (line) => cutLine([{text: theme.ascii ? asciiPicture(line) : line, styles: []}], width, theme.symbols.cut).text,
  );
}

function commands(lines: readonly string[], language: string, theme: Theme, width: number): readonly string[] {
  const prompt = theme.paint('prompt', theme.symbols.prompt);
  const parts = partsOf(lines);
  return lines.flatMap((line, index) => {
    const part = parts[index] ?? 'command';
    const spans = part === 'text' ? [{text: line, styles: []}] : highlight(line, language, theme);
    return wrapCode(spans, line, width - 2).map(
      ({text}, row) => `${row === 0 && part === 'command' ? prompt : ' '} ${text}`,
    );
  });
}

/** Rows of one line of code; the rows after the first stand two cells further in than the line itself. */
function wrapCode(spans: readonly Span[], line: string, width: number): readonly Line[] {
  const indent = Math.min(/^ */.exec(line)?.[0].length ?? 0, Math.max(0, (width >> 1) - 2)) + 2;
  const hang = width > 12 ? indent : 0;
  return wrap(spans, width, hang).map((row, index) =>
    index === 0 ? row : {text: ' '.repeat(hang) + row.text, width: row.width + hang},
  );
}

/** What a line of a script is: the beginning of a command, its next line or a comment, the text of a here-document. */
type Part = 'command' | 'rest' | 'text';

function partsOf(lines: readonly string[]): readonly Part[] {
  let until: string | undefined;
  let continued = false;
  return lines.map((line) => {
    if (until !== undefined) {
      if (line.trim() === until) until = undefined;
      return 'text';
    }
    const begins = !continued && line.trim() !== '' && !line.trimStart().startsWith('#');
    continued = line.endsWith('\\');
    until = /<<-?\s*(["']?)(\w+)\1/.exec(line)?.[2];
    return begins ? 'command' : 'rest';
  });
}
