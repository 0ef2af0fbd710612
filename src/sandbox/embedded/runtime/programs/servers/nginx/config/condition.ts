import type {Pattern} from '../../perl-regex/pattern.ts';
import type {Directive} from './directive.ts';
import {ConfigProblem} from './problem.ts';
import {compileRegex} from './regex.ts';
import {parseTemplate, type Template} from './template.ts';

/** What an `if` asks. */
export type Condition =
  | {readonly kind: 'set'; readonly variable: string}
  | {readonly kind: 'equal'; readonly variable: string; readonly value: Template; readonly negative: boolean}
  | {readonly kind: 'regex'; readonly variable: string; readonly pattern: Pattern; readonly negative: boolean}
  /** Whether there is a file, a directory, anything, an executable. */
  | {readonly kind: 'file'; readonly test: 'f' | 'd' | 'e' | 'x'; readonly path: Template; readonly negative: boolean};

/** https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#if Throws ConfigProblem. */
export function parseCondition(directive: Directive): Condition {
  const words = withoutParentheses(directive);
  const [first = '', operator, value = ''] = words;
  const fault = (word: string): ConfigProblem => new ConfigProblem(`invalid condition "${word}"`, directive.place);
  if (first.length > 1 && first.startsWith('$')) {
    const variable = first.slice(1).toLowerCase();
    if (words.length === 1) return {kind: 'set', variable};
    if (words.length !== 3 || operator === undefined) throw fault(first);
    return comparison(variable, {operator, value}, directive);
  }
  const [, not, test] = /^(!?)-([fdex])$/.exec(first) ?? [];
  if (test === undefined || words.length !== 2) throw fault(first);
  const kinds = {f: 'f', d: 'd', e: 'e', x: 'x'} as const;
  return {
    kind: 'file',
    test: kinds[test as keyof typeof kinds],
    path: parseTemplate(operator ?? '', directive.place),
    negative: not === '!',
  };
}

function comparison(
  variable: string,
  {operator, value}: {readonly operator: string; readonly value: string},
  {place}: Directive,
): Condition {
  const negative = operator.startsWith('!');
  switch (operator) {
    case '=':
    case '!=':
      return {kind: 'equal', variable, value: parseTemplate(value, place), negative};
    case '~':
    case '~*':
    case '!~':
    case '!~*':
      return {kind: 'regex', variable, pattern: compileRegex(value, operator.endsWith('*'), place), negative};
    default:
      throw new ConfigProblem(`unexpected "${operator}" in condition`, place);
  }
}

function withoutParentheses({args, place}: Directive): readonly string[] {
  const [first = ''] = args;
  if (!first.startsWith('(')) throw new ConfigProblem(`invalid condition "${first}"`, place);
  const words = first.length === 1 ? args.slice(1) : [first.slice(1), ...args.slice(1)];
  const last = words.at(-1) ?? '(';
  if (!last.endsWith(')')) throw new ConfigProblem(`invalid condition "${last}"`, place);
  const inner = last.length === 1 ? words.slice(0, -1) : [...words.slice(0, -1), last.slice(0, -1)];
  if (inner.length === 0) throw new ConfigProblem('invalid condition ")"', place);
  return inner;
}
