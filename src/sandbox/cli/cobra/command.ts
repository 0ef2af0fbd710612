import type {Flag} from './flag.ts';
import type {ParsedFlags} from './parse-flags.ts';

/** How many arguments a command takes. */
export type ArgsRule =
  | {readonly kind: 'none'}
  | {readonly kind: 'exactly' | 'atLeast' | 'atMost'; readonly count: number}
  /** As `exactly`, told in cobra's own words. */
  | {readonly kind: 'cobraExactly'; readonly count: number}
  | {readonly kind: 'between'; readonly least: number; readonly most: number};

/** One call of a command: what it was given and where it runs. `App` is what all commands of a program share. */
export interface Call<App> extends Pick<ParsedFlags, 'args' | 'argsBeforeDash' | 'get' | 'changed'> {
  readonly app: App;
  /** The command as it was called: `docker container ls`. */
  readonly path: string;
}

/** A command that does something. */
export interface Command<App> {
  /** After the path: `[OPTIONS] IMAGE [COMMAND] [ARG...]`. */
  readonly usage: string;
  readonly short: string;
  /** Instead of `short` in its own help. */
  readonly long?: string;
  /** All paths that lead to it, as help shows them. */
  readonly aliases?: string;
  readonly examples?: string;
  readonly flags: readonly Flag<unknown>[];
  readonly args: ArgsRule;
  /** Flags after the first argument are not the command's own. */
  readonly stopsAtFirst?: boolean;
  /** Resolves with the exit code. */
  run(call: Call<App>): Promise<number>;
}

/** A command in its table: what help lists, and how to get the rest of it when it is called. */
export interface Entry<App> {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly short: string;
  /** The heading it is listed under. */
  readonly category?: string;
  readonly hidden?: boolean;
  /** What help needs of the server to show it. */
  readonly needs?: string;
  readonly body:
    | {readonly kind: 'command'; readonly load: () => Promise<Command<App>>}
    | {
        readonly kind: 'group';
        readonly entries: readonly Entry<App>[];
        /** What the bare name does, where it is a command by itself. */
        readonly load?: () => Promise<Command<App>>;
        /** As a command's, where the bare name is none. */
        readonly usage?: string;
        readonly long?: string;
        readonly examples?: string;
      };
}

/** A program: its own name and flags, and its commands. */
export interface Program<App> {
  readonly name: string;
  readonly flags: readonly Flag<unknown>[];
  readonly entries: readonly Entry<App>[];
}

/** What an argument rule has against a count; undefined when it is content. */
export function argsProblem(rule: ArgsRule, count: number): string | undefined {
  switch (rule.kind) {
    case 'none':
      return count === 0 ? undefined : 'accepts no arguments';
    case 'exactly':
      return count === rule.count ? undefined : `requires ${counted(rule.count)}`;
    case 'cobraExactly':
      return count === rule.count ? undefined : `accepts ${rule.count} arg(s), received ${count}`;
    case 'atLeast':
      return count >= rule.count ? undefined : `requires at least ${counted(rule.count)}`;
    case 'atMost':
      return count <= rule.count ? undefined : `requires at most ${counted(rule.count)}`;
    case 'between':
      return count >= rule.least && count <= rule.most
        ? undefined
        : `requires at least ${rule.least} and at most ${counted(rule.most)}`;
  }
}

function counted(count: number): string {
  return `${count} argument${count === 1 ? '' : 's'}`;
}
