import {readdirSync, readFileSync} from 'node:fs';
import {join, normalize} from 'node:path';

/** One import of one source file. */
export interface Import {
  /** Path from `src/`: `sandbox/docker/observe.ts`. */
  readonly from: string;
  /** A path from `src/` for our own files, else the package or `node:` module as written. */
  readonly to: string;
  readonly ours: boolean;
  /** `import type` and `export type`: erased, so that nothing of it runs. */
  readonly typeOnly: boolean;
}

/** A file of `src/`, by its path from there. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Reads every .ts and .tsx file below a folder, sorted by path. */
export function readSources(folder: string): readonly SourceFile[] {
  return readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter((name) => /\.tsx?$/.test(name))
    .sort()
    .map((name) => ({path: name.replaceAll('\\', '/'), text: readFileSync(join(folder, name), 'utf8')}));
}

// The formatter writes every import in one of these shapes; `declare module` and strings do not start a line so.
const statement = /^(?:import|export)\s+(type\s)?[^;'"`=]*?\bfrom\s+'([^']+)'/gm;
const sideEffect = /^import\s+'([^']+)'/gm;
const dynamic = /\bimport\(\s*'([^']+)'/g;

/** Every static, dynamic and type import of a file; comments are not read. */
export function importsOf({path, text}: SourceFile): readonly Import[] {
  const code = withoutComments(text);
  const found = [
    ...[...code.matchAll(statement)].map(([, type, to = '']) => ({to, typeOnly: type !== undefined})),
    ...[...code.matchAll(sideEffect), ...code.matchAll(dynamic)].map(([, to = '']) => ({to, typeOnly: false})),
  ];
  return found.map(({to, typeOnly}) => {
    const ours = to.startsWith('.');
    return {from: path, to: ours ? resolve(path, to) : to, ours, typeOnly};
  });
}

/** The code of a file without block comments and without lines that are a comment. */
export function withoutComments(text: string): string {
  return text.replaceAll(/^\s*\/\*[\s\S]*?\*\//gm, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

function resolve(from: string, to: string): string {
  return normalize(join(from, '..', to)).replaceAll('\\', '/');
}

/** The first cycle among our own files, as the path that leads back to its start; undefined when there is none. */
export function findCycle(imports: readonly Import[]): readonly string[] | undefined {
  const edges = new Map<string, Import[]>();
  for (const edge of imports) if (edge.ours) edges.set(edge.from, [...(edges.get(edge.from) ?? []), edge]);
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): readonly string[] | undefined => {
    const start = trail.indexOf(file);
    if (start >= 0) return [...trail.slice(start), file];
    if (done.has(file)) return undefined;
    for (const {to} of edges.get(file) ?? []) {
      const cycle = visit(to, [...trail, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of edges.keys()) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
