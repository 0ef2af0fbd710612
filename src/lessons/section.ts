import type {Place} from './lesson.ts';
import type {LessonProblem} from './problem.ts';
import type {Source} from './source.ts';

export const roles = ['run', 'setup', 'solution', 'alternative', 'check', 'mistakes', 'picture'] as const;
export type Role = (typeof roles)[number];

/** A fenced block with a meaning. Offsets are into the source. */
export interface Block {
  readonly role: Role;
  readonly place: Place;
  /** The lines between the fences. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Callout {
  readonly text: string;
  readonly place: Place;
}

export interface Item {
  /** undefined when it has no box. */
  readonly box: boolean | undefined;
  readonly text: string;
  readonly explanation: string;
  readonly place: Place;
}

/** What stands under one heading, or before the first one. */
export interface Section {
  /** undefined for the introduction. */
  readonly heading: {readonly title: string; readonly id: string; readonly classes: readonly string[]} | undefined;
  readonly place: Place;
  /** Prose with `run` blocks and pictures, without what is taken out. */
  readonly body: string;
  readonly blocks: readonly Block[];
  readonly hints: readonly Callout[];
  /** Items of the lists that are taken out of the body: answers of a quiz, sentences to remember. */
  readonly items: readonly Item[];
}

export interface Outline {
  readonly introduction: Section;
  readonly sections: readonly Section[];
}

/** A section while its tokens are read. */
export interface Draft {
  heading: Section['heading'];
  place: Place;
  body: string[];
  blocks: Block[];
  hints: Callout[];
  items: Item[];
}

/** What the readers of tokens share. */
export interface Walk {
  readonly source: Source;
  readonly problems: LessonProblem[];
  draft: Draft;
}

/** Where a token begins: tokens carry no positions, but their raw texts follow each other. */
export function offsetOf(text: string, raw: string, from: number): number {
  if (text.startsWith(raw, from)) return from;
  const found = text.indexOf(raw, from);
  return found < 0 ? from : found;
}
