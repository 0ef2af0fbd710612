import type {TerminalDevice} from '../../process/descriptor.ts';
import type {Process} from '../../process/process.ts';
import type {Command, Script} from '../syntax/ast.ts';
import {Bell} from './bell.ts';
import {Jobs} from './jobs.ts';
import {memoryLimit, ShellMemory} from './memory.ts';
import {Options} from './options.ts';
import {ShellFault} from './outcome.ts';
import {Traps} from './traps.ts';
import {ReadOnlyError, Variables} from './variables.ts';

/** How a command is run. */
export interface Manner {
  /** Its exit code is looked at: `set -e` lets a failure pass. */
  readonly tested: boolean;
  /** Nothing follows it in this process, which may become the program it runs. */
  readonly last: boolean;
}

/** Nothing is special about how a command is run. */
export const plainly: Manner = {tested: false, last: false};

/** Runs commands; given to a shell, so that whatever needs to run some does not depend on everything else. */
export interface Interpreter {
  run(shell: Shell, script: Script, manner: Manner): Promise<number>;
  /** Parses and runs a text, line by line. */
  runText(shell: Shell, text: string, manner: Manner): Promise<number>;
  /** Runs a command of which the words are known: `command` passes over functions, and looks elsewhere for programs. */
  call(
    shell: Shell,
    fields: readonly string[],
    options: {readonly manner: Manner; readonly searchPath?: string; readonly redirected?: {keep(): void}},
  ): Promise<number>;
  /** What the shell can do itself. */
  readonly builtins: ReadonlyMap<string, {readonly special: boolean}>;
  /** The whole program: a shell that begins with the process' own arguments. */
  start(process: Process): Promise<number>;
}

/** What makes the commands that follow be passed over, up to where it is caught. */
export type Skip =
  | {readonly kind: 'break' | 'continue'; readonly levels: number}
  | {readonly kind: 'return'; readonly code: number};

/** How far `getopts` is: `within` is the place in a group of letters. */
export interface OptionCursor {
  index: number;
  within: number;
}

/** What the terminal of a shell with job control is to it. */
export interface JobControl {
  readonly terminal: TerminalDevice;
}

/** How many functions and evaluated texts may run within each other. */
const deepest = 1000;

/** Everything one shell process knows. */
export class Shell {
  readonly process: Process;
  readonly interpreter: Interpreter;
  /** The value of `$$`: the first shell's, in its subshells as well. */
  readonly pid: number;
  readonly options: Options;
  readonly variables: Variables;
  readonly functions: Map<string, Command>;
  readonly aliases: Map<string, string>;
  readonly bell = new Bell();
  readonly traps: Traps;
  readonly jobs = new Jobs();
  /** Where commands were found before. */
  readonly hashed: Map<string, string>;
  /** Numbers of descriptors that are kept while others are in their place; children do not get them. */
  readonly savedFds = new Set<number>();
  readonly isSubshell: boolean;
  readonly cursor: OptionCursor = {index: 1, within: 0};
  /** Lines of an interactive shell, the oldest first. */
  readonly history: string[];
  jobControl: JobControl | undefined;
  /** The value of `$0`, which messages begin with. */
  name: string;
  positional: readonly string[];
  /** Where the shell is, by the way it went there: symbolic links are not resolved. */
  folder: string;
  status = 0;
  /** How the last command substitution ended, since it was last set to undefined. */
  substituted: number | undefined;
  lastBackground: number | undefined;
  skip: Skip | undefined;
  loops = 0;
  /** Functions and texts that run within each other. */
  depth = 0;
  functionName = '';
  /** What messages are about: the script or the builtin that runs. */
  commandName: string | undefined;
  /** The line of the command that runs, and of the last one read. */
  line = 0;
  lineRead = 0;
  /** Messages name the line; not those of what is typed. */
  tellsLine = true;
  /** Who exits was told that jobs are stopped. */
  warnedOfJobs = false;
  /** Limits that were set by `ulimit`, by letter. */
  readonly limits = new Map<string, string>();
  /** ^C was typed. */
  interrupted = false;
  readonly #memory: ShellMemory;

  constructor(options: {
    readonly process: Process;
    readonly interpreter: Interpreter;
    readonly name: string;
    readonly positional?: readonly string[];
    readonly from?: Shell;
  }) {
    const {process, from} = options;
    this.process = process;
    this.#memory = new ShellMemory(process);
    this.interpreter = options.interpreter;
    this.name = options.name;
    this.positional = options.positional ?? [];
    this.folder = from?.folder ?? process.folder;
    this.pid = from?.pid ?? process.pid;
    this.isSubshell = from !== undefined;
    this.options = from?.options.clone() ?? new Options();
    this.variables = new Variables(from?.variables);
    this.functions = new Map(from?.functions);
    this.aliases = new Map(from?.aliases);
    this.hashed = new Map(from?.hashed);
    this.history = from ? [...from.history] : [];
    this.traps = new Traps(process, this.bell);
    this.#watch(from);
    this.#makeVariables(from);
  }

  /** A copy for a process that goes on with the same commands. */
  copyFor(process: Process): Shell {
    const copy = new Shell({
      process,
      interpreter: this.interpreter,
      name: this.name,
      positional: this.positional,
      from: this,
    });
    copy.status = this.status;
    copy.lastBackground = this.lastBackground;
    copy.loops = this.loops;
    copy.depth = this.depth;
    copy.functionName = this.functionName;
    copy.commandName = this.commandName;
    copy.line = this.line;
    copy.lineRead = this.lineRead;
    copy.tellsLine = this.tellsLine;
    copy.cursor.index = this.cursor.index;
    copy.cursor.within = this.cursor.within;
    for (const [letter, limit] of this.limits) copy.limits.set(letter, limit);
    for (const name of this.traps.ignoredNames()) copy.traps.set(name, '');
    return copy;
  }

  /** A subshell of an interactive one is none itself. */
  get isInteractive(): boolean {
    return !this.isSubshell && this.options.has('i');
  }

  /** A message as the shell begins it: who, which command, which line. */
  message(text: string): string {
    const {commandName, name} = this;
    if (commandName === undefined) return `${name}: ${text}`;
    const command = commandName === name ? '' : `${commandName}: `;
    return `${name}: ${command}${this.tellsLine ? `line ${this.line}: ` : ''}${text}`;
  }

  /** Runs something one level deeper. Throws ShellFault where that goes on without end. */
  async deeper<T>(run: () => Promise<T>): Promise<T> {
    if (this.depth >= deepest) throw this.fault('maximum recursion depth exceeded');
    this.depth += 1;
    try {
      return await run();
    } finally {
      this.depth -= 1;
    }
  }

  /** A mistake that ends the script. */
  fault(text: string, code = 2): ShellFault {
    return new ShellFault(this.message(text), code);
  }

  /**
   * The mistake of wanting more memory than any shell here gets. Under a limit it is no mistake: whoever goes on like
   * that is killed sooner or later, so that it is done now.
   */
  outOfMemory(): ShellFault {
    const limit = memoryLimit(this.process);
    if (limit !== undefined) this.process.holdMemory(limit + 1);
    return this.fault('out of memory');
  }

  complain(text: string): Promise<void> {
    return this.process.complain(this.message(text));
  }

  /** The name under which the parts of busybox that are no shell complain: `sh`, whatever script runs. */
  get appletName(): string {
    const name = (this.process.argv[0] ?? 'sh').replace(/^-/, '');
    return name.slice(name.lastIndexOf('/') + 1);
  }

  /** Throws ShellFault for a variable that must not change. */
  set(name: string, value: string, options?: {readonly exported?: boolean}): void {
    this.#changing(() => this.variables.set(name, value, {exported: this.options.has('a'), ...options}));
    if (!this.#memory.account(this)) throw this.outOfMemory();
  }

  unset(name: string): void {
    this.#changing(() => this.variables.unset(name));
  }

  /** Memory that something in progress holds, until it is given back. Throws ShellFault when it is too much. */
  hold(bytes: number): void {
    this.#memory.hold(bytes);
    if (this.#memory.account(this)) return;
    this.#memory.hold(-bytes);
    throw this.outOfMemory();
  }

  release(bytes: number): void {
    this.#memory.hold(-bytes);
    this.#memory.account(this);
  }

  #changing(change: () => void): void {
    try {
      change();
    } catch (error) {
      throw error instanceof ReadOnlyError ? this.fault(error.message) : error;
    }
  }

  /** Children that end are no zombies: they are waited for at once, and whoever waits in the shell is woken. */
  #watch(from: Shell | undefined): void {
    this.traps.handle('SIGCHLD', () => {
      for (const child of [...this.process.children]) this.process.reap(child);
      this.bell.ring();
    });
    this.variables.onChange = (name) => {
      if (name === 'PATH') this.hashed.clear();
      if (name === 'OPTIND') {
        this.cursor.index = Math.max(1, Number(this.variables.get('OPTIND')) || 1);
        this.cursor.within = 0;
      }
    };
    if (from) this.cursor.index = from.cursor.index;
  }

  #makeVariables(from: Shell | undefined): void {
    const make = (name: string, value: () => string): void => {
      if (!from || from.variables.isMade(name)) this.variables.make(name, value);
    };
    make('FUNCNAME', () => this.functionName);
    make('LINENO', () => String(this.line));
    make('RANDOM', () => {
      const [high = 0, low = 0] = this.process.space.kernel.outside.random(2);
      return String(((high & 127) << 8) | low);
    });
  }
}
