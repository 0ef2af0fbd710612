import {trimSpace} from '../dockerfile/white-space.ts';
import {goMatch} from './go-match.ts';

/** One line of a `.dockerignore`. */
export interface IgnorePattern {
  readonly parts: readonly string[];
  /** It began with `!`: what it matches stays. */
  readonly isException: boolean;
}

/** Reads a `.dockerignore`. https://docs.docker.com/build/concepts/context/#dockerignore-files */
export function parseIgnore(text: string): readonly IgnorePattern[] {
  return text
    .replace(/^\ufeff/, '')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => trimSpace(line))
    .filter((line) => line !== '')
    .map((line) => {
      const isException = line.startsWith('!');
      const pattern = isException ? trimSpace(line.slice(1)) : line;
      return {parts: partsOf(pattern), isException};
    });
}

/** Whether a path, or a directory it is in, is left out: the last pattern that matches decides. */
export function isExcluded(path: string, patterns: readonly IgnorePattern[]): boolean {
  const parts = partsOf(path);
  let isOut = false;
  for (const {parts: pattern, isException} of patterns) {
    if (isOut !== isException) continue;
    if (parts.some((_, index) => matches(pattern, parts.slice(0, index + 1)))) isOut = !isException;
  }
  return isOut;
}

function partsOf(path: string): readonly string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts;
}

/** `**` stands for any number of directories. Each pair of positions is looked at once. */
function matches(pattern: readonly string[], path: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const at of reached) {
      if (part === '**') for (let end = at; end <= path.length; end += 1) next.add(end);
      else if (at < path.length && goMatch(part, path[at] ?? '') === true) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(path.length) && path.length > 0;
}
