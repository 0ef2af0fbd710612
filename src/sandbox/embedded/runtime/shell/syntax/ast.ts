/** What a shell script means. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html */

/** Commands one after the other. */
export type Script = readonly Command[];

/** One command, whatever is in it. */
export type Command =
  | SimpleCommand
  | Pipeline
  | AndOr
  | Background
  | Group
  | Subshell
  | If
  | Loop
  | For
  | Case
  | FunctionDefinition
  | Redirected;

/** `x=1 cmd a b >file` */
export interface SimpleCommand {
  readonly kind: 'simple';
  readonly line: number;
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
}

/** `name=value` */
export interface Assignment {
  readonly name: string;
  readonly value: Word;
}

/** Two commands or more, or one that is negated. */
export interface Pipeline {
  readonly kind: 'pipeline';
  readonly negated: boolean;
  readonly commands: readonly Command[];
}

/** `a && b || c`, from left to right. */
export interface AndOr {
  readonly kind: 'and-or';
  readonly first: Command;
  readonly rest: readonly {readonly operator: '&&' | '||'; readonly command: Command}[];
}

/** `a &` */
export interface Background {
  readonly kind: 'background';
  readonly command: Command;
}

/** `{ a; b; }` */
export interface Group {
  readonly kind: 'group';
  readonly body: Script;
}

/** `( a; b )` */
export interface Subshell {
  readonly kind: 'subshell';
  readonly body: Script;
}

/** `if a; then b; elif c; then d; else e; fi` */
export interface If {
  readonly kind: 'if';
  readonly branches: readonly {readonly condition: Script; readonly body: Script}[];
  readonly otherwise: Script | undefined;
}

/** `while a; do b; done`, `until a; do b; done` */
export interface Loop {
  readonly kind: 'loop';
  readonly until: boolean;
  readonly condition: Script;
  readonly body: Script;
}

/** `for x in a b; do c; done` */
export interface For {
  readonly kind: 'for';
  readonly line: number;
  readonly name: string;
  /** Undefined: over the positional parameters. */
  readonly words: readonly Word[] | undefined;
  readonly body: Script;
}

/** `case a in b|c) d ;; esac` */
export interface Case {
  readonly kind: 'case';
  readonly line: number;
  readonly word: Word;
  readonly items: readonly CaseItem[];
}

/** Patterns, and what is run when one of them fits. */
export interface CaseItem {
  readonly patterns: readonly Word[];
  readonly body: Script;
}

/** `f() { a; }` */
export interface FunctionDefinition {
  readonly kind: 'function';
  readonly name: string;
  readonly body: Command;
}

/** A compound command with redirections of its own. */
export interface Redirected {
  readonly kind: 'redirected';
  readonly line: number;
  readonly command: Command;
  readonly redirects: readonly Redirect[];
}

/** Redirections to or from a file or another descriptor. */
export type FileOperator = '<' | '>' | '>>' | '>|' | '<>' | '<&' | '>&' | '&>';

/** A redirection of one descriptor; `&>` is of 1 and 2. */
export type Redirect =
  | {readonly operator: FileOperator; readonly fd: number; readonly target: Word}
  | {readonly operator: '<<'; readonly fd: number; readonly document: HereDocument};

/** The text behind `<<`. */
export interface HereDocument {
  readonly delimiter: string;
  /** Leading tabs are taken away (`<<-`). */
  readonly strip: boolean;
  /** The delimiter was quoted: the body is taken as it is. */
  readonly literal: boolean;
  readonly body: Word;
}

/** A word before its expansion. Without parts it is what nothing at all comes to; `''` has one empty quoted part. */
export type Word = readonly WordPart[];

/** A piece of a word. */
export type WordPart = TextPart | ParameterPart | SubstitutionPart | ArithmeticPart;

/** Characters that stand for themselves. */
export interface TextPart {
  readonly kind: 'text';
  readonly text: string;
  readonly quoted: boolean;
}

/** `$x`, `${x}`, `${x:-y}` */
export interface ParameterPart {
  readonly kind: 'parameter';
  /** A variable, a digit or a special character. */
  readonly name: string;
  readonly operation: Operation | undefined;
  readonly quoted: boolean;
}

/** `$(a)`, or in backquotes. */
export interface SubstitutionPart {
  readonly kind: 'command';
  readonly body: Script;
  readonly quoted: boolean;
}

/** `$((a))` */
export interface ArithmeticPart {
  readonly kind: 'arithmetic';
  /** Expanded as if within double quotes, then evaluated. */
  readonly expression: Word;
  readonly quoted: boolean;
}

/** What is done with a parameter's value. */
export type Operation =
  | {readonly kind: 'length'}
  | {
      readonly kind: 'default' | 'assign' | 'error' | 'alternative';
      /** An empty value counts as none. */
      readonly colon: boolean;
      readonly word: Word;
    }
  | {readonly kind: 'trim'; readonly side: 'prefix' | 'suffix'; readonly longest: boolean; readonly pattern: Word}
  | {readonly kind: 'slice'; readonly offset: Word; readonly length: Word | undefined}
  | {readonly kind: 'replace'; readonly all: boolean; readonly pattern: Word; readonly replacement: Word | undefined}
  /** What is in the braces is nothing known; told when it is expanded. */
  | {readonly kind: 'bad'};
