import type {Place, Step} from './lesson.ts';
import {ofRole} from './parse.ts';
import {type LessonProblem, problem, quoted} from './problem.ts';
import type {Block, Section} from './section.ts';

/** Where the `run` blocks of a translated step differ from the lesson's; comments may. */
export function runDrift(step: Step, section: Section): LessonProblem[] {
  const problems: LessonProblem[] = [];
  const blocks = ofRole(section, 'run');
  step.run.forEach(({text, place}, index) => {
    const block = blocks[index];
    if (block === undefined) {
      const message = `the run block of lesson.md line ${place.line} is missing in step ${quoted(step.id)}`;
      problems.push(problem('TRANSLATION_RUN', section.place, message));
      return;
    }
    const [wanted, found] = [commands(text), commands(block.text)];
    const line = wanted.findIndex((command, at) => command !== found[at]);
    const different = line >= 0 ? line : found.length > wanted.length ? wanted.length : -1;
    if (different < 0) return;
    const message = `expected ${quoted(wanted[different] ?? 'the end of the block')} as in lesson.md line ${place.line}, found ${quoted(found[different] ?? 'the end of the block')}`;
    problems.push(problem('TRANSLATION_RUN', placeOf(block, found[different]), message));
  });
  for (const {place} of blocks.slice(step.run.length)) {
    problems.push(problem('TRANSLATION_RUN', place, `step ${quoted(step.id)} has no such run block in lesson.md`));
  }
  return problems;
}

/** Lines without comments, which may be translated, and without blank lines. */
function commands(text: string): string[] {
  return text
    .split('\n')
    .map((line) => withoutComment(line).trimEnd())
    .filter((line) => line.trim() !== '');
}

function withoutComment(line: string): string {
  let quote = '';
  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === '#' && (index === 0 || /\s/.test(line.charAt(index - 1)))) return line.slice(0, index);
  }
  return line;
}

function placeOf({text, place}: Block, line: string | undefined): Place {
  const index = text.split('\n').findIndex((candidate) => withoutComment(candidate).trimEnd() === line);
  return {...place, line: place.line + Math.max(0, index)};
}
