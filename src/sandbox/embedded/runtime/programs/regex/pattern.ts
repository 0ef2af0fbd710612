import {Failure} from '../failure.ts';
import {RegexTooHard} from './match.ts';
import {Regex, type RegexMatch, type RegexOptions} from './regex.ts';
import {RegexError} from './syntax.ts';

/** Compiles a pattern; a wrong one ends the applet in busybox's words. */
export function pattern(text: string, options: RegexOptions = {}): Regex {
  try {
    return new Regex(text, options);
  } catch (error) {
    if (error instanceof RegexError) throw new Failure(`bad regex '${text}': ${error.message}`);
    throw error;
  }
}

/** The match at or after a position; one that takes too long ends the applet. */
export function matchOf(regex: Regex, text: string, from = 0, isNotAtStart = false): RegexMatch | undefined {
  try {
    return regex.exec(text, from, isNotAtStart);
  } catch (error) {
    if (error instanceof RegexTooHard) throw new Failure(error.message);
    throw error;
  }
}
