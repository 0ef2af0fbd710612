import {isSystemError} from '../../../../../system-error.ts';
import {errorNumberText} from '../../error-number.ts';
import {type CheckContext, checkDirective} from './checks.ts';
import type {Directive} from './directive.ts';
import {type BlockKind, type DirectiveForm, type DirectiveForms, readForms} from './forms.ts';
import {parseLocationName} from './location-name.ts';
import {ConfigProblem, commandLine, type Place, placed} from './problem.ts';
import {parseCount, parseSize, parseTime} from './values.ts';
import {type Statement, WordReader} from './words.ts';

/** Where configuration files come from; texts have one character a byte. */
export interface ConfigSource {
  /** Throws SystemError. */
  read(path: string): string;
  /** Files whose names fit a pattern, sorted. */
  match(pattern: string): readonly string[];
}

export interface ReadConfig {
  readonly directives: readonly Directive[];
  /** Every file that was read, in order, for `nginx -T`. */
  readonly files: readonly {readonly path: string; readonly text: string}[];
}

export interface ReadOptions extends Pick<CheckContext, 'hasUser' | 'hasGroup' | 'addressOf'> {
  readonly path: string;
  /** What `-g` says. */
  readonly parameters: string;
  readonly source: ConfigSource;
  readonly warn: (message: string) => void;
}

/** Files that include each other end where a process may open no more. */
const mostIncludes = 64;

/** Reads a configuration with everything it includes, checking as nginx does while it reads. Throws ConfigProblem. */
export function readConfig(options: ReadOptions): ReadConfig {
  return new ConfigReader(options).read();
}

/** The block that is being read. */
interface Block {
  readonly kind: BlockKind;
  readonly directives: Directive[];
  readonly location: CheckContext['location'];
  /** Entries are the block's own: `types`, `map`. */
  readonly isTable: boolean;
}

class ConfigReader {
  readonly #options: ReadOptions;
  readonly #forms: DirectiveForms = readForms();
  readonly #files: {readonly path: string; readonly text: string}[] = [];
  readonly #logFormats = new Set(['combined']);
  readonly #upstreams = new Set<string>();
  readonly #defaults = new Set<string>();
  #depth = 0;

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  read(): ReadConfig {
    const main: Block = {kind: 'main', directives: [], location: undefined, isTable: false};
    const {parameters, path} = this.#options;
    if (parameters !== '')
      this.#readStatements(new WordReader(parameters, ''), {...main, directives: main.directives}, '');
    this.#readFile(path, main, undefined);
    return {directives: main.directives, files: this.#files};
  }

  #readFile(path: string, into: Block, from: Place | undefined): void {
    let text: string;
    this.#depth += 1;
    try {
      if (this.#depth > mostIncludes)
        throw new ConfigProblem(`open() "${path}" failed (24: No file descriptors available)`, from);
      text = this.#options.source.read(path);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      // A directory can be opened, and only reading it fails.
      const [call, code] =
        error.code === 'EISDIR' ? (['pread', '21: Is a directory'] as const) : (['open', ''] as const);
      throw new ConfigProblem(`${call}() "${path}" failed (${code || errorNumberText(error)})`, from);
    }
    this.#files.push({path, text});
    const reader = new WordReader(text, path);
    const last = this.#readStatements(reader, into, path);
    if (last.kind === 'close') throw new ConfigProblem('unexpected "}"', {file: path, line: last.line});
    this.#depth -= 1;
  }

  /** Up to what ends them; the statement that does. */
  #readStatements(reader: WordReader, block: Block, file: string): Statement {
    for (;;) {
      const statement = reader.next();
      if (statement.kind !== 'directive') return statement;
      const place = {file: file === '' ? commandLine : file, line: statement.line};
      this.#readDirective(statement, {reader, block, place});
    }
  }

  #readDirective(
    {words, opens}: Extract<Statement, {kind: 'directive'}>,
    at: {readonly reader: WordReader; readonly block: Block; readonly place: Place},
  ): void {
    const {block, place, reader} = at;
    const [name = '', ...args] = words;
    if (place.file === commandLine && opens) throw new ConfigProblem('block directives are not supported in -g option');
    const includes = name === 'include';
    if (block.isTable && opens) throw new ConfigProblem('unexpected "{"', place);
    if (block.isTable && !includes) {
      block.directives.push({name, args, place});
      return;
    }
    const form = includes && block.isTable ? undefined : this.#formOf({name, args, opens, block, place});
    if (includes) return this.#include(args[0] ?? '', block, place);
    const directive: Directive = {name, args, place};
    if (form) this.#check(directive, form, block);
    block.directives.push(form?.opens ? this.#readBlock(directive, reader, block) : directive);
  }

  #formOf(given: {
    readonly name: string;
    readonly args: readonly string[];
    readonly opens: boolean;
    readonly block: Block;
    readonly place: Place;
  }): DirectiveForm {
    const {name, args, opens, block, place} = given;
    const known = this.#forms.get(name);
    if (!known) throw new ConfigProblem(`unknown directive "${name}"`, place);
    const form = known.find(({blocks}) => blocks.has(block.kind));
    if (!form) throw new ConfigProblem(`"${name}" directive is not allowed here`, place);
    if (!form.opens && opens) throw new ConfigProblem(`directive "${name}" is not terminated by ";"`, place);
    if (form.opens && !opens) throw new ConfigProblem(`directive "${name}" has no opening "{"`, place);
    if (args.length < form.least || args.length > form.most)
      throw new ConfigProblem(`invalid number of arguments in "${name}" directive`, place);
    if (form.isAbsent) throw new ConfigProblem(`directive "${name}" is not simulated by k8s-learn`, place);
    return form;
  }

  #check(directive: Directive, form: DirectiveForm, block: Block): void {
    const {name, place} = directive;
    const {hasUser, hasGroup, addressOf} = this.#options;
    if (!form.repeats && block.directives.some((other) => other.name === name))
      throw new ConfigProblem(`"${name}" directive is duplicate`, place);
    checkValue(directive, form);
    checkDirective(directive, {
      block: block.kind,
      before: block.directives,
      location: block.location,
      logFormats: this.#logFormats,
      upstreams: this.#upstreams,
      defaults: this.#defaults,
      warn: (message) => this.#options.warn(placed(message, place)),
      hasUser,
      hasGroup,
      addressOf,
    });
  }

  #readBlock(directive: Directive, reader: WordReader, outer: Block): Directive {
    const {name, place} = directive;
    const inner: Block = {
      kind: kindInside(name, outer.kind),
      directives: [],
      location: name === 'location' ? parseLocationName(directive) : outer.location,
      isTable: name === 'types' || name === 'map',
    };
    const end = this.#readStatements(reader, inner, place.file);
    const here = {file: place.file, line: end.line};
    if (end.kind === 'end') throw new ConfigProblem('unexpected end of file, expecting "}"', here);
    if (name === 'upstream' && !inner.directives.some((each) => each.name === 'server'))
      throw new ConfigProblem('no servers are inside upstream', here);
    if (name === 'types') this.#checkTypes(inner.directives);
    return {...directive, block: inner.directives};
  }

  #checkTypes(entries: readonly Directive[]): void {
    const seen = new Map<string, string>();
    for (const {name: type, args, place} of entries)
      for (const extension of args.map((arg) => arg.toLowerCase())) {
        const other = seen.get(extension);
        if (other !== undefined)
          this.#options.warn(
            placed(
              `duplicate extension "${extension}", content type: "${type}", previous content type: "${other}"`,
              place,
            ),
          );
        seen.set(extension, type);
      }
  }

  #include(pattern: string, block: Block, place: Place): void {
    const path = absoluteFrom(this.#options.path, pattern);
    const paths = /[*?[]/.test(path) ? this.#options.source.match(path) : [path];
    for (const each of paths) this.#readFile(each, block, place);
  }
}

/** A path of the configuration: relative ones begin at the folder of the main file. */
export function absoluteFrom(configPath: string, path: string): string {
  return path.startsWith('/') ? path : `${configPath.slice(0, configPath.lastIndexOf('/') + 1)}${path}`;
}

function kindInside(name: string, outer: BlockKind): BlockKind {
  switch (name) {
    case 'events':
    case 'http':
    case 'server':
    case 'location':
    case 'upstream':
    case 'limit_except':
      return name;
    case 'if':
      return outer === 'server' ? 'if in server' : 'if';
    default:
      return 'http';
  }
}

function checkValue({name, args, place}: Directive, {value}: DirectiveForm): void {
  const [text = ''] = args;
  switch (value) {
    case 'flag':
      if (!/^(on|off)$/i.test(text))
        throw new ConfigProblem(`invalid value "${text}" in "${name}" directive, it must be "on" or "off"`, place);
      return;
    case 'size':
      if (parseSize(text) === undefined) throw new ConfigProblem(`"${name}" directive invalid value`, place);
      return;
    case 'time':
      if (parseTime(text) === undefined) throw new ConfigProblem(`"${name}" directive invalid value`, place);
      return;
    case 'count':
      if (parseCount(text) === undefined) throw new ConfigProblem(`"${name}" directive invalid number`, place);
      return;
    case 'text':
      return;
  }
}
