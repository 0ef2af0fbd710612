import type {Picture} from '../picture.ts';
import {paragraph} from './text.ts';

/** The answers with their boxes; once answered, every chosen one is explained. */
export function quizLines({session, view, theme, say, tell}: Picture, width: number): readonly string[] {
  const {answers} = session.step;
  const done = session.phase === 'passed' || session.phase === 'finished';
  const {boxChecked, boxEmpty, prompt} = theme.symbols;
  return answers.flatMap((answer, index) => {
    const ticked = (done ? (session.chosen ?? []) : view.ticked).includes(index);
    const cursor = !done && view.focus === 'lesson' && view.cursor === index;
    const mark = `${cursor ? theme.paint('accent', prompt) : ' '} ${ticked ? theme.paint('accent', boxChecked) : boxEmpty} `;
    const text = paragraph(theme, cursor ? 'strong' : 'text', `${index + 1}. ${tell.text(answer.text)}`, width - 4, 3);
    const explained = session.chosen?.includes(index) || (done && answer.right);
    const verdict = answer.right ? say.rightAnswer : say.wrongAnswer;
    const explanation = explained
      ? paragraph(theme, answer.right ? 'passed' : 'unmet', `${verdict}: ${tell.text(answer.explanation)}`, width - 7)
      : [];
    return [
      ...text.map((line, at) => (at === 0 ? mark + line : `    ${line}`)),
      ...explanation.map((line) => `       ${line}`),
    ];
  });
}
