import type {Json, Language, Params, Subject, Surroundings, Verdict} from '../../observation.ts';

/** A verdict in words. `says` is one or two lines: what is there, what is asked for, likely cause, next command. */
export interface Words {
  readonly says: string;
  readonly expected?: string;
  readonly seen?: string;
}

/** What a diagnosis may look at. `verdict` is what the check alone could say. */
export interface Case {
  readonly check: {readonly type: string; readonly params: Params};
  readonly subject: Subject;
  readonly verdict: Exclude<Verdict, {verdict: 'passed'}>;
  readonly surroundings: Surroundings;
  /** Every check of the step, this one included: what another one wants is no slip. */
  readonly checks?: readonly {readonly type: string; readonly params: Params}[];
  /** Epoch milliseconds of the look. Without it nothing is young: what may still come is taken for what is. */
  readonly now?: number;
}

/**
 * One sentence in every language, with the facts in the same words wherever it is used, because lessons quote it.
 * `{name}` stands for a parameter; a part in `[square brackets]` is dropped when a parameter in it is empty, a part in
 * `‹angle marks›`, which would do the step for the learner, as long as nothing was tried in it.
 */
export type Sentence = {readonly [L in Language]: string};

/** One cause: when it is the likely one, and what the learner is told, in every language. */
export interface Diagnosis {
  /** Stable id in kebab case; the file's name. */
  readonly cause: string;
  readonly verdict: 'waiting' | 'unmet' | 'blocked';
  /** Names of the parameters; a verdict of this cause carries all of them. */
  readonly params: readonly string[];
  /** Variants of the sentence; `usual` (or the only one) is said where no other is chosen. */
  readonly says: {readonly [variant: string]: Sentence};
  /** Which variant; a name that `says` does not have means the usual one. */
  variant?(params: Texts): string;
  /** The parameters when this cause explains the case, else undefined. Absent where checks name the cause themselves. */
  explains?(found: Case): Params | undefined;
}

/** Parameters as text. */
export type Texts = {readonly [name: string]: string};

/** A diagnosis as its file writes it: `explains` must return exactly the declared parameters. */
export interface Definition<K extends string> extends Diagnosis {
  readonly params: readonly K[];
  variant?(params: {readonly [name in K]: string}): string;
  explains?(found: Case): {readonly [name in K]: Json} | undefined;
}

export function defineCause<const K extends string>(definition: Definition<K>): Diagnosis {
  return definition;
}
