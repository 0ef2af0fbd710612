import type {Directive} from './directive.ts';
import {ConfigProblem} from './problem.ts';
import {parseTime} from './values.ts';

/** When an answer is out of date. */
export type Expires =
  | {readonly kind: 'off' | 'epoch' | 'max'}
  /** Seconds from now, or from the file's last change. */
  | {readonly kind: 'after'; readonly seconds: number; readonly from: 'now' | 'modified'}
  /** Seconds from midnight. */
  | {readonly kind: 'daily'; readonly seconds: number};

/** https://nginx.org/en/docs/http/ngx_http_headers_module.html#expires Throws ConfigProblem. */
export function parseExpires({args, place}: Directive): Expires {
  const [first = '', second] = args;
  const isModified = second !== undefined;
  const value = second ?? first;
  const fault = (): ConfigProblem => new ConfigProblem('"expires" directive invalid value', place);
  if (isModified && first !== 'modified') throw fault();
  if (!isModified && (value === 'off' || value === 'epoch' || value === 'max')) return {kind: value};
  const sign = /^[@+-]/.exec(value)?.[0];
  const ms = parseTime(sign === undefined ? value : value.slice(1));
  if (ms === undefined || (sign === '@' && isModified)) throw fault();
  if (sign === '@') return {kind: 'daily', seconds: ms / 1000};
  return {kind: 'after', seconds: sign === '-' ? -ms / 1000 : ms / 1000, from: isModified ? 'modified' : 'now'};
}
