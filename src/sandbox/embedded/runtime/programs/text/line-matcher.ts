import type {Call} from '../call.ts';
import {isWord} from '../regex/match.ts';
import {matchOf, pattern} from '../regex/pattern.ts';

/** Where a line matches: the first of its places at or after `from`. */
export type Matcher = (line: string, from: number) => {readonly start: number; readonly end: number} | undefined;

/** What the options make of the patterns: a line matches when one of them does. */
export function matcherOf(call: Call, patterns: readonly string[]): Matcher {
  const isFixed = call.has('F') || call.name === 'fgrep';
  const ignoreCase = call.has('i');
  const extended = call.has('E') || call.name === 'egrep';
  const finders = patterns.map((text) => {
    const find = isFixed ? fixed(text, ignoreCase) : regex(text, {ignoreCase, extended});
    return call.has('x') ? wholeLine(find) : call.has('w') ? wholeWords(find) : find;
  });
  return (line, from) => {
    let best: ReturnType<Matcher>;
    for (const find of finders) {
      const match = find(line, from);
      const isBetter =
        !best || (match && (match.start < best.start || (match.start === best.start && match.end > best.end)));
      if (match && isBetter) best = match;
    }
    return best;
  };
}

function fixed(text: string, ignoreCase: boolean): Matcher {
  const wanted = ignoreCase ? text.toLowerCase() : text;
  return (line, from) => {
    const start = (ignoreCase ? line.toLowerCase() : line).indexOf(wanted, from);
    return start < 0 ? undefined : {start, end: start + wanted.length};
  };
}

function regex(text: string, options: {readonly ignoreCase: boolean; readonly extended: boolean}): Matcher {
  const compiled = pattern(text, options);
  return (line, from) => matchOf(compiled, line, from);
}

function wholeLine(find: Matcher): Matcher {
  return (line) => {
    const match = find(line, 0);
    return match?.start === 0 && match.end === line.length ? match : undefined;
  };
}

function wholeWords(find: Matcher): Matcher {
  return (line, from) => {
    for (let at = from; at <= line.length; ) {
      const match = find(line, at);
      if (!match) return undefined;
      if (!isWord(line, match.start - 1) && !isWord(line, match.end)) return match;
      if (match.end === match.start) return undefined;
      at = match.end;
    }
    return undefined;
  };
}
