import {problemIn} from '../../errors.ts';
import type {Picture} from '../picture.ts';
import {endLines} from './end.ts';
import {answerLines, quizLines} from './quiz.ts';
import {paragraph, paragraphWithCode} from './text.ts';

/** The whole text of the step, as long as it is: title, body, quiz, hints and solution that were asked for. */
export function lessonLines(picture: Picture, width: number): readonly string[] {
  if (picture.session.phase === 'finished') return endLines(picture, width);
  const quiz = picture.session.step.answers.length > 0 ? ['', ...quizLines(picture, width)] : [];
  return [...textLines(picture, width), ...quiz, ...hintLines(picture, width), ...solutionLines(picture, width)];
}

/** Which lines of the whole text are one answer of the quiz, as [first, last + 1). */
export function placeOfAnswer(picture: Picture, index: number, width: number): readonly [number, number] {
  const before = Array.from({length: index}, (_, earlier) => answerLines(picture, earlier, width).length);
  const first = before.reduce((sum, count) => sum + count, textLines(picture, width).length + 1);
  return [first, first + answerLines(picture, index, width).length];
}

/** Why the step cannot begin comes before everything; then the lesson's introduction, title and text. */
function textLines(picture: Picture, width: number): readonly string[] {
  const {session, theme, tell, markdown} = picture;
  const {lesson, step} = session;
  const introduction = lesson.steps[0] === step ? [...markdown(tell.text(lesson.introduction), width), ''] : [];
  return [
    ...troubleLines(picture, width),
    ...introduction,
    ...paragraph(theme, 'heading', tell.text(step.title), width),
    '',
    ...markdown(tell.text(step.body), width),
  ];
}

function troubleLines({session, theme, say}: Picture, width: number): readonly string[] {
  if (!session.trouble) return [];
  const trouble = problemIn(session.trouble, session.language);
  const fix = trouble.fix === undefined ? [] : trouble.fix.split('\n');
  const [first = '', ...others] = say.startFailed(trouble.message).split('\n');
  return [
    ...paragraphWithCode(theme, 'blocked', first, width),
    ...[...others, ...fix].flatMap((line) => paragraphWithCode(theme, 'text', line, width)),
    ...paragraph(theme, 'key', say.tryAgainKey, width),
    '',
  ];
}

function hintLines({session, say, tell, markdown, theme}: Picture, width: number): readonly string[] {
  const {step, hints} = session;
  return step.hints
    .slice(0, hints)
    .flatMap((hint, index) => [
      '',
      ...paragraph(theme, 'tip', say.hint(index + 1, step.hints.length), width),
      ...markdown(tell.text(hint), width),
    ]);
}

function solutionLines({session, say, markdown, theme}: Picture, width: number): readonly string[] {
  const {step, solutionShown} = session;
  if (!solutionShown || step.solution.length === 0) return [];
  const code = step.solution.map(({text}) => text).join('\n');
  return ['', ...paragraph(theme, 'tip', say.solution, width), ...markdown(`\`\`\`sh\n${code}\n\`\`\``, width)];
}
