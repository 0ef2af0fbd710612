/** An operand or a call of a template. `at` is the offset Go reports in its errors. */
export type Argument =
  | {readonly kind: 'dot'; readonly at: number}
  | {readonly kind: 'nil'; readonly at: number}
  | {readonly kind: 'field'; readonly at: number; readonly names: readonly string[]}
  | {readonly kind: 'variable'; readonly at: number; readonly name: string; readonly names: readonly string[]}
  | {readonly kind: 'chain'; readonly at: number; readonly of: Argument; readonly names: readonly string[]}
  | {readonly kind: 'call'; readonly at: number; readonly name: string}
  | {readonly kind: 'literal'; readonly at: number; readonly text: string; readonly value: boolean | number | string}
  | {readonly kind: 'float'; readonly at: number; readonly text: string; readonly value: number}
  | {readonly kind: 'pipe'; readonly at: number; readonly pipe: Pipe};

export interface Command {
  readonly at: number;
  readonly args: readonly Argument[];
}

export interface Pipe {
  readonly at: number;
  /** Names with their `$`. */
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

export type Node =
  | {readonly kind: 'text'; readonly text: string}
  | {readonly kind: 'action'; readonly pipe: Pipe}
  | {readonly kind: 'break' | 'continue'}
  | {
      readonly kind: 'if' | 'with' | 'range';
      readonly pipe: Pipe;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    };

/** An argument as Go writes it in an error. */
export function argumentSource(argument: Argument): string {
  switch (argument.kind) {
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'field':
      return argument.names.map((name) => `.${name}`).join('');
    case 'variable':
      return [argument.name, ...argument.names].join('.');
    case 'chain':
      return [chainStart(argument.of), ...argument.names].join('.');
    case 'call':
      return argument.name;
    case 'literal':
    case 'float':
      return argument.text;
    case 'pipe':
      return `(${pipeSource(argument.pipe)})`;
  }
}

function chainStart(of: Argument): string {
  return argumentSource(of);
}

export function commandSource(command: Command): string {
  return command.args.map(argumentSource).join(' ');
}

export function pipeSource({variables, assigns, commands}: Pipe): string {
  const declared = variables.length === 0 ? '' : `${variables.join(', ')} ${assigns ? '=' : ':='} `;
  return declared + commands.map(commandSource).join(' | ');
}
