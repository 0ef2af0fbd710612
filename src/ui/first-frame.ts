import {checksLines} from './panes/checks.ts';
import {headerLine} from './panes/header.ts';
import {keybarLine} from './panes/keybar.ts';
import {lessonLines} from './panes/lesson.ts';
import {padded, rule, windowOf} from './panes/text.ts';
import {wallLines} from './panes/wall.ts';
import type {Picture} from './picture.ts';

/**
 * The first picture, row by row, from the very lines Ink lays out a moment later: the screen is there while Ink is
 * still being loaded, and Ink's own first frame then changes nothing.
 */
export function firstFrame(picture: Picture): readonly string[] {
  const {layout, theme} = picture;
  if (layout.mode === 'too-small' || !layout.lesson) return [];
  const {lesson, checks, divider, shell} = layout;
  const width = lesson.width + 2;
  const fill = (lines: readonly string[], height: number): readonly string[] =>
    Array.from({length: height}, (_, row) => padded(` ${lines[row] ?? ''}`, width));
  const column = [
    ...fill(windowOf(theme, lessonLines(picture, lesson.width), picture.view.scroll, lesson), lesson.height),
    ...(checks
      ? [
          rule(theme, width, false),
          ...fill(windowOf(theme, checksLines(picture, checks.width), 0, checks), checks.height),
        ]
      : []),
  ];
  const focused = picture.view.focus === 'shell';
  const wall = wallLines(picture);
  const below =
    !divider && shell ? [rule(theme, layout.columns, focused), ...Array.from({length: shell.height}, () => '')] : [];
  return [
    headerLine(picture),
    ...(divider ? column.map((row, y) => row + (wall[y] ?? '')) : [...column, ...below]),
    keybarLine(picture),
  ];
}
