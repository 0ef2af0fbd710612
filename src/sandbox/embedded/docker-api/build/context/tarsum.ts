import type {TarHeader} from 'modern-tar';
import {encode, hex} from '../../../bytes/bytes.ts';
import type {Outside, Sha256} from '../../../outside.ts';
import type {FileSystemNode} from '../../../runtime/fs/nodes.ts';
import type {Kernel} from '../../../runtime/process/kernel.ts';

const typeFlags = {
  file: '0',
  link: '1',
  symlink: '2',
  'character-device': '3',
  'block-device': '4',
  directory: '5',
  fifo: '6',
} as const;

/** What of a header counts, in its order: not the time. */
interface Summed {
  readonly name: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly typeFlag: string;
  readonly linkname: string;
  readonly uname: string;
  readonly gname: string;
}

/**
 * A checksum of one file of an archive, its time left out: what the build cache compares, and `docker history` shows. Feed
 * it the content. https://github.com/moby/moby/blob/v20.10.24/pkg/tarsum/tarsum_spec.md
 */
export function startSum(outside: Pick<Outside, 'sha256'>, header: TarHeader): Sha256 {
  const {type = 'file', pax = {}} = header;
  const hash = begin(outside, {
    name: header.name,
    mode: header.mode ?? 0,
    uid: header.uid ?? 0,
    gid: header.gid ?? 0,
    size: header.size,
    typeFlag: typeFlags[type as keyof typeof typeFlags] ?? '0',
    linkname: header.linkname ?? '',
    uname: header.uname ?? '',
    gname: header.gname ?? '',
  });
  const attributes = Object.entries(pax).flatMap(([key, value]) =>
    key.startsWith(attributePrefix) ? [`${key.slice(attributePrefix.length)}${value}`] : [],
  );
  for (const attribute of attributes.sort()) hash.update(encode(attribute));
  return hash;
}

const attributePrefix = 'SCHILY.xattr.';
/** File type bits, as stat(2) has them. */
const kinds = {
  directory: {bits: 0o040000, flag: typeFlags.directory},
  symlink: {bits: 0o120000, flag: typeFlags.symlink},
  file: {bits: 0o100000, flag: typeFlags.file},
  device: {bits: 0o020000, flag: typeFlags['character-device']},
  fifo: {bits: 0o010000, flag: typeFlags.fifo},
} as const;

/** The same for a file of an image, as the daemon would put it into an archive. */
export async function sumOfNode(kernel: Kernel, path: string, node: FileSystemNode): Promise<string> {
  const {bits, flag} = kinds[node.kind];
  const hash = begin(kernel.outside, {
    name: node.kind === 'directory' ? `${path}/` : path,
    mode: node.mode | bits,
    uid: node.uid,
    gid: node.gid,
    size: node.kind === 'file' ? node.size : 0,
    typeFlag: flag,
    linkname: node.kind === 'symlink' ? node.target : '',
    uname: node.uid === 0 ? 'root' : '',
    gname: node.gid === 0 ? 'root' : '',
  });
  for (let at = 0; node.kind === 'file' && at < node.size; at += pieceBytes) {
    hash.update(node.read(at, Math.min(pieceBytes, node.size - at)));
    if (at > 0) await kernel.yield();
  }
  return hex(hash.digest());
}

const pieceBytes = 1024 * 1024;

function begin(outside: Pick<Outside, 'sha256'>, summed: Summed): Sha256 {
  const {name, mode, uid, gid, size, typeFlag, linkname, uname, gname} = summed;
  const hash = outside.sha256();
  hash.update(
    encode(
      `name${name}mode${mode}uid${uid}gid${gid}size${size}typeflag${typeFlag}linkname${linkname}` +
        `uname${uname}gname${gname}devmajor0devminor0`,
    ),
  );
  return hash;
}

/** One checksum of several: `dir:…`, `multi:…`. */
export function sumOfSums(outside: Pick<Outside, 'sha256'>, prefix: string, sums: readonly string[]): string {
  const hash = outside.sha256();
  hash.update(encode(sums.join(',')));
  return `${prefix}:${hex(hash.digest())}`;
}
