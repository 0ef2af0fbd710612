import type {Session} from '../../session.ts';
import type {Picture} from '../picture.ts';
import {quizLines} from './quiz.ts';
import {paragraph} from './text.ts';

/** The end of a lesson: what to remember, and what was done in numbers. */
export function endLines(picture: Picture, width: number): readonly string[] {
  const {session, theme, say, tell, markdown} = picture;
  const {steps, minutes, hints, solutions} = lessonNumbers(session);
  const quiz = session.step.answers.length > 0 ? [...quizLines(picture, width), ''] : [];
  return [
    ...quiz,
    ...paragraph(theme, 'passed', `${theme.symbols.passed} ${say.lessonDone(tell.text(session.lesson.title))}`, width),
    '',
    ...paragraph(theme, 'heading', say.remember, width),
    ...markdown(
      tell
        .sentences(session.lesson)
        .map((sentence) => `- ${sentence}`)
        .join('\n'),
      width,
    ),
    '',
    ...paragraph(theme, 'muted', say.lessonNumbers(steps, minutes, hints, solutions), width),
  ];
}

/** What a lesson took, as far as it was noted. */
export function lessonNumbers({progress, course, lesson}: Pick<Session, 'progress' | 'course' | 'lesson'>): {
  readonly steps: number;
  readonly minutes: number;
  readonly hints: number;
  readonly solutions: number;
} {
  const known = Object.values(progress.courses[course.id]?.lessons[lesson.id]?.steps ?? {});
  const passed = known.filter(({passedAt}) => passedAt !== undefined);
  // A step left open over night was not worked on all night.
  const ms = passed.reduce(
    (sum, {enteredAt, passedAt}) => sum + Math.min((passedAt ?? 0) - (enteredAt ?? 0), 15 * 60_000),
    0,
  );
  return {
    steps: passed.length,
    minutes: Math.max(1, Math.round(ms / 60_000)),
    hints: known.reduce((sum, {hints}) => sum + hints, 0),
    solutions: known.filter(({solutionShown}) => solutionShown).length,
  };
}
