import type {Regex} from '../regex/regex.ts';

/** Which lines a command is for. `last-regex` is the empty one: whatever was used before. */
export type SedAddress =
  | {readonly kind: 'line'; readonly number: number}
  | {readonly kind: 'last'}
  | {readonly kind: 'regex'; readonly regex: Regex | undefined}
  /** `+N`: so many lines behind the first one. Only as a second address. */
  | {readonly kind: 'more'; readonly count: number};

/** The replacement of `s`, in pieces: text, or the number of a group; 0 is the whole match. */
export type Replacement = readonly (string | number)[];

export interface Substitution {
  /** Absent: the last pattern that was used. */
  readonly regex: Regex | undefined;
  readonly replacement: Replacement;
  /** Which match is replaced; 0 is all of them. */
  readonly which: number;
  readonly prints: boolean;
  readonly file: string | undefined;
}

export type SedAction =
  /** `end` is the place of its bracket; undefined when it has none. */
  | {readonly kind: 'block'; readonly end: number | undefined}
  | {readonly kind: 'end' | 'label'}
  | {readonly kind: 'substitute'; readonly substitution: Substitution}
  | {readonly kind: 'text'; readonly letter: 'a' | 'i' | 'c'; readonly text: string}
  | {readonly kind: 'read' | 'write'; readonly path: string}
  /** `target` is the place of the label; undefined is the end of the script. */
  | {readonly kind: 'branch'; readonly when: 'always' | 'changed' | 'unchanged'; readonly target: number | undefined}
  | {readonly kind: 'translate'; readonly table: ReadonlyMap<string, string>}
  | {readonly kind: 'plain'; readonly letter: PlainLetter};

/** Commands without arguments. */
export type PlainLetter = '=' | 'd' | 'D' | 'g' | 'G' | 'h' | 'H' | 'l' | 'n' | 'N' | 'p' | 'P' | 'q' | 'x';

export interface SedCommand {
  readonly first: SedAddress | undefined;
  readonly second: SedAddress | undefined;
  readonly isInverted: boolean;
  readonly action: SedAction;
}

export interface SedScript {
  readonly commands: readonly SedCommand[];
  /** It begins with `#n`. */
  readonly isQuiet: boolean;
}
