import type {Language, Params} from '../observation.ts';

/** Text in every language of the course; `en` is the source. */
export type Localised = {readonly [L in Language]?: string};

/** A place in a lesson file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A check as the lesson wrote it: already valid against its type's schema. */
export interface Check {
  readonly type: string;
  readonly params: Params;
  readonly place: Place;
}

/** Commands for a POSIX shell, with the place of the first one. */
export interface Script {
  readonly text: string;
  readonly place: Place;
}

export interface Mistake {
  readonly run: Script;
  /** Must be contained in the words of a verdict after the mistake, language by language. */
  readonly says: Localised;
}

export interface QuizAnswer {
  readonly text: Localised;
  readonly right: boolean;
  readonly explanation: Localised;
}

export interface Step {
  readonly id: string;
  readonly title: Localised;
  /**
   * Markdown the learner reads, `sh run` blocks included; setups, checks, hints, solutions and mistakes
   * are taken out. No control characters but newline.
   */
  readonly body: Localised;
  readonly setup: readonly Script[];
  /** Shown, and typed into the shell with one key. */
  readonly run: readonly Script[];
  readonly checks: readonly Check[];
  readonly hints: readonly Localised[];
  /** Where the lesson has none, the `run` blocks. Empty for a quiz. */
  readonly solution: readonly Script[];
  /** Other right ways, each complete in itself. */
  readonly alternatives: readonly Script[];
  readonly mistakes: readonly Mistake[];
  /** Empty when the step is no quiz. A quiz passes when exactly the right answers are chosen. */
  readonly answers: readonly QuizAnswer[];
}

export interface Lesson {
  /** From the folder's number: 3 for `03-containers`. */
  readonly number: number;
  readonly id: string;
  readonly title: Localised;
  readonly summary: Localised;
  readonly minutes: number;
  /** `kind`: the learner makes the cluster, so there is none at the start; `kubernetes`: there is one. */
  readonly needs: readonly ('docker' | 'kind' | 'kubernetes' | 'nodes')[];
  readonly introduction: Localised;
  readonly setup: readonly Script[];
  readonly steps: readonly Step[];
  /** The sentences to remember at the end. */
  readonly remember: {readonly [L in Language]?: readonly string[]};
  /** Absolute path of the folder whose content the learner gets in the working folder; '' when there is none. */
  readonly files: string;
  readonly languages: readonly Language[];
}

export interface Course {
  readonly id: string;
  readonly title: Localised;
  readonly languages: readonly Language[];
  /** Images the lessons use; the guard keeps them between resets. */
  readonly images: readonly string[];
  /** Of them, those every node of a cluster gets beforehand. */
  readonly clusterImages: readonly string[];
  readonly lessons: readonly Lesson[];
}

/** The text in a language, or in English where that is missing. */
export function localised(text: Localised, language: Language): string {
  return text[language] ?? text.en ?? '';
}
