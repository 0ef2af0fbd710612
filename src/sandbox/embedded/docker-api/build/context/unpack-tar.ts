import type {TarHeader} from 'modern-tar';
import type {Files} from '../../../runtime/fs/files.ts';
import {gather} from '../../images/layer-read.ts';
import {type Chunks, readTar, TarFault} from '../../images/tar.ts';
import {attributesOf, type Unpacked, type UnpackedContent, unpack} from './unpack.ts';

/** More than any real archive has, few enough for this machine. */
const usualMost = 100_000;
/** So many are unpacked before others get their turn. */
const entriesATurn = 200;

/** Told of every entry before it is unpacked, with all there is of it. */
export type OnEntry = (header: TarHeader, content: Iterable<Uint8Array>) => void;

/** Unpacks a whole archive into a tree. Throws TarFaults; those of the archive itself are worded as they come. */
export async function unpackTar(
  tar: Chunks,
  options: {
    readonly files: Files;
    readonly breathe: () => Promise<void>;
    readonly onEntry?: OnEntry;
    /** How many files and directories there may be; 100 000 when absent. */
    readonly mostEntries?: number;
  },
): Promise<void> {
  const {mostEntries = usualMost} = options;
  let count = 0;
  const directories: Unpacked[] = [];
  for await (const {header, body} of readTar(tar)) {
    count += 1;
    if (count > mostEntries)
      throw new TarFault(`more than ${mostEntries} files in one archive: no space left on device`);
    if (count % entriesATurn === 0) await options.breathe();
    const bytes = await gather(body);
    options.onEntry?.(header, bytes.chunks());
    const content = contentOf(header, {bytes: [bytes.content()], size: bytes.length});
    if (!content) continue;
    const item = {path: header.name, ...attributesOf(header), content};
    unpack(options.files, item);
    if (content.kind === 'directory') directories.push(item);
  }
  // What was put into them since has changed their times.
  for (const {path, modifiedMs} of directories) {
    const isThere = options.files.stat(path, {follow: false})?.kind === 'directory';
    if (isThere) options.files.change(path, {modifiedMs}, {follow: false});
  }
}

function contentOf(
  {type = 'file', linkname = ''}: TarHeader,
  file: {readonly bytes: Iterable<Uint8Array>; readonly size: number},
): UnpackedContent | undefined {
  switch (type) {
    case 'file':
      return {kind: 'file', ...file};
    case 'directory':
      return {kind: 'directory'};
    case 'symlink':
      return {kind: 'symlink', target: linkname};
    case 'link':
      return {kind: 'link', target: linkname};
    case 'character-device':
    case 'block-device':
      return {kind: 'device'};
    case 'fifo':
      return {kind: 'fifo'};
    default:
      return undefined;
  }
}
