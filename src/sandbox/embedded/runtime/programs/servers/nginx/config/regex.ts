import {Pattern} from '../../perl-regex/pattern.ts';
import {PatternError} from '../../perl-regex/syntax.ts';
import {ConfigProblem, type Place} from './problem.ts';

/** A pattern of the configuration. Throws ConfigProblem in the words of PCRE2. */
export function compileRegex(source: string, ignoreCase: boolean, place: Place): Pattern {
  try {
    return new Pattern(source, {ignoreCase});
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const rest = source.slice(error.at);
    const where = rest === '' ? '' : ` at "${rest}"`;
    throw new ConfigProblem(`pcre2_compile() failed: ${error.message} in "${source}"${where}`, place);
  }
}
