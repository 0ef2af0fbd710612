import type {Picture} from '../picture.ts';
import {lessonPlace} from '../view.ts';
import {endLines} from './end.ts';
import {quizLines} from './quiz.ts';
import {paragraph} from './text.ts';

/** The whole text of the step, as long as it is: title, body, quiz, hints and solution that were asked for. */
export function lessonLines(picture: Picture, width: number): readonly string[] {
  const {session, theme, tell, markdown} = picture;
  const {lesson, step, phase} = session;
  if (phase === 'finished') return endLines(picture, width);
  const introduction = lesson.steps[0] === step ? [...markdown(tell.text(lesson.introduction), width), ''] : [];
  return [
    ...introduction,
    ...paragraph(theme, 'heading', tell.text(step.title), width),
    '',
    ...troubleLines(picture, width),
    ...markdown(tell.text(step.body), width),
    ...(lessonPlace(session) === 'quiz' || step.answers.length > 0 ? ['', ...quizLines(picture, width)] : []),
    ...hintLines(picture, width),
    ...solutionLines(picture, width),
  ];
}

function troubleLines({session, theme, say}: Picture, width: number): readonly string[] {
  const {trouble} = session;
  if (!trouble) return [];
  const fix = trouble.fix === undefined ? [] : paragraph(theme, 'text', trouble.fix, width);
  return [...paragraph(theme, 'blocked', say.startFailed(trouble.message), width), ...fix, ''];
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
