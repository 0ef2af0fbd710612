import type {Files, Stat} from '../../fs/files.ts';
import type {Credentials} from '../../process/credentials.ts';
import type {Descriptor} from '../../process/descriptor.ts';

/** What tests look at; every Process is one. */
export interface Tester {
  readonly files: Files;
  readonly user: Credentials;
  descriptor(fd: number): Descriptor | undefined;
}

/** A test that cannot be made; `message` is what `[` says of it. */
export class TestError extends Error {}

type Unary = (operand: string, tester: Tester) => boolean;
type Binary = (left: string, right: string, tester: Tester) => boolean;

/** Tests of one operand. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/test.html */
export const unaryOperators: Readonly<Record<string, Unary>> = {
  '-n': (text) => text !== '',
  '-z': (text) => text === '',
  '-t': (text, tester) => tester.descriptor(Number(parseNumber(text)))?.terminal !== undefined,
  '-e': (path, tester) => statOf(path, tester) !== undefined,
  '-f': (path, tester) => statOf(path, tester)?.kind === 'file',
  '-d': (path, tester) => statOf(path, tester)?.kind === 'directory',
  '-L': (path, tester) => statOf(path, tester, false)?.kind === 'symlink',
  '-h': (path, tester) => statOf(path, tester, false)?.kind === 'symlink',
  '-p': (path, tester) => statOf(path, tester)?.kind === 'fifo',
  '-c': (path, tester) => statOf(path, tester)?.kind === 'device',
  // There are no block devices and no sockets among simulated files.
  '-b': () => false,
  '-S': () => false,
  '-s': (path, tester) => (statOf(path, tester)?.size ?? 0) > 0,
  '-r': (path, tester) => path !== '' && tester.files.allows(path, 4),
  '-w': (path, tester) => path !== '' && tester.files.allows(path, 2),
  '-x': (path, tester) => path !== '' && tester.files.allows(path, 1),
  '-u': (path, tester) => hasMode(path, tester, 0o4000),
  '-g': (path, tester) => hasMode(path, tester, 0o2000),
  '-k': (path, tester) => hasMode(path, tester, 0o1000),
  '-O': (path, tester) => statOf(path, tester)?.uid === tester.user.uid,
  '-G': (path, tester) => statOf(path, tester)?.gid === tester.user.gid,
};

/** Tests of two operands. */
export const binaryOperators: Readonly<Record<string, Binary>> = {
  '=': (left, right) => left === right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '-eq': (left, right) => parseNumber(left) === parseNumber(right),
  '-ne': (left, right) => parseNumber(left) !== parseNumber(right),
  '-lt': (left, right) => parseNumber(left) < parseNumber(right),
  '-le': (left, right) => parseNumber(left) <= parseNumber(right),
  '-gt': (left, right) => parseNumber(left) > parseNumber(right),
  '-ge': (left, right) => parseNumber(left) >= parseNumber(right),
  '-nt': (left, right, tester) => isNewer(left, right, tester),
  '-ot': (left, right, tester) => isNewer(right, left, tester),
  '-ef': (left, right, tester) => {
    const node = statOf(left, tester)?.node;
    return node !== undefined && node === statOf(right, tester)?.node;
  },
};

function statOf(path: string, {files}: Tester, follow = true): Stat | undefined {
  return path === '' ? undefined : files.stat(path, {follow});
}

function hasMode(path: string, tester: Tester, bits: number): boolean {
  return ((statOf(path, tester)?.mode ?? 0) & bits) !== 0;
}

function isNewer(path: string, other: string, tester: Tester): boolean {
  const newer = statOf(path, tester);
  const older = statOf(other, tester);
  return newer !== undefined && older !== undefined && newer.modifiedMs > older.modifiedMs;
}

function parseNumber(text: string): bigint {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestError(`${text === '' ? '' : `${text}: `}bad number`);
  const value = BigInt(text.trim().replace(/^\+/, ''));
  if (BigInt.asIntN(64, value) !== value) throw new TestError(`${text}: out of range`);
  return value;
}
