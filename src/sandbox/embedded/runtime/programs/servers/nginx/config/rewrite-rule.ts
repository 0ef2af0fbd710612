import type {Pattern} from '../../perl-regex/pattern.ts';
import type {Directive} from './directive.ts';
import {ConfigProblem} from './problem.ts';
import {compileRegex} from './regex.ts';
import {parseTemplate, type Template} from './template.ts';

export interface RewriteRule {
  readonly pattern: Pattern;
  readonly path: Template;
  /** What the replacement has behind its question mark. */
  readonly args: Template | undefined;
  /** The arguments of the request follow those of the replacement. */
  readonly keepsArgs: boolean;
  readonly outcome: 'next' | 'last' | 'break' | 301 | 302;
}

/** `return`: a status with a text or a place to go. */
export interface ReturnRule {
  readonly status: number;
  readonly text: Template | undefined;
}

/** https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#rewrite Throws ConfigProblem. */
export function parseRewrite({args, place}: Directive): RewriteRule {
  const [source = '', replacement = '', flag] = args;
  const pattern = compileRegex(source, false, place);
  const goesAway = isAway(replacement);
  const outcome = flag === undefined ? (goesAway ? 302 : 'next') : flags.get(flag);
  if (outcome === undefined) throw new ConfigProblem(`invalid parameter "${flag}"`, place);
  // A question mark at the very end is taken away with the arguments of the request.
  const isBare = replacement.endsWith('?');
  const whole = isBare ? replacement.slice(0, -1) : replacement;
  const mark = whole.indexOf('?');
  return {
    pattern,
    path: parseTemplate(mark < 0 ? whole : whole.slice(0, mark), place),
    args: mark < 0 ? undefined : parseTemplate(whole.slice(mark + 1), place),
    keepsArgs: !isBare,
    outcome: goesAway && typeof outcome === 'string' ? 302 : outcome,
  };
}

const flags: ReadonlyMap<string, RewriteRule['outcome']> = new Map<string, RewriteRule['outcome']>([
  ['last', 'last'],
  ['break', 'break'],
  ['redirect', 302],
  ['permanent', 301],
]);

/** https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return Throws ConfigProblem. */
export function parseReturn({args, place}: Directive): ReturnRule {
  const [first = '', text] = args;
  if (/^\d{1,9}$/.test(first)) {
    const status = Number(first);
    if (status > 999) throw new ConfigProblem(`invalid return code "${first}"`, place);
    return {status, text: text === undefined ? undefined : parseTemplate(text, place)};
  }
  if (text !== undefined || !isAway(first)) throw new ConfigProblem(`invalid return code "${first}"`, place);
  return {status: 302, text: parseTemplate(first, place)};
}

function isAway(url: string): boolean {
  return /^(https?:\/\/|\$scheme)/.test(url);
}
