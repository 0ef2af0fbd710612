import type {Healthcheck} from '../../images/image.ts';

export interface Pair {
  readonly key: string;
  readonly value: string;
}

/** A command: for the shell, or a list of its own. */
export interface CommandLine {
  readonly words: readonly string[];
  /** The shell of the stage comes before it. */
  readonly forShell: boolean;
}

/** One variable of ARG; without a default when `value` is absent. */
export interface Argument {
  readonly key: string;
  readonly value: string | undefined;
}

interface Copying {
  readonly sources: readonly string[];
  readonly goal: string;
  /** '' when nobody said. */
  readonly chown: string;
  readonly chmod: string;
}

/** What an instruction of a stage says, variables not replaced yet. */
export type Order =
  | {readonly kind: 'env'; readonly pairs: readonly Pair[]}
  | {readonly kind: 'label'; readonly pairs: readonly Pair[]; readonly isVerbatim: boolean}
  | {readonly kind: 'maintainer'; readonly author: string}
  | ({readonly kind: 'add'} & Copying)
  | ({readonly kind: 'copy'; readonly from: string} & Copying)
  | {readonly kind: 'onbuild'; readonly trigger: string}
  | {readonly kind: 'workdir'; readonly path: string}
  | {readonly kind: 'run'; readonly command: CommandLine; readonly mounts: boolean}
  | {readonly kind: 'cmd'; readonly command: CommandLine}
  | {readonly kind: 'entrypoint'; readonly command: CommandLine | undefined}
  | {readonly kind: 'healthcheck'; readonly check: Healthcheck}
  | {readonly kind: 'expose'; readonly ports: readonly string[]}
  | {readonly kind: 'user'; readonly user: string}
  | {readonly kind: 'volume'; readonly paths: readonly string[]}
  | {readonly kind: 'stopsignal'; readonly signal: string}
  | {readonly kind: 'arg'; readonly args: readonly Argument[]}
  | {readonly kind: 'shell'; readonly shell: readonly string[]};

export type OrderOf<Kind extends Order['kind']> = Extract<Order, {readonly kind: Kind}>;

export interface Base {
  readonly kind: 'from';
  readonly base: string;
  /** In small letters; '' when it has none. */
  readonly name: string;
  readonly platform: string;
}

/** An instruction as a step shows it, with what it says. */
export interface Step<Said = Order> {
  readonly source: string;
  readonly order: Said;
}

export interface Stage {
  readonly from: Step<Base>;
  readonly steps: readonly Step[];
}

/** A Dockerfile, read. */
export interface Dockerfile {
  /** ARGs before the first FROM. */
  readonly args: readonly Step<OrderOf<'arg'>>[];
  readonly stages: readonly Stage[];
  readonly escaper: '\\' | '`';
  readonly warnings: readonly string[];
}
