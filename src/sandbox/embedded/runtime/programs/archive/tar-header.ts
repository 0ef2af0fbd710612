import {encode} from '../../../bytes/bytes.ts';
import {Failure} from '../failure.ts';
import {decodeText, encodeText} from '../text/codec.ts';

export const blockBytes = 512;

export type MemberKind = 'file' | 'directory' | 'symlink' | 'link' | 'device' | 'fifo';

/** What a tar archive says of one member. https://man7.org/linux/man-pages/man5/tar.5.html */
export interface TarMember {
  readonly name: string;
  readonly kind: MemberKind;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly modifiedMs: number;
  /** Where a link leads, else ''. */
  readonly target: string;
  readonly userName: string;
  readonly groupName: string;
}

/** A block that only says something about the next member. */
export type TarBlock = TarMember | {readonly kind: 'note'; readonly type: string; readonly size: number};

const letters: {readonly [letter: string]: MemberKind} = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'link',
  '2': 'symlink',
  '3': 'device',
  '4': 'device',
  '5': 'directory',
  '6': 'fifo',
};

/** Undefined for a block of zeros. Throws Failure for what is no header. */
export function parseTarBlock(block: Uint8Array): TarBlock | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  if (!isSumRight(block)) throw new Failure('invalid tar header checksum');
  const text = (from: number, length: number): string => {
    const field = block.subarray(from, from + length);
    const end = field.indexOf(0);
    return decodeText(end < 0 ? field : field.subarray(0, end));
  };
  const type = String.fromCharCode(block[156] ?? 0);
  const size = numberField(block, 124, 12);
  const kind = letters[type];
  if (!kind) return {kind: 'note', type, size};
  const isUstar = text(257, 5) === 'ustar';
  const prefix = isUstar && text(257, 6) === 'ustar' && block[263] === 0x30 ? text(345, 155) : '';
  const name = `${prefix === '' ? '' : `${prefix}/`}${text(0, 100)}`;
  const isFolder = kind === 'directory' || (kind === 'file' && name.endsWith('/'));
  return {
    name,
    kind: isFolder ? 'directory' : kind,
    mode: numberField(block, 100, 8) & 0o7777,
    uid: numberField(block, 108, 8),
    gid: numberField(block, 116, 8),
    size: kind === 'file' ? size : 0,
    modifiedMs: numberField(block, 136, 12) * 1000,
    target: text(157, 100),
    userName: text(265, 32),
    groupName: text(297, 32),
  };
}

/** The header of a member, with a block before it for a name or a target that is too long. */
export function formatTarMember(member: TarMember): readonly Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (const [text, type] of [
    [member.target, 'K'],
    [member.name, 'L'],
  ] as const) {
    const bytes = encodeText(`${text}\0`);
    if (bytes.length <= 101) continue;
    blocks.push(header({...empty, name: '././@LongLink', size: bytes.length}, type), padded(bytes));
  }
  const type = Object.entries(letters).find(([, kind]) => kind === member.kind)?.[0] ?? '0';
  return [...blocks, header(member, type)];
}

const empty: TarMember = {
  name: '',
  kind: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 0,
  modifiedMs: 0,
  target: '',
  userName: 'root',
  groupName: 'root',
};

/** Filled up with zeros to whole blocks. */
export function padded(bytes: Uint8Array): Uint8Array {
  const block = new Uint8Array(Math.ceil(bytes.length / blockBytes) * blockBytes);
  block.set(bytes);
  return block;
}

function header(member: TarMember, type: string): Uint8Array {
  const block = new Uint8Array(blockBytes);
  const put = (at: number, bytes: Uint8Array, length: number): void => block.set(bytes.subarray(0, length), at);
  const octal = (at: number, value: number, length: number): void =>
    put(
      at,
      encode(
        Math.max(0, Math.floor(value))
          .toString(8)
          .padStart(length - 1, '0')
          .slice(-(length - 1)),
      ),
      length - 1,
    );
  put(0, encodeText(member.name), 100);
  octal(100, member.mode, 8);
  octal(108, member.uid, 8);
  octal(116, member.gid, 8);
  octal(124, member.size, 12);
  octal(136, member.modifiedMs / 1000, 12);
  put(148, encode('        '), 8);
  put(156, encode(type), 1);
  put(157, encodeText(member.target), 100);
  put(257, encode('ustar  \0'), 8);
  put(265, encodeText(member.userName), 31);
  put(297, encodeText(member.groupName), 31);
  put(148, encode(`${sumOf(block).toString(8).padStart(6, '0')}\0 `), 8);
  return block;
}

function sumOf(block: Uint8Array): number {
  return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}

function isSumRight(block: Uint8Array): boolean {
  return numberField(block, 148, 8) === sumOf(block);
}

/** Octal text, or with the first bit set a number in base 256. */
function numberField(block: Uint8Array, at: number, length: number): number {
  const field = block.subarray(at, at + length);
  if (((field[0] ?? 0) & 0x80) !== 0)
    return field.subarray(1).reduce((value, byte) => value * 256 + byte, (field[0] ?? 0) & 0x7f);
  const digits = /[0-7]+/.exec(String.fromCharCode(...field))?.[0] ?? '0';
  return Number.parseInt(digits, 8);
}
