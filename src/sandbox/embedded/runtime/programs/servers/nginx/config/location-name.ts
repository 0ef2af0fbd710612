import type {Pattern} from '../../perl-regex/pattern.ts';
import type {Directive} from './directive.ts';
import {ConfigProblem} from './problem.ts';
import {compileRegex} from './regex.ts';

/** What a location matches; `text` is its name without the sign. */
export type LocationName =
  /** `/a` and `^~ /a`: what comes before all regular expressions is `preferred`. */
  | {readonly kind: 'prefix'; readonly text: string; readonly preferred: boolean}
  | {readonly kind: 'exact'; readonly text: string}
  | {readonly kind: 'regex'; readonly text: string; readonly pattern: Pattern}
  | {readonly kind: 'named'; readonly text: string};

/** https://nginx.org/en/docs/http/ngx_http_core_module.html#location Throws ConfigProblem. */
export function parseLocationName({args, place}: Directive): LocationName {
  const [first = '', second] = args;
  const [, glued = '', rest = ''] = /^(=|\^~|~\*|~|)(.*)$/s.exec(first) ?? [];
  const sign = second === undefined ? glued : first;
  const text = second ?? rest;
  switch (sign) {
    case '=':
      return {kind: 'exact', text};
    case '^~':
      return {kind: 'prefix', text, preferred: true};
    case '~':
    case '~*':
      return {kind: 'regex', text, pattern: compileRegex(text, sign === '~*', place)};
    case '':
      return text.startsWith('@') ? {kind: 'named', text} : {kind: 'prefix', text, preferred: false};
    default:
      throw new ConfigProblem(`invalid location modifier "${first}"`, place);
  }
}

/** A location inside another one must be able to match. Throws ConfigProblem. */
export function checkNesting(inner: LocationName, outer: LocationName, {place}: Directive): void {
  const name = `location "${inner.text}"`;
  if (outer.kind === 'exact')
    throw new ConfigProblem(`${name} cannot be inside the exact location "${outer.text}"`, place);
  if (outer.kind === 'named')
    throw new ConfigProblem(`${name} cannot be inside the named location "${outer.text}"`, place);
  if (inner.kind === 'named') throw new ConfigProblem(`named ${name} can be on the server level only`, place);
  if (inner.kind !== 'regex' && !inner.text.startsWith(outer.text))
    throw new ConfigProblem(`${name} is outside location "${outer.text}"`, place);
}
