import {isSystemError} from '../../../system-error.ts';
import type {Process} from '../../process/process.ts';
import {matches} from './match.ts';
import {compilePattern, hasMagic, type Pattern} from './pattern.ts';
import {type Span, spanText} from './spans.ts';

/**
 * Paths a pattern fits, by name; none when it is no pattern or nothing fits. `hold` is told of the memory they take.
 */
export async function expandPath(
  process: Process,
  spans: readonly Span[],
  hold: (bytes: number) => void,
): Promise<readonly string[]> {
  if (!hasMagic(spans)) return [];
  const [first = [], ...rest] = components(spans);
  // Without a text before the first slash the path begins at the root.
  let paths = spanText(first) === '' && rest.length > 0 ? ['/'] : await step(process, {paths: [''], component: first});
  for (const [index, component] of rest.entries()) {
    paths = await step(process, {paths, component, isLast: index === rest.length - 1});
    hold(paths.reduce((size, path) => size + path.length + 16, 0));
  }
  return paths.sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
}

/** A pattern cut at its slashes, which nothing in it matches. */
function components(spans: readonly Span[]): readonly (readonly Span[])[] {
  const parts: Span[][] = [[]];
  for (const {text, quoted} of spans) {
    for (const [index, part] of text.split('/').entries()) {
      if (index > 0) parts.push([]);
      if (part !== '') parts.at(-1)?.push({text: part, quoted});
    }
  }
  return parts;
}

async function step(
  process: Process,
  {
    paths,
    component,
    isLast = false,
  }: {readonly paths: readonly string[]; readonly component: readonly Span[]; readonly isLast?: boolean},
): Promise<string[]> {
  const found: string[] = [];
  const pattern = compilePattern(component);
  for (const path of paths) {
    await process.breathe();
    const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
    if (component.length === 0) {
      // A slash at the end asks for directories, one in the middle says nothing.
      if (!isLast || isDirectory(process, prefix)) found.push(prefix);
    } else if (pattern.literal !== undefined) {
      if (exists(process, prefix + pattern.literal)) found.push(prefix + pattern.literal);
    } else {
      for (const name of namesIn(process, prefix)) if (await fits(process, pattern, name)) found.push(prefix + name);
    }
  }
  return found;
}

async function fits(process: Process, pattern: Pattern, name: string): Promise<boolean> {
  if (!pattern.beginsWithDot && name.startsWith('.')) return false;
  return matches(pattern, name, () => process.breathe());
}

function namesIn(process: Process, prefix: string): readonly string[] {
  return quietly([], () => ['.', '..', ...process.files.list(prefix === '' ? '.' : prefix)]);
}

function exists(process: Process, path: string): boolean {
  return quietly(false, () => process.files.stat(path, {follow: false}) !== undefined);
}

function isDirectory(process: Process, path: string): boolean {
  return quietly(false, () => process.files.stat(path)?.kind === 'directory');
}

/** A directory that cannot be read holds nothing, as far as patterns go. */
function quietly<T>(otherwise: T, look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (isSystemError(error)) return otherwise;
    throw error;
  }
}
