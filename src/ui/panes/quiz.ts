import type {Picture} from '../picture.ts';

/** The answers with their boxes; once answered, every chosen one is explained. */
export function quizLines(picture: Picture, width: number): readonly string[] {
  return picture.session.step.answers.flatMap((_, index) => answerLines(picture, index, width));
}

/** One answer, and its explanation when it was chosen or all is over. */
export function answerLines(
  {session, view, theme, say, tell, markdown}: Picture,
  index: number,
  width: number,
): readonly string[] {
  const answer = session.step.answers[index];
  if (!answer) return [];
  const done = session.phase === 'passed' || session.phase === 'finished';
  const {boxChecked, boxEmpty, prompt} = theme.symbols;
  const ticked = (done ? (session.chosen ?? []) : view.ticked).includes(index);
  const cursor = !done && view.focus === 'lesson' && view.cursor === index;
  const mark = `${cursor ? theme.paint('accent', prompt) : ' '} ${ticked ? theme.paint('accent', boxChecked) : boxEmpty} `;
  const indent = ' '.repeat(boxEmpty.length + 6);
  const number = `${index + 1}. `;
  const text = markdown(tell.text(answer.text), width - indent.length).map(
    (line, at) => (at === 0 ? mark + theme.paint(cursor ? 'key' : 'muted', number) : indent) + line,
  );
  const explained = session.chosen?.includes(index) || (done && answer.right);
  if (!explained) return text;
  const verdict = answer.right ? say.rightAnswer : say.wrongAnswer;
  const painted = theme.paint(answer.right ? 'passed' : 'unmet', verdict);
  const explanation = markdown(say.explained(verdict, tell.text(answer.explanation)), width - indent.length);
  return [...text, ...explanation.map((line, at) => indent + (at === 0 ? line.replace(verdict, painted) : line))];
}
