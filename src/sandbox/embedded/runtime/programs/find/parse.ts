import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {deepestTree} from '../files/walk.ts';
import {wholeNumber} from '../text/numbers.ts';
import {executor, type Gathered} from './execute.ts';
import type {FindExpression, Found, Predicate} from './expression.ts';
import {attributeTests} from './tests.ts';

const deepest = 200;

/** Reads the expression of a command line. Throws Failure in busybox's words. */
export function parseFind(call: Call, words: readonly string[]): FindExpression {
  return new FindParser(call, words).parse();
}

class FindParser {
  readonly #call: Call;
  readonly #words: readonly string[];
  #at = 0;
  #depth = 0;
  #least = 0;
  #most = deepestTree;
  #childrenFirst = false;
  #follow = false;
  #hasAction = false;
  readonly #gathered: Gathered[] = [];

  constructor(call: Call, words: readonly string[]) {
    this.#call = call;
    this.#words = words;
  }

  parse(): FindExpression {
    const asked = this.#words.length === 0 ? (): boolean => true : this.#or();
    if (this.#at < this.#words.length) throw new UsageError(`unrecognized: ${this.#words[this.#at]}`);
    const print = this.#print('\n');
    const test: Predicate = this.#hasAction ? asked : async (found) => (await asked(found)) && print(found);
    return {
      test,
      least: this.#least,
      most: this.#most,
      childrenFirst: this.#childrenFirst,
      follow: this.#follow,
      finish: async () => {
        let code = 0;
        for (const each of this.#gathered) if (!(await each.run())) code = 1;
        return code;
      },
    };
  }

  #or(): Predicate {
    const parts = [this.#and()];
    while (this.#takeIf('-o', '-or')) parts.push(this.#and());
    const [only] = parts;
    if (only && parts.length === 1) return only;
    return async (found) => {
      for (const part of parts) if (await part(found)) return true;
      return false;
    };
  }

  #and(): Predicate {
    const parts = [this.#not()];
    for (;;) {
      const word = this.#words[this.#at];
      if (word === undefined || word === ')' || word === '-o' || word === '-or') break;
      this.#takeIf('-a', '-and');
      parts.push(this.#not());
    }
    return async (found) => {
      for (const part of parts) if (!(await part(found))) return false;
      return true;
    };
  }

  #not(): Predicate {
    this.#depth += 1;
    if (this.#depth > deepest) throw new Failure('the expression is nested too deeply');
    const result = this.#takeIf('!', '-not') ? negated(this.#not()) : this.#primary();
    this.#depth -= 1;
    return result;
  }

  #primary(): Predicate {
    const word = this.#words[this.#at];
    if (word === undefined) throw new Failure('missing argument');
    this.#at += 1;
    if (word === '(') {
      const inner = this.#or();
      if (!this.#takeIf(')')) throw new Failure("unpaired '('");
      return inner;
    }
    const option = this.#option(word) ?? this.#action(word);
    if (option) return option;
    const make = Object.hasOwn(attributeTests, word) ? attributeTests[word] : undefined;
    if (!make) throw new UsageError(`unrecognized: ${word}`);
    return make(this.#call, make.length > 1 ? this.#argument(word) : '');
  }

  /** Options hold for the whole search, wherever they stand. */
  #option(word: string): Predicate | undefined {
    const always: Predicate = () => true;
    switch (word) {
      case '-maxdepth':
        this.#most = wholeNumber(this.#argument(word));
        return always;
      case '-mindepth':
        this.#least = wholeNumber(this.#argument(word));
        return always;
      case '-depth':
      case '-d':
        this.#childrenFirst = true;
        return always;
      case '-follow':
        this.#follow = true;
        return always;
      case '-xdev':
      case '-true':
        return always;
      default:
        return undefined;
    }
  }

  #action(word: string): Predicate | undefined {
    switch (word) {
      case '-print':
        this.#hasAction = true;
        return this.#print('\n');
      case '-print0':
        this.#hasAction = true;
        return this.#print('\0');
      case '-prune':
        return (found) => {
          found.prune();
          return true;
        };
      case '-quit':
        this.#hasAction = true;
        return (found) => {
          found.quit();
          return true;
        };
      case '-delete':
        this.#hasAction = true;
        this.#childrenFirst = true;
        return (found) => this.#delete(found);
      case '-exec':
      case '-ok':
        this.#hasAction = true;
        return this.#execute(word);
      default:
        return undefined;
    }
  }

  #execute(word: string): Predicate {
    const end = this.#words.findIndex(
      (each, index) => index >= this.#at && (each === ';' || (each === '+' && this.#words[index - 1] === '{}')),
    );
    if (end < 0 || end === this.#at) throw new Failure(`${word} requires an argument`);
    const argv = this.#words.slice(this.#at, end);
    this.#at = end + 1;
    const {test, gathered} = executor(this.#call, argv, {together: this.#words[end] === '+', asks: word === '-ok'});
    if (gathered) this.#gathered.push(gathered);
    return test;
  }

  #print(end: string): Predicate {
    return async ({path}) => {
      await this.#call.print(`${path}${end}`);
      return true;
    };
  }

  async #delete({path, stat}: Found): Promise<boolean> {
    const {files} = this.#call.process;
    // What the search began at is not deleted when it is the folder it runs in.
    if (path === '.' || path === '..') return true;
    return this.#call.trying(
      (reason) => `${path}: ${reason}`,
      () => (stat.kind === 'directory' ? files.removeDirectory(path) : files.unlink(path)),
    );
  }

  #argument(word: string): string {
    const argument = this.#words[this.#at];
    if (argument === undefined) throw new Failure(`${word} requires an argument`);
    this.#at += 1;
    return argument;
  }

  #takeIf(...words: readonly string[]): boolean {
    const isIt = words.includes(this.#words[this.#at] ?? '');
    if (isIt) this.#at += 1;
    return isIt;
  }
}

function negated(inner: Predicate): Predicate {
  return async (found) => !(await inner(found));
}
