import {cleanPath} from '../paths.ts';

/** One line of a .dockerignore. */
interface Pattern {
  readonly text: string;
  /** `!`: takes back what an earlier line excluded. */
  readonly includes: boolean;
  readonly matches: (path: string) => boolean;
}

/** What a .dockerignore leaves out. */
export interface IgnoreRules {
  /** Whether a path from the context's folder is left out. */
  excludes(path: string): boolean;
  /** Whether a folder that is left out may hold something that is not. */
  mayHoldIncluded(folder: string): boolean;
}

/** The lines of a .dockerignore that say something. https://docs.docker.com/build/concepts/context/#dockerignore-files */
export function readIgnoreLines(content: string): readonly string[] {
  return content
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(cleanPattern);
}

function cleanPattern(line: string): string {
  const includes = line.startsWith('!');
  const pattern = (includes ? line.slice(1) : line).trim();
  if (pattern === '') return line;
  const cleaned = cleanPath(pattern);
  const relative = cleaned.length > 1 && cleaned.startsWith('/') ? cleaned.slice(1) : cleaned;
  return includes ? `!${relative}` : relative;
}

/** Rules of patterns; throws for one that is none. */
export function ignoreRules(lines: readonly string[]): IgnoreRules {
  const patterns = lines.map(parsePattern);
  return {
    excludes(path) {
      const parts = path.split('/');
      const ways = parts.map((_, at) => parts.slice(0, at + 1).join('/'));
      return patterns.reduce((excluded, {includes, matches}) => {
        // A line that could change nothing is not looked at.
        if (includes !== excluded) return excluded;
        return ways.some(matches) ? !includes : excluded;
      }, false);
    },
    mayHoldIncluded: (folder) => patterns.some(({includes, text}) => includes && `${text}/`.startsWith(`${folder}/`)),
  };
}

function parsePattern(line: string): Pattern {
  const includes = line.startsWith('!');
  const text = includes ? line.slice(1) : line;
  if (text === '') throw new Error('illegal exclusion pattern: "!"');
  const expression = patternExpression(text);
  return {text, includes, matches: (path) => expression.test(path)};
}

/** A pattern as an expression: `**` is any number of folders, `*` and `?` stop at a slash. */
export function patternExpression(pattern: string): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    if (char === '*' && pattern.charAt(at + 1) === '*') {
      at += pattern.charAt(at + 2) === '/' ? 2 : 1;
      source += at + 1 >= pattern.length ? '.*' : '(.*/)?';
    } else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '\\' && at + 1 < pattern.length) {
      at += 1;
      source += `\\${pattern.charAt(at)}`;
    } else source += /[.$+(){}|]/.test(char) ? `\\${char}` : char;
  }
  try {
    return new RegExp(`^${source}$`);
  } catch {
    throw new Error(`syntax error in pattern: ${pattern}`);
  }
}
