import {GoCallError, TemplateExecutionError} from './errors.ts';
import {callField, type FieldCall} from './field.ts';
import type {GoFunctions} from './functions.ts';
import {type Argument, argumentSource, type Command, commandSource, type Node, type Pipe, pipeSource} from './node.ts';
import {parseTemplate} from './parse.ts';
import {formatValue, printValue, sortedEntries} from './print.ts';
import {type GoValue, isTrue} from './value.ts';

/** A template that was read. */
export interface Template {
  /** What it writes for a value; throws a TemplateExecutionError. */
  execute(value: GoValue, options?: {readonly missingKeyFails?: boolean}): string;
}

/** Reads a template of Go's text/template; throws a TemplateSyntaxError. Errors show its `name`. https://pkg.go.dev/text/template */
export function compileTemplate(template: string, functions: GoFunctions, name = ''): Template {
  const nodes = parseTemplate(template, {functions: new Set(functions.keys()), name});
  return {
    execute(value, {missingKeyFails = false} = {}) {
      const run = new Run({template, functions, missingKeyFails, name});
      run.variables.push({name: '$', value});
      run.walkAll(nodes, value);
      return run.written.join('');
    },
  };
}

interface Variable {
  readonly name: string;
  value: GoValue;
}

type Leave = 'break' | 'continue' | undefined;

interface RunOptions {
  readonly name: string;
  readonly template: string;
  readonly functions: GoFunctions;
  readonly missingKeyFails: boolean;
}

class Run {
  readonly written: string[] = [];
  readonly variables: Variable[] = [];
  private lookedAt: {readonly at: number; readonly source: string} | undefined;
  private readonly options: RunOptions;

  constructor(options: RunOptions) {
    this.options = options;
  }

  walkAll(nodes: readonly Node[], dot: GoValue): Leave {
    for (const node of nodes) {
      const leave = this.walk(node, dot);
      if (leave !== undefined) return leave;
    }
    return undefined;
  }

  private walk(node: Node, dot: GoValue): Leave {
    switch (node.kind) {
      case 'text':
        this.written.push(node.text);
        return undefined;
      case 'action': {
        const value = this.pipe(node.pipe, dot);
        if (node.pipe.variables.length === 0) this.written.push(printValue(value));
        return undefined;
      }
      case 'break':
      case 'continue':
        return node.kind;
      case 'range':
        return this.inScope(() => this.range(node, dot));
      case 'if':
      case 'with':
        return this.inScope(() => {
          const value = this.pipe(node.pipe, dot);
          if (isTrue(value)) return this.walkAll(node.body, node.kind === 'with' ? value : dot);
          return this.walkAll(node.otherwise, dot);
        });
    }
  }

  private inScope(walk: () => Leave): Leave {
    const known = this.variables.length;
    const leave = walk();
    this.variables.length = known;
    return leave;
  }

  private range(node: Extract<Node, {kind: 'range' | 'if' | 'with'}>, dot: GoValue): Leave {
    const {pipe} = node;
    const value = this.pipeValue(pipe, dot);
    const pairs = this.pairsOf(value, pipe);
    if (pairs.length === 0) return this.walkAll(node.otherwise, dot);
    for (const [key, item] of pairs) {
      const known = this.variables.length;
      const [first, second] = pipe.variables;
      if (first !== undefined) this.set(pipe, first, second === undefined ? item : key);
      if (second !== undefined) this.set(pipe, second, item);
      const leave = this.walkAll(node.body, item);
      this.variables.length = known;
      if (leave === 'break') break;
    }
    return undefined;
  }

  private pairsOf(value: GoValue, pipe: Pipe): readonly (readonly [GoValue, GoValue])[] {
    if (value === undefined || value === null) return [];
    if (typeof value === 'number') return Array.from({length: value}, (_, at) => [at, at] as const);
    if (typeof value === 'object' && value.kind === 'slice') return value.items.map((item, at) => [at, item] as const);
    if (typeof value === 'object' && value.kind === 'map') return sortedEntries(value.entries);
    // Go names what it looked at last.
    throw this.failure(
      this.lookedAt ?? {at: pipe.at, source: pipeSource(pipe)},
      `range can't iterate over ${formatValue(value, 0)}`,
    );
  }

  private pipe(pipe: Pipe, dot: GoValue): GoValue {
    const value = this.pipeValue(pipe, dot);
    for (const name of pipe.variables) this.set(pipe, name, value);
    return value;
  }

  private pipeValue(pipe: Pipe, dot: GoValue): GoValue {
    let value: GoValue;
    for (const [at, command] of pipe.commands.entries()) {
      value = this.command(command, dot, at === 0 ? [] : [value]);
    }
    return value;
  }

  private set(pipe: Pipe, name: string, value: GoValue): void {
    const known = pipe.assigns ? this.variables.findLast((variable) => variable.name === name) : undefined;
    if (known === undefined) this.variables.push({name, value});
    else known.value = value;
  }

  /** `piped` is the value of the command before it, which becomes the last argument. */
  private command(command: Command, dot: GoValue, piped: readonly GoValue[]): GoValue {
    const [first, ...rest] = command.args;
    if (first === undefined) return undefined;
    const args = () => [...rest.map((arg) => this.argument(arg, dot)), ...piped];
    switch (first.kind) {
      case 'field':
      case 'variable':
      case 'chain':
        return this.fields(first, dot, args);
      case 'call':
        return this.call(first, command, args());
      case 'nil':
        throw this.failure({at: command.at, source: commandSource(command)}, 'nil is not a command');
      default:
        if (rest.length > 0 || piped.length > 0) {
          throw this.failure(place(first), `can't give argument to non-function ${argumentSource(first)}`);
        }
        return this.argument(first, dot);
    }
  }

  private argument(argument: Argument, dot: GoValue): GoValue {
    switch (argument.kind) {
      case 'dot':
        return dot;
      case 'nil':
        return null;
      case 'literal':
        return argument.value;
      case 'float':
        return {kind: 'float', value: argument.value};
      case 'pipe':
        return this.pipe(argument.pipe, dot);
      case 'call':
        return this.call(argument, {at: argument.at, args: [argument]}, []);
      default:
        return this.fields(argument, dot, () => []);
    }
  }

  private fields(
    argument: Extract<Argument, {kind: 'field' | 'variable' | 'chain'}>,
    dot: GoValue,
    args: () => readonly GoValue[],
  ): GoValue {
    let value = this.receiver(argument, dot);
    let untyped = false;
    this.lookedAt = place(argument);
    for (const [at, name] of argument.names.entries()) {
      const last = at === argument.names.length - 1;
      const next = this.field(argument, {name, receiver: value, args: last ? args() : [], untyped});
      untyped = typeof value === 'object' && value?.kind === 'map' && value.type === 'interface {}';
      value = next;
    }
    return value;
  }

  private receiver(argument: Extract<Argument, {kind: 'field' | 'variable' | 'chain'}>, dot: GoValue): GoValue {
    switch (argument.kind) {
      case 'field':
        return dot;
      case 'variable':
        return this.variables.findLast(({name}) => name === argument.name)?.value;
      case 'chain':
        return this.argument(argument.of, dot);
    }
  }

  private field(argument: Argument, call: FieldCall): GoValue {
    try {
      return callField(call, this.options.missingKeyFails);
    } catch (error) {
      if (error instanceof GoCallError) throw this.failure(place(argument), error.message);
      throw error;
    }
  }

  private call(argument: Extract<Argument, {kind: 'call'}>, command: Command, args: readonly GoValue[]): GoValue {
    const found = this.options.functions.get(argument.name);
    if (found === undefined) return undefined;
    if (found.arity !== undefined && found.arity !== args.length) {
      const reason = `wrong number of args for ${argument.name}: want ${found.arity} got ${args.length}`;
      throw this.failure(place(argument), reason);
    }
    try {
      return found.call(args);
    } catch (error) {
      if (!(error instanceof GoCallError)) throw error;
      const source = {at: argument.at, source: commandSource(command)};
      throw this.failure(source, `error calling ${argument.name}: ${error.message}`);
    }
  }

  private failure(at: {readonly at: number; readonly source: string}, reason: string): TemplateExecutionError {
    return new TemplateExecutionError({template: this.options.template, name: this.options.name, ...at}, reason);
  }
}

function place(argument: Argument): {readonly at: number; readonly source: string} {
  return {at: argument.at, source: argumentSource(argument)};
}
