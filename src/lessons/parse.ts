import {lessonProblems, pictureProblems, stepProblems} from './complete.ts';
import {LessonFront, parseFrontMatter} from './front-matter.ts';
import type {Check, Lesson, Mistake, Place, QuizAnswer, Step} from './lesson.ts';
import {parseOutline} from './outline.ts';
import {didYouMean, inOrder, type LessonProblem, problem, quoted} from './problem.ts';
import {type CheckTypes, parseChecks, parseMistakes, scriptOf} from './script.ts';
import type {Block, Role, Section} from './section.ts';
import {readSource, type Source} from './source.ts';

export type {CheckTypes} from './script.ts';

/** What a lesson cannot know of itself. */
export interface LessonOrigin {
  /** As problems should name it: `lessons/03-containers/lesson.md`. */
  readonly file: string;
  readonly number: number;
  readonly checkTypes: CheckTypes;
}

const classes = ['quiz', 'remember'];

/**
 * Reads `lesson.md`. The lesson holds whatever could be understood; trust it only when no problem is an
 * error. Its only language is `en`, and `files` is '', until `applyTranslation` and the loader add theirs.
 */
export function parseLesson(
  raw: string,
  {file, number, checkTypes}: LessonOrigin,
): {lesson: Lesson; problems: readonly LessonProblem[]} {
  const {source, problems} = readSource(file, raw);
  const front = parseFrontMatter(source, LessonFront);
  const {outline, problems: markdown} = parseOutline(source, front.end);
  problems.push(...front.problems, ...markdown, ...headingProblems(outline.sections));
  problems.push(...misplaced(outline.introduction, ['setup', 'picture']), ...pictureProblems(outline.introduction));
  const remember = outline.sections.filter(isRemember);
  for (const section of remember) {
    problems.push(...misplaced(section, ['picture']), ...pictureProblems(section));
  }
  const steps = outline.sections
    .filter((section) => !isRemember(section))
    .map((section) => {
      const step = parseStep(source, section, checkTypes);
      problems.push(...step.problems);
      return step.step;
    });
  problems.push(...lessonProblems({steps, remember, end: source.at(source.text.length)}));
  const lesson: Lesson = {
    number,
    id: front.value?.id ?? '',
    title: {en: front.value?.title ?? ''},
    summary: {en: front.value?.summary ?? ''},
    minutes: front.value?.minutes ?? 0,
    needs: front.value?.needs ?? [],
    introduction: {en: outline.introduction.body},
    setup: ofRole(outline.introduction, 'setup').map(scriptOf),
    steps,
    remember: {en: remember.flatMap(sentences)},
    files: '',
    languages: ['en'],
  };
  return {lesson, problems: inOrder(problems)};
}

/** The section with the sentences to take away, which is no step. */
export function isRemember(section: Section): boolean {
  return section.heading?.classes.includes('remember') === true;
}

/** A remembered sentence may go on in the next line. */
export function sentences(section: Section): readonly string[] {
  return section.items.map(({text, explanation}) => `${text} ${explanation}`.replaceAll('\n', ' ').trim());
}

export function ofRole(section: Section, role: Role): readonly Block[] {
  return section.blocks.filter((block) => block.role === role);
}

/** What is wrong with headings, in a lesson and in a translation alike. */
export function headingProblems(sections: readonly Section[]): LessonProblem[] {
  const problems: LessonProblem[] = [];
  const seen = new Map<string, Place>();
  for (const {heading, place} of sections) {
    if (heading === undefined) continue;
    const {title, id} = heading;
    if (title === '')
      problems.push(problem('STEP_TITLE_MISSING', place, 'a step without a title; write "## Title {#id}"'));
    if (id === '') {
      const message = `step ${quoted(title)} has no id; write "## ${title} {#kebab-case}"`;
      problems.push(problem('STEP_ID_MISSING', place, message));
    } else if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
      const message = `step id ${quoted(id)} is not kebab-case, like "web-server"`;
      problems.push(problem('STEP_ID', place, message));
    }
    const before = seen.get(id);
    if (id !== '' && before !== undefined) {
      const message = `step id ${quoted(id)} stands in line ${before.line} already; progress needs it unique`;
      problems.push(problem('DUPLICATE_STEP_ID', place, message));
    }
    seen.set(id, before ?? place);
    for (const word of heading.classes.filter((name) => !classes.includes(name))) {
      const hint = didYouMean(word, classes);
      problems.push(problem('UNKNOWN_CLASS', place, `unknown class ${quoted(word)} of step ${quoted(id)}${hint}`));
    }
  }
  return problems;
}

function misplaced({blocks, hints, heading}: Section, allowed: readonly Role[]): LessonProblem[] {
  const where = heading === undefined ? 'before the first step' : 'among the sentences to remember';
  const message = (what: string) => `${what} stands ${where}; it belongs under the "##" of a step`;
  return [
    ...blocks
      .filter(({role}) => !allowed.includes(role))
      .map(({role, place}) => problem('MISPLACED_BLOCK', place, message(`a ${role} block`))),
    ...hints.map(({place}) => problem('MISPLACED_BLOCK', place, message('a hint'))),
  ];
}

function parseStep(source: Source, section: Section, checkTypes: CheckTypes): {step: Step; problems: LessonProblem[]} {
  const problems: LessonProblem[] = [];
  const checks: Check[] = [];
  const mistakes: Mistake[] = [];
  for (const block of ofRole(section, 'check')) {
    const found = parseChecks(source, block, checkTypes);
    checks.push(...found.checks);
    problems.push(...found.problems);
  }
  for (const block of ofRole(section, 'mistakes')) {
    const found = parseMistakes(source, block);
    mistakes.push(...found.mistakes);
    problems.push(...found.problems);
  }
  const scripts = (role: Role) => ofRole(section, role).map(scriptOf);
  const quiz = section.heading?.classes.includes('quiz') === true;
  const run = scripts('run');
  const solution = scripts('solution');
  const step: Step = {
    id: section.heading?.id ?? '',
    title: {en: section.heading?.title ?? ''},
    body: {en: section.body},
    setup: scripts('setup'),
    run,
    checks,
    hints: section.hints.map(({text}) => ({en: text})),
    solution: quiz ? [] : solution.length > 0 ? solution : run,
    alternatives: scripts('alternative'),
    mistakes,
    answers: quiz ? section.items.map(answerOf) : [],
  };
  // Judged by what is written, so that a broken check is not reported as a missing one too.
  problems.push(...stepProblems(section, {quiz, mistakes: mistakes.length}, problems.length > 0));
  return {step, problems};
}

function answerOf({text, explanation, box}: Section['items'][number]): QuizAnswer {
  return {text: {en: text}, right: box === true, explanation: {en: explanation}};
}
