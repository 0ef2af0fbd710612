import {cutLine} from '../markdown/wrap.ts';
import type {Picture} from '../picture.ts';
import {lineWidth, textWidth} from '../terminal/width.ts';
import {speakable} from './text.ts';

/** Lesson, step and how far it is; at the right the sandbox in a word, where there is room. */
export function headerLine({session, theme, say, tell, sandbox, layout}: Picture): string {
  const width = layout.columns;
  const {lesson, step} = session;
  const number = lesson.steps.indexOf(step) + 1;
  const where = session.reader ? say.readsAlong(sandbox) : sandbox;
  const right = ` ${say.step(number, lesson.steps.length)}${where === '' ? '' : `  ${where}`} `;
  const short = ` ${say.stepsPassed(number, lesson.steps.length)} `;
  const title = ` ${lesson.number} ${tell.text(lesson.title)} ${theme.symbols.prompt} ${tell.text(step.title)}`;
  const end = textWidth(title) + textWidth(right) < width ? right : short;
  const start = cutLine(
    [{text: speakable(theme, title), styles: []}],
    Math.max(1, width - textWidth(end)),
    theme.symbols.cut,
  ).text;
  const blank = ' '.repeat(Math.max(0, width - lineWidth(start) - textWidth(end)));
  return theme.paint('selected', theme.paint('header', start) + blank + end);
}
