import type {Stat} from '../../fs/files.ts';

/** What is looked at: a file on the way down. */
export interface Found {
  readonly path: string;
  readonly stat: Stat;
  readonly depth: number;
  /** The folder it is in must not be entered. */
  prune(): void;
  /** Nothing more is looked at. */
  quit(): void;
}

/** One test or action; an action is true when it worked. */
export type Predicate = (found: Found) => boolean | Promise<boolean>;

/** What a command line of `find` says. */
export interface FindExpression {
  readonly test: Predicate;
  readonly least: number;
  readonly most: number;
  readonly childrenFirst: boolean;
  readonly follow: boolean;
  /** Runs what `-exec … +` has gathered; 1 when something failed. */
  readonly finish: () => Promise<number>;
}
