import type {Step} from './lessons/lesson.ts';
import type {Language} from './observation.ts';

/** What one step proved in one language. */
export interface StepResult {
  readonly id: string;
  readonly startUnmet: boolean;
  readonly solutionPasses: boolean;
  readonly mistakes: {readonly declared: number; readonly answered: number};
  readonly alternatives: {readonly declared: number; readonly passed: number};
  /** The same once more after a reset. */
  readonly again: boolean;
  readonly ms: number;
  readonly failure?: string;
}

export interface LessonResult {
  readonly id: string;
  readonly lang: Language;
  readonly steps: readonly StepResult[];
}

/** One play of a step, while it is gathered. */
export interface Played {
  startUnmet: boolean;
  solutionPasses: boolean;
  answered: Record<string, number>;
  alternatives: number;
  ms: number;
  /** Nothing interrupted it. */
  ended: boolean;
  /** Sentences that hold for every language (`''`) or one. */
  failures: {readonly lang: Language | ''; readonly text: string}[];
}

/** A quiz' wrong answers are its mistakes. */
function declaredMistakes(step: Step): number {
  return step.answers.length > 0 ? step.answers.filter(({right}) => !right).length : step.mistakes.length;
}

function complete(played: Played | undefined, step: Step, lang: Language): boolean {
  if (played === undefined) return false;
  return (
    played.startUnmet &&
    played.solutionPasses &&
    played.answered[lang] === declaredMistakes(step) &&
    played.alternatives === step.alternatives.length &&
    !played.failures.some((failure) => failure.lang === '' || failure.lang === lang)
  );
}

/** What two plays of a step prove in one language. */
export function resultOf(once: Played | undefined, twice: Played | undefined, step: Step, lang: Language): StepResult {
  const failures = [
    ...(once?.failures ?? []),
    ...(twice?.failures.map(({lang: of, text}) => ({lang: of, text: `again: ${text}`})) ?? []),
  ];
  const failure = failures.find(({lang: of}) => of === '' || of === lang)?.text ?? (once ? undefined : 'not reached');
  return {
    id: step.id,
    startUnmet: once?.startUnmet ?? false,
    solutionPasses: once?.solutionPasses ?? false,
    mistakes: {declared: declaredMistakes(step), answered: once?.answered[lang] ?? 0},
    alternatives: {declared: step.alternatives.length, passed: once?.alternatives ?? 0},
    again: complete(twice, step, lang),
    ms: (once?.ms ?? 0) + (twice?.ms ?? 0),
    ...(failure === undefined ? {} : {failure}),
  };
}

/** Whether a step's result proves it. */
export function proven(result: StepResult): boolean {
  const {startUnmet, solutionPasses, mistakes, alternatives, again, failure} = result;
  return (
    startUnmet &&
    solutionPasses &&
    mistakes.answered === mistakes.declared &&
    alternatives.passed === alternatives.declared &&
    again &&
    failure === undefined
  );
}
