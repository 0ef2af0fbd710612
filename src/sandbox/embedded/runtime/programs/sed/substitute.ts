import {matchOf} from '../regex/pattern.ts';
import type {Regex, RegexMatch} from '../regex/regex.ts';
import type {Replacement} from './script.ts';

/** The text with a match, or all, replaced; undefined when there was none to replace. */
export function substitute(
  text: string,
  regex: Regex,
  {replacement, which}: {readonly replacement: Replacement; readonly which: number},
): string | undefined {
  let result = '';
  let behind = 0;
  let from = 0;
  let count = 0;
  let lastEnd = -1;
  let isChanged = false;
  while (from <= text.length) {
    const match = matchOf(regex, text, from);
    if (!match) break;
    // Nothing right behind a match is no match of its own: `s/x*/-/g` of abxc is -a-b-c-.
    const isRepeat = match.end === match.start && match.start === lastEnd;
    if (!isRepeat) {
      count += 1;
      if (which === 0 || which === count) {
        result += text.slice(behind, match.start) + replaced(text, match, replacement);
        behind = match.end;
        isChanged = true;
        if (which !== 0) break;
      }
    }
    lastEnd = match.end;
    from = match.end > match.start ? match.end : match.end + 1;
  }
  return isChanged ? result + text.slice(behind) : undefined;
}

function replaced(text: string, match: RegexMatch, replacement: Replacement): string {
  return replacement
    .map((part) => {
      if (typeof part === 'string') return part;
      return part === 0 ? text.slice(match.start, match.end) : (match.groups[part - 1] ?? '');
    })
    .join('');
}
