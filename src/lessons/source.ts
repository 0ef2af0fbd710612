import {controlMessage, replaceControl} from './control.ts';
import type {Place} from './lesson.ts';
import {type LessonProblem, problem} from './problem.ts';

/** A lesson file as text without control characters; offsets into `text` become places. */
export interface Source {
  readonly file: string;
  /** Line ends are `\n`. */
  readonly text: string;
  at(offset: number): Place;
}

/** Control characters are replaced by U+FFFD, which keeps every later column right, and reported. */
export function readSource(file: string, raw: string): {source: Source; problems: LessonProblem[]} {
  const problems: LessonProblem[] = [];
  const normal = raw.replaceAll('\r\n', '\n');
  const found: {offset: number; code: number}[] = [];
  const clean = replaceControl(normal, (offset, code) => found.push({offset, code}));
  const source = createSource(file, clean);
  for (const {offset, code} of found.slice(0, 20)) {
    problems.push(problem('CONTROL_CHARACTER', source.at(offset), controlMessage(code)));
  }
  return {source, problems};
}

/** A source from text that is known to be clean. */
export function createSource(file: string, text: string): Source {
  let starts: number[] | undefined;
  return {
    file,
    text,
    at(offset) {
      starts ??= lineStarts(text);
      const within = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= within) low = middle;
        else high = middle - 1;
      }
      return {file, line: low + 1, column: within - (starts[low] ?? 0) + 1};
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let next = text.indexOf('\n'); next >= 0; next = text.indexOf('\n', next + 1)) starts.push(next + 1);
  return starts;
}

/** Terminal cells have no tab stops the author could know: prose shows four spaces. */
export function prose(text: string): string {
  return text.includes('\t') ? text.replaceAll('\t', '    ') : text;
}
