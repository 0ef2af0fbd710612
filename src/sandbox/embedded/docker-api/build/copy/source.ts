import type {DirectoryNode} from '../../../runtime/fs/nodes.ts';
import type {Kernel} from '../../../runtime/process/kernel.ts';
import {isSystemError} from '../../../system-error.ts';
import {ApiRefusal} from '../../api/refusal.ts';
import type {BuildContext} from '../context/build-context.ts';
import {goMatch, hasWildcards} from '../context/go-match.ts';
import {leadsOut, resolveIn, type Scoped, walkTree} from '../context/scoped-path.ts';
import {sumOfNode, sumOfSums} from '../context/tarsum.ts';

/** Where COPY and ADD take files from: the context, or the files of an image. */
export interface Source {
  readonly root: DirectoryNode;
  readonly isContext: boolean;
  readonly kernel: Kernel;
  /** The checksum of what a path leads to; the path itself where that has none. */
  sumOf(path: string): Promise<string>;
}

/** One thing to be copied. */
export interface Copied extends Scoped {
  /** As it was asked for: the name it gets in a directory. */
  readonly asked: string;
  /** `file:…` or `dir:…`, for the cache and for the history. */
  readonly sum: string;
}

export function sourceOfContext({root, sums}: BuildContext, kernel: Kernel): Source {
  return {
    root,
    isContext: true,
    kernel,
    sumOf: async (path) => sums.get(resolveIn(root, path).path.slice(1)) ?? path,
  };
}

export function sourceOfImage(root: DirectoryNode, kernel: Kernel): Source {
  return {
    root,
    isContext: false,
    kernel,
    async sumOf(asked) {
      const {path, node} = resolveIn(root, asked);
      const name = path.slice(1) || '.';
      return node ? sumOfNode(kernel, name, node) : name;
    },
  };
}

/** Finds what COPY or ADD name. Throws in the daemon's words. */
export async function findSources(
  source: Source,
  command: {readonly name: 'COPY' | 'ADD'; readonly sources: readonly string[]; readonly goal: string},
): Promise<readonly Copied[]> {
  const {name} = command;
  const found: Copied[] = [];
  for (const asked of command.sources) {
    if (/^https?:\/\//i.test(asked)) throw failed(name, whyNoDownload(name, asked));
    if (leadsOut(`./${asked}`)) throw failed(name, `forbidden path outside the build context: ${asked} ()`);
    const path = asked.replace(/^\//, '').replace(/^\.\//, '');
    const paths = hasWildcards(path) ? matching(source, path) : [path];
    for (const each of paths) {
      found.push(await copied(source, each, name));
      await source.kernel.yield();
    }
  }
  if (found.length === 0) throw failed(name, 'no source files were specified');
  if (found.length > 1 && !command.goal.endsWith('/'))
    throw new ApiRefusal(
      500,
      `When using ${name} with more than one source file, the destination must be a directory and end with a /`,
    );
  return found;
}

/** The one checksum of everything a COPY copies. */
export function sumOfAll(kernel: Kernel, found: readonly Copied[]): string {
  const [only, ...more] = found;
  if (only && more.length === 0) return only.sum;
  return sumOfSums(
    kernel.outside,
    'multi',
    found.map(({sum}) => sum),
  );
}

async function copied(source: Source, asked: string, name: string): Promise<Copied> {
  const scoped = scopedIn(source, asked, name);
  const {path, node} = scoped;
  if (!node) {
    const missing = `stat ${asked}: file does not exist`;
    throw failed(
      name,
      source.isContext ? `file not found in build context or excluded by .dockerignore: ${missing}` : missing,
    );
  }
  if (node.kind !== 'directory') return {path, node, asked, sum: `file:${await source.sumOf(asked)}`};
  return {path, node, asked, sum: await sumOfDirectory(source, scoped)};
}

function scopedIn(source: Source, asked: string, name: string): Scoped {
  try {
    return resolveIn(source.root, asked);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw failed(name, `forbidden path outside the build context: ${asked} ()`);
  }
}

async function sumOfDirectory(source: Source, directory: Scoped): Promise<string> {
  const sums: string[] = [];
  for (const {path} of walkTree(directory)) {
    if (path === '/') continue;
    try {
      sums.push(await source.sumOf(path.slice(1)));
    } catch (error) {
      // A link that leads in circles has no checksum, and does not count.
      if (!isSystemError(error)) throw error;
    }
  }
  return sumOfSums(source.kernel.outside, 'dir', sums.sort());
}

function matching(source: Source, pattern: string): readonly string[] {
  const paths: string[] = [];
  for (const {path} of walkTree({path: '/', node: source.root})) {
    const relative = path.slice(1);
    if (relative !== '' && goMatch(pattern, relative) === true) paths.push(relative);
  }
  return paths;
}

/** Nothing real is ever fetched; the words are those of a daemon without a network. */
function whyNoDownload(name: string, address: string): string {
  if (name === 'COPY') return "source can't be a URL for COPY";
  const host = /^https?:\/\/(?:[^/@]*@)?([^/:?#]*)/i.exec(address)?.[1] ?? '';
  return (
    `Get ${JSON.stringify(address)}: dial tcp: lookup ${host}: no such host ` +
    '(the embedded engine of k8s-learn reaches no network)'
  );
}

function failed(name: string, why: string): ApiRefusal {
  return new ApiRefusal(500, `${name} failed: ${why}`);
}
