import type {Argument} from './dockerfile/instruction.ts';

/** Arguments every build may be given, and no image shows. */
const predefined: ReadonlySet<string> = new Set([
  'HTTP_PROXY',
  'http_proxy',
  'HTTPS_PROXY',
  'https_proxy',
  'FTP_PROXY',
  'ftp_proxy',
  'NO_PROXY',
  'no_proxy',
]);

type Declared = Map<string, string | undefined>;

/** What ARG declares, and what the client gave for it. https://docs.docker.com/reference/dockerfile/#arg */
export class BuildArgs {
  readonly #given: {readonly [name: string]: string | null};
  /** Before the first FROM. */
  readonly #global: Declared;
  /** In this stage. */
  readonly #declared: Declared = new Map();
  /** Anywhere, shared by all stages. */
  readonly #used: Set<string>;

  constructor(given: {readonly [name: string]: string | null}, of?: BuildArgs) {
    this.#given = given;
    this.#global = of ? of.#global : new Map();
    this.#used = of ? of.#used : new Set();
  }

  /** Those of a new stage: only what was declared before the first one is known there, and not by itself. */
  forStage(): BuildArgs {
    return new BuildArgs(this.#given, this);
  }

  declare({key, value}: Argument): void {
    this.#declared.set(key, value);
    this.#used.add(key);
  }

  declareGlobal(argument: Argument): void {
    this.declare(argument);
    this.#global.set(argument.key, argument.value);
  }

  /** As `NAME=value`; what the environment has already is left out. */
  lines(env: readonly string[]): readonly string[] {
    const taken = new Set(env.map((line) => line.split('=', 1)[0] ?? ''));
    return this.#linesOf(this.#declared).filter((line) => !taken.has(line.split('=', 1)[0] ?? ''));
  }

  /** What FROM may use. */
  globalLines(): readonly string[] {
    return this.#linesOf(this.#global);
  }

  /** Whether the value of an argument is part of what a step is known by. */
  isShown(name: string): boolean {
    return this.#declared.has(name) || !predefined.has(name);
  }

  /** Names the client gave a value for and no ARG declares, sorted. */
  unused(): readonly string[] {
    return Object.keys(this.#given)
      .filter((name) => !predefined.has(name) && !this.#used.has(name))
      .sort();
  }

  #linesOf(declared: Declared): readonly string[] {
    const lines: string[] = [];
    for (const name of new Set([...declared.keys(), ...predefined])) {
      const value = this.#valueOf(name, declared);
      if (value !== undefined) lines.push(`${name}=${value}`);
    }
    return lines;
  }

  #valueOf(name: string, declared: Declared): string | undefined {
    const given = Object.hasOwn(this.#given, name) ? this.#given[name] : undefined;
    return given ?? declared.get(name) ?? this.#global.get(name);
  }
}
