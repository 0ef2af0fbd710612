import type {Pattern, PatternMatch} from '../../perl-regex/pattern.ts';
import {PatternTooHard} from '../../perl-regex/pattern.ts';
import type {NginxRequest} from './request.ts';

/** A pattern that took too long on a request: the request is answered with 500. */
export class MatchFailed extends Error {}

/** Matches and keeps what the groups found for `$1` and `$name`. Throws MatchFailed. */
export function matchKept(request: NginxRequest, pattern: Pattern, text: string): PatternMatch | undefined {
  try {
    const match = pattern.exec(text);
    if (!match) return undefined;
    request.captures = match.groups;
    for (const [name, index] of pattern.names) request.variables.set(name.toLowerCase(), match.groups[index] ?? '');
    return match;
  } catch (error) {
    if (!(error instanceof PatternTooHard)) throw error;
    throw new MatchFailed(`pcre2_match() failed: -47 on "${text}" using "${pattern.source}"`);
  }
}
