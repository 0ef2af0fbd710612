import type {Call} from '../call.ts';
import {matchOf} from './pattern.ts';
import type {Regex, RegexMatch} from './regex.ts';

/** What became of a text, and how many matches in it were replaced. */
export interface Replaced {
  readonly text: string;
  readonly count: number;
}

/** Replaces one match, counted from 1, or all of them with `which` 0. A text full of matches does not hold up the others. */
export async function replaceMatches(
  call: Call,
  text: string,
  {
    regex,
    which,
    replace,
  }: {readonly regex: Regex; readonly which: number; readonly replace: (match: RegexMatch) => string},
): Promise<Replaced> {
  let result = '';
  let behind = 0;
  let seen = 0;
  let count = 0;
  let lastEnd = -1;
  for (let from = 0; from <= text.length; ) {
    const match = matchOf(regex, text, from);
    if (!match) break;
    const isEmpty = match.end === match.start;
    // Nothing right behind a match is no match of its own: `s/x*/-/g` of abxc is -a-b-c-.
    if (!isEmpty || match.start !== lastEnd) {
      seen += 1;
      if (which === 0 || which === seen) {
        result += text.slice(behind, match.start) + replace(match);
        behind = match.end;
        count += 1;
        if (which !== 0) break;
      }
    }
    lastEnd = match.end;
    from = isEmpty ? match.end + 1 : match.end;
    call.hold(text.length + result.length);
    await call.process.breathe();
  }
  return {text: result + text.slice(behind), count};
}
