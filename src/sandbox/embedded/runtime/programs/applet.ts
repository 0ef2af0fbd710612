import type {Call} from './call.ts';
import type {OptionForm} from './options.ts';

/** One of the programs inside busybox. */
export interface Applet {
  /** What it can be called by; the first one is its own. */
  readonly names: readonly string[];
  /** What follows the name in its usage: a line of the forms, then what it does and its options. */
  readonly usage: string;
  /** How options are read; absent: the words are operands, all of them. */
  readonly options?: OptionForm;
  /** Changes words that are older than getopt: `-5` of `head`. */
  readonly rewrite?: (args: readonly string[]) => readonly string[];
  /** How many operands there must be at least and may be at most. */
  readonly operands?: readonly [least: number, most?: number];
  /** The exit code when it cannot go on; 1 when absent. */
  readonly failureCode?: number;
  /** The exit code of a wrong command line; that of other failures when absent. */
  readonly usageCode?: number;
  readonly run: (call: Call) => Promise<number>;
}

export function defineApplet(applet: Applet): Applet {
  return applet;
}
