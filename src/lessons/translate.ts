import type {Language} from '../observation.ts';
import {pictureProblems} from './complete.ts';
import {runDrift} from './drift.ts';
import {parseFrontMatter, TranslationFront} from './front-matter.ts';
import type {Lesson, Localised, Place, QuizAnswer, Step} from './lesson.ts';
import {parseOutline} from './outline.ts';
import {headingProblems, isRemember, ofRole, sentences} from './parse.ts';
import {inOrder, type LessonProblem, type ProblemCode, problem, quoted} from './problem.ts';
import {parseSays} from './script.ts';
import type {Item, Role, Section} from './section.ts';
import {readSource, type Source} from './source.ts';

/** Languages a lesson can be translated into; English is the source. */
export type Translated = Exclude<Language, 'en'>;

interface Translation {
  readonly source: Source;
  readonly language: Translated;
  readonly end: Place;
  readonly problems: LessonProblem[];
}

/**
 * The lesson with the prose of `lesson.zh.md` beside the English. Everything a translation has no say in
 * stays as it is, and every place where it drifted from the lesson is a problem.
 */
export function applyTranslation(
  lesson: Lesson,
  raw: string,
  {language, file}: {readonly language: Translated; readonly file: string},
): {lesson: Lesson; problems: readonly LessonProblem[]} {
  const {source, problems} = readSource(file, raw);
  const front = parseFrontMatter(source, TranslationFront);
  const {outline, problems: markdown} = parseOutline(source, front.end);
  problems.push(...front.problems, ...markdown, ...headingProblems(outline.sections));
  const translation: Translation = {source, language, end: source.at(source.text.length), problems};
  for (const section of [outline.introduction, ...outline.sections]) {
    problems.push(...forbiddenBlocks(section), ...pictureProblems(section));
  }
  for (const {place} of outline.introduction.hints) {
    problems.push(problem('MISPLACED_BLOCK', place, 'a hint stands before the first step; it belongs under its step'));
  }
  const remember = outline.sections.filter(isRemember);
  const sections = outline.sections.filter((section) => !isRemember(section));
  const pairs = pair(translation, lesson.steps, sections);
  const merged: Lesson = {
    ...lesson,
    title: add(lesson.title, language, front.value?.title),
    summary: add(lesson.summary, language, front.value?.summary),
    introduction: add(lesson.introduction, language, outline.introduction.body),
    steps: lesson.steps.map((step) => translateStep(translation, step, pairs.get(step.id))),
    remember: {...lesson.remember, [language]: translateRemember(translation, lesson, remember)},
    languages: lesson.languages.includes(language) ? lesson.languages : [...lesson.languages, language],
  };
  return {lesson: merged, problems: inOrder(problems)};
}

function add(text: Localised, language: Translated, translated: string | undefined): Localised {
  return translated === undefined || translated === '' ? text : {...text, [language]: translated};
}

/** The translated section of each step id, with missing, foreign and misplaced ones reported. */
function pair(
  {end, problems}: Translation,
  steps: readonly Step[],
  sections: readonly Section[],
): Map<string, Section> {
  const ids = steps.map(({id}) => id);
  const found = new Map<string, Section>();
  for (const section of sections) {
    const id = section.heading?.id ?? '';
    if (id === '' || found.has(id)) continue;
    if (ids.includes(id)) {
      found.set(id, section);
      continue;
    }
    const message = `step ${quoted(id)} is not in lesson.md; its steps: ${ids.join(', ')}`;
    problems.push(problem('TRANSLATION_STEP_FOREIGN', section.place, message));
  }
  for (const id of ids.filter((known) => known !== '' && !found.has(known))) {
    problems.push(problem('TRANSLATION_STEP_MISSING', end, `step ${quoted(id)} of lesson.md is missing here`));
  }
  const wanted = ids.filter((id) => found.has(id));
  const wrong = [...found].findIndex(([id], index) => id !== wanted[index]);
  const [id, section] = [...found][wrong] ?? [];
  if (section !== undefined) {
    const message = `step ${quoted(id ?? '')} stands where lesson.md has ${quoted(wanted[wrong] ?? '')}; keep its order`;
    problems.push(problem('TRANSLATION_ORDER', section.place, message));
  }
  return found;
}

function forbiddenBlocks({blocks}: Section): LessonProblem[] {
  const forbidden: readonly Role[] = ['setup', 'check', 'solution', 'alternative'];
  return blocks
    .filter(({role}) => forbidden.includes(role))
    .map(({role, place}) => {
      const message = `a ${role} block in a translation; it is taken from lesson.md, so remove it`;
      return problem('TRANSLATION_BLOCK', place, message);
    });
}

function translateStep(translation: Translation, step: Step, section: Section | undefined): Step {
  if (section === undefined) return step;
  const {language, problems} = translation;
  const quiz = section.heading?.classes.includes('quiz') === true;
  if (quiz !== step.answers.length > 0) {
    const message = `step ${quoted(step.id)} is ${quiz ? 'no' : 'a'} quiz in lesson.md; write {#${step.id}${quiz ? '' : ' .quiz'}}`;
    problems.push(problem('TRANSLATION_CLASS', section.place, message));
  }
  problems.push(...runDrift(step, section));
  const {hints} = section;
  count(translation, 'TRANSLATION_HINTS', {
    what: 'hint',
    of: step.id,
    here: hints.length,
    there: step.hints.length,
    place: section.place,
  });
  return {
    ...step,
    title: add(step.title, language, section.heading?.title),
    body: add(step.body, language, section.body),
    hints: step.hints.map((hint, index) => add(hint, language, hints[index]?.text)),
    mistakes: translateMistakes(translation, step, section),
    answers: quiz ? translateAnswers(translation, step, section) : step.answers,
  };
}

interface Count {
  readonly what: string;
  readonly of: string;
  readonly here: number;
  readonly there: number;
  readonly place: Place;
}

function count({problems}: Translation, code: ProblemCode, {what, of, here, there, place}: Count): void {
  if (here === there) return;
  const noun = here === 1 ? what : `${what}s`;
  problems.push(
    problem(code, place, `${quoted(of)} has ${here} ${noun} here and ${there} in lesson.md; keep the same number`),
  );
}

function translateMistakes(translation: Translation, step: Step, section: Section): Step['mistakes'] {
  const {source, language, problems} = translation;
  const blocks = ofRole(section, 'mistakes');
  const says: string[] = [];
  let broken = false;
  for (const block of blocks) {
    const found = parseSays(source, block);
    problems.push(...found.problems);
    broken ||= found.problems.length > 0;
    says.push(...found.says);
  }
  const place = blocks[0]?.place ?? section.place;
  const counts = {what: 'mistake', of: step.id, here: says.length, there: step.mistakes.length, place};
  if (!broken) count(translation, 'TRANSLATION_MISTAKES', counts);
  return step.mistakes.map((mistake, index) => ({...mistake, says: add(mistake.says, language, says[index])}));
}

function translateAnswers(translation: Translation, step: Step, {items, place}: Section): readonly QuizAnswer[] {
  const {language, problems} = translation;
  const counts = {what: 'answer', of: step.id, here: items.length, there: step.answers.length, place};
  count(translation, 'TRANSLATION_ANSWERS', counts);
  return step.answers.map((answer, index) => {
    const item: Item | undefined = items[index];
    if (item === undefined) return answer;
    if (item.box !== answer.right) {
      const box = answer.right ? '[x]' : '[ ]';
      const message = `lesson.md has ${box} here: ${quoted(answer.text.en ?? '')}; keep order and boxes`;
      problems.push(problem('TRANSLATION_BOX', item.place, message));
    }
    if (item.explanation === '' && answer.explanation.en !== '') {
      const message = `answer ${quoted(item.text)} has no explanation; write it indented in the next line`;
      problems.push(problem('EXPLANATION_MISSING', item.place, message));
    }
    return {
      ...answer,
      text: add(answer.text, language, item.text),
      explanation: add(answer.explanation, language, item.explanation),
    };
  });
}

function translateRemember(translation: Translation, lesson: Lesson, found: readonly Section[]): readonly string[] {
  const here = found.flatMap(sentences);
  const there = lesson.remember.en ?? [];
  const place = found[0]?.place ?? translation.end;
  count(translation, 'TRANSLATION_REMEMBER', {
    what: 'sentence',
    of: 'remember',
    here: here.length,
    there: there.length,
    place,
  });
  return here;
}
