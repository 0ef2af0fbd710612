import type {Place, Step} from './lesson.ts';
import {type LessonProblem, problem, quoted} from './problem.ts';
import type {Section} from './section.ts';
import {cells} from './width.ts';

const pictureCells = 60;
const fewestHints = 2;
const fewestMistakes = 2;
const sentencesToRemember = 3;

interface Counts {
  readonly quiz: boolean;
  readonly mistakes: number;
}

/**
 * What a step lacks to be taught and rehearsed. `broken` says that its checks or mistakes could not all be
 * read, so that their number means nothing.
 */
export function stepProblems(section: Section, counts: Counts, broken: boolean): LessonProblem[] {
  const pictures = pictureProblems(section);
  return counts.quiz
    ? [...pictures, ...quizProblems(section)]
    : [...pictures, ...practiceProblems(section, counts, broken)];
}

/** Pictures that would not fit into the lesson's pane. */
export function pictureProblems({blocks}: Section): LessonProblem[] {
  return blocks
    .filter(({role}) => role === 'picture')
    .flatMap(({text, place}) =>
      text.split('\n').flatMap((line, index) => {
        const width = cells(line);
        if (width <= pictureCells) return [];
        const message = `this line of the picture is ${width} columns wide; ${pictureCells} fit`;
        return [problem('PICTURE_TOO_WIDE', {...place, line: place.line + index}, message)];
      }),
    );
}

function practiceProblems(section: Section, {mistakes}: Counts, broken: boolean): LessonProblem[] {
  const {place, blocks, hints, heading} = section;
  const step = `step ${quoted(heading?.id ?? '')}`;
  const has = (role: string) => blocks.some((block) => block.role === role);
  if (!has('check')) {
    if (broken) return [];
    const message = `${step} has neither checks nor answers, so nobody could finish it; add a "yaml check" block, or .quiz and answers`;
    return [problem('STEP_WITHOUT_CHECK', place, message)];
  }
  const problems: LessonProblem[] = [];
  if (!has('solution') && !has('run')) {
    const message = `${step} has no solution; add a "sh solution" block (or "sh run", when the commands are shown)`;
    problems.push(problem('SOLUTION_MISSING', place, message));
  }
  if (hints.length < fewestHints) {
    const message = `${step} has ${hints.length} of ${fewestHints} hints; the first says where to look, the second what to change`;
    problems.push(problem('TOO_FEW_HINTS', place, message));
  }
  if (!broken && mistakes < fewestMistakes) {
    const message = `${step} has ${mistakes} of ${fewestMistakes} mistakes; each proves one answer to a wrong try`;
    problems.push(problem('TOO_FEW_MISTAKES', place, message));
  }
  return problems;
}

function quizProblems({place, blocks, items, heading}: Section): LessonProblem[] {
  const quiz = `quiz ${quoted(heading?.id ?? '')}`;
  const problems: LessonProblem[] = blocks
    .filter(({role}) => role === 'check' || role === 'solution' || role === 'alternative' || role === 'mistakes')
    .map(({role, place: at}) =>
      problem('MISPLACED_BLOCK', at, `${quiz} has a ${role} block; a quiz is checked by its answers`),
    );
  for (const item of items) {
    if (item.box === undefined || item.text === '') {
      problems.push(problem('QUIZ_ANSWER', item.place, 'an answer begins with "- [x]" or "- [ ]" and has words'));
    } else if (item.explanation === '') {
      const message = `answer ${quoted(item.text)} has no explanation; write it indented in the next line`;
      problems.push(problem('EXPLANATION_MISSING', item.place, message));
    }
  }
  if (items.length === 0) {
    problems.push(
      problem('QUIZ_WITHOUT_ANSWERS', place, `${quiz} has no answers; write a list of "- [x] right" and "- [ ] wrong"`),
    );
    return problems;
  }
  // An answer without a box may be the one that seems to be missing.
  if (items.some(({box}) => box === undefined)) return problems;
  if (!items.some(({box}) => box === true)) {
    problems.push(problem('QUIZ_WITHOUT_RIGHT', place, `${quiz} has no right answer; mark one with "- [x]"`));
  }
  if (!items.some(({box}) => box === false)) {
    problems.push(problem('QUIZ_WITHOUT_WRONG', place, `${quiz} has no wrong answer, so it asks nothing`));
  }
  return problems;
}

interface Whole {
  readonly steps: readonly Step[];
  readonly remember: readonly Section[];
  readonly end: Place;
}

/** What a lesson lacks as a whole. */
export function lessonProblems({steps, remember, end}: Whole): LessonProblem[] {
  const problems: LessonProblem[] = [];
  if (steps.length === 0) {
    problems.push(problem('STEPS_MISSING', end, 'a lesson without steps; a step begins with "## Title {#id}"'));
  }
  const [first, ...more] = remember;
  if (first === undefined) {
    const message =
      'no sentences to remember; end the lesson with "## Remember {#remember .remember}" and a list of three';
    problems.push(problem('REMEMBER_MISSING', end, message));
  } else if (first.items.length !== sentencesToRemember) {
    const message = `${first.items.length} sentences to remember; ${sentencesToRemember} are what stays`;
    problems.push(problem('REMEMBER_COUNT', first.place, message));
  }
  for (const {place} of more) {
    problems.push(problem('DUPLICATE_REMEMBER', place, 'a second section with .remember; keep one'));
  }
  return problems;
}
