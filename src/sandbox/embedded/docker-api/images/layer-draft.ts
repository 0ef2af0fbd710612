import type {TarHeader} from 'modern-tar';
import type {DiskBudget} from '../../runtime/fs/budget.ts';
import {MemoryFile} from '../../runtime/fs/memory-file.ts';
import type {Attributes, FileSystemNode} from '../../runtime/fs/nodes.ts';
import {OverlayDirectory, Symlink} from '../../runtime/fs/overlay.ts';
import {SystemError} from '../../system-error.ts';
import {opaqueMarker, whiteoutPrefix} from './layer-tar.ts';
import {TarFault} from './tar.ts';

interface DraftFile {
  readonly kind: 'file';
  readonly attributes: Attributes;
  readonly bytes: Uint8Array;
  readonly size: number;
  /** Made once, however many names it has. */
  node?: MemoryFile;
}

interface DraftDirectory {
  readonly kind: 'directory';
  /** Absent: only what is in it is said. */
  attributes?: Attributes;
  isOpaque: boolean;
  readonly entries: Map<string, Draft>;
}

type Draft =
  | DraftFile
  | DraftDirectory
  | {readonly kind: 'symlink'; readonly attributes: Attributes; readonly target: string}
  | {readonly kind: 'device' | 'fifo'; readonly attributes: Attributes}
  | {readonly kind: 'whiteout'};

/** How many files and directories one layer may have: more than any real one, few enough for this machine. */
const mostEntries = 200_000;
const longestPath = 4096;
const longestName = 255;

/** A layer while its tar is read. It knows nothing of the layers below, as overlay2 does, so nothing leads out of it. */
export class LayerDraft {
  readonly #root: DraftDirectory = {kind: 'directory', isOpaque: false, entries: new Map()};
  readonly #seen = new Set<string>();
  #count = 0;

  /**
   * Takes one entry. `content` is what is before the hole of a regular file. Throws TarFaults in the words of the
   * real daemon: for a name twice, a way through what is no directory, a link to nothing, a name that is too long.
   */
  add(header: TarHeader, content: Uint8Array): void {
    const parts = partsOf(header.name);
    const path = `/${parts.join('/')}`;
    if (this.#seen.has(path)) throw new TarFault('duplicates of file paths not supported');
    if (this.#seen.size >= mostEntries) throw tooMany();
    this.#seen.add(path);
    const name = parts.at(-1);
    if (name === undefined) {
      this.#root.attributes = attributesOf(header);
      return;
    }
    const parent = this.#directory(parts.slice(0, -1), path);
    if (name === opaqueMarker) parent.isOpaque = true;
    else if (name.startsWith('.wh..wh.')) return;
    else if (name.startsWith(whiteoutPrefix)) this.#addWhiteout(parent, name.slice(whiteoutPrefix.length));
    else this.#put(parent, name, this.#draftOf(header, content, path, parent.entries.get(name)));
  }

  /** The layer over what is below it, ready to be frozen. */
  over(lower: OverlayDirectory | undefined, budget: DiskBudget): OverlayDirectory {
    const attributes = this.#root.attributes ?? lower ?? {mode: 0o755, uid: 0, gid: 0, modifiedMs: 0};
    const root = new OverlayDirectory({
      layer: {frozen: false},
      budget,
      attributes,
      lower: this.#root.isOpaque ? undefined : lower,
    });
    const open: {readonly draft: DraftDirectory; readonly into: OverlayDirectory}[] = [{draft: this.#root, into: root}];
    for (let here = open.pop(); here; here = open.pop()) {
      for (const [name, entry] of here.draft.entries) {
        const made = place(entry, name, here.into);
        if (made && entry.kind === 'directory') open.push({draft: entry, into: made});
      }
    }
    return root;
  }

  #addWhiteout(parent: DraftDirectory, name: string): void {
    if (name === '' || name === '.' || name === '..')
      throw new TarFault('failed to mknod("/", S_IFCHR, 0): file exists');
    this.#put(parent, name, {kind: 'whiteout'});
  }

  #draftOf(header: TarHeader, content: Uint8Array, path: string, before: Draft | undefined): Draft {
    const attributes = attributesOf(header);
    switch (header.type) {
      case 'directory':
        if (before?.kind === 'directory') {
          before.attributes = attributes;
          return before;
        }
        return {kind: 'directory', attributes, isOpaque: false, entries: new Map()};
      case 'symlink':
        return {kind: 'symlink', attributes, target: header.linkname ?? ''};
      case 'link':
        return this.#linked(header.linkname ?? '', path);
      case 'character-device':
      case 'block-device':
        return {kind: 'device', attributes};
      case 'fifo':
        return {kind: 'fifo', attributes};
      default:
        return {kind: 'file', attributes, bytes: content, size: Math.max(header.size, content.length)};
    }
  }

  #linked(target: string, path: string): DraftFile {
    const parts = partsOf(target);
    const shown = `/${parts.join('/')}`;
    const name = parts.pop();
    const folder = this.#wayTo(parts.join('/'), [this.#root])?.at(-1);
    const found = name === undefined ? undefined : folder?.entries.get(name);
    if (found?.kind === 'file') return found;
    const why = found?.kind === 'directory' ? 'operation not permitted' : 'no such file or directory';
    throw new TarFault(`link ${shown} ${path}: ${why}`);
  }

  #put(parent: DraftDirectory, name: string, draft: Draft): void {
    if (!parent.entries.has(name)) this.#counted();
    parent.entries.set(name, draft);
  }

  #counted(): void {
    this.#count += 1;
    if (this.#count > mostEntries) throw tooMany();
  }

  /** The directory of an entry; those that are missing on the way are made. */
  #directory(parts: readonly string[], asked: string): DraftDirectory {
    let way = [this.#root];
    for (const name of parts) {
      const here = way.at(-1) ?? this.#root;
      const next = here.entries.get(name);
      if (next?.kind === 'symlink') {
        const target = this.#wayTo(next.target, way);
        if (!target) throw new TarFault(`open ${asked}: no such file or directory`);
        way = target;
      } else if (next === undefined || next.kind === 'whiteout') {
        way.push(this.#madeDirectory(here, name, next !== undefined));
      } else if (next.kind === 'directory') way.push(next);
      else throw new TarFault(`open ${asked}: not a directory`);
    }
    return way.at(-1) ?? this.#root;
  }

  #madeDirectory(parent: DraftDirectory, name: string, isOpaque: boolean): DraftDirectory {
    const made: DraftDirectory = {kind: 'directory', isOpaque, entries: new Map()};
    this.#put(parent, name, made);
    return made;
  }

  /** The directories down to the one a path names, if they are all there; further links are not followed. */
  #wayTo(path: string, from: readonly DraftDirectory[]): DraftDirectory[] | undefined {
    const way = path.startsWith('/') ? [this.#root] : [...from];
    for (const name of path.split('/')) {
      if (name === '' || name === '.') continue;
      if (name === '..') {
        if (way.length > 1) way.pop();
        continue;
      }
      const next = way.at(-1)?.entries.get(name);
      if (next?.kind !== 'directory') return undefined;
      way.push(next);
    }
    return way;
  }
}

function place(entry: Draft, name: string, into: OverlayDirectory): OverlayDirectory | undefined {
  const {layer, budget} = into;
  switch (entry.kind) {
    case 'whiteout':
      into.remove(name);
      return undefined;
    case 'directory':
      return placeDirectory(entry, name, into);
    case 'symlink':
      into.put(name, new Symlink(layer, entry.target, entry.attributes));
      return undefined;
    case 'file':
      entry.node ??= new MemoryFile({
        layer,
        budget,
        attributes: entry.attributes,
        bytes: entry.bytes,
        size: entry.size,
      });
      into.put(name, entry.node);
      return undefined;
    case 'device':
    case 'fifo':
      into.put(name, closedNode(entry.kind, entry.attributes));
      return undefined;
  }
}

function placeDirectory(entry: DraftDirectory, name: string, into: OverlayDirectory): OverlayDirectory {
  const copied = entry.isOpaque ? undefined : into.own(name);
  if (copied instanceof OverlayDirectory) return Object.assign(copied, entry.attributes);
  return into.makeDirectory(name, entry.attributes ?? {mode: 0o755, uid: 0, gid: 0, modifiedMs: 0});
}

/** A device or pipe out of an archive: it is there, and leads nowhere. */
function closedNode(kind: 'device' | 'fifo', attributes: Attributes): FileSystemNode {
  const open = (): never => {
    throw new SystemError('ENXIO');
  };
  return kind === 'device' ? {kind, ...attributes, major: 0, minor: 0, open} : {kind, ...attributes, open};
}

function tooMany(): TarFault {
  return new TarFault(`more than ${mostEntries} files and directories in one layer: no space left on device`);
}

function attributesOf({mode = 0o644, uid = 0, gid = 0, mtime}: TarHeader): Attributes {
  const time = mtime?.getTime() ?? 0;
  return {mode: mode & 0o7777, uid: whole(uid), gid: whole(gid), modifiedMs: Number.isFinite(time) ? time : 0};
}

function whole(id: number): number {
  return Number.isSafeInteger(id) && id >= 0 ? id : 0;
}

/** The parts of a name as the root of the tree clamps it: `/../a/./b` is `a/b`. Throws when one is too long. */
function partsOf(name: string): string[] {
  if (name.length > longestPath) throw new TarFault(`open ${cleaned(name)}: file name too long`);
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue;
    if (part.length > longestName || part.includes('\0'))
      throw new TarFault(`open ${cleaned(name)}: file name too long`);
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts;
}

function cleaned(name: string): string {
  return `/${name
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')}`.slice(0, 400);
}
