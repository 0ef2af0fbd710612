import type {Stat} from '../../fs/files.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {linksOf} from '../files/facts.ts';
import {parseMode} from '../files/modes.ts';
import {groupsIn, ownerNames, usersIn} from '../files/users.ts';
import {matchOf, pattern} from '../regex/pattern.ts';
import {matchesGlob} from '../text/glob.ts';
import {wholeNumber} from '../text/numbers.ts';
import type {Found, Predicate} from './expression.ts';

/** Tests of a file, by their words; those with a second parameter take an argument. */
export const attributeTests: {readonly [word: string]: (call: Call, argument: string) => Predicate} = {
  '-name': (_, glob) => byName(glob, false),
  '-iname': (_, glob) => byName(glob, true),
  '-path':
    (_, glob) =>
    ({path}) =>
      matchesGlob(glob, path),
  '-ipath':
    (_, glob) =>
    ({path}) =>
      matchesGlob(glob, path, true),
  '-wholename':
    (_, glob) =>
    ({path}) =>
      matchesGlob(glob, path),
  '-regex': (_, text) => {
    const regex = pattern(text);
    return ({path}) => {
      const match = matchOf(regex, path);
      return match?.start === 0 && match.end === path.length;
    };
  },
  '-type': (_, letters) => byType(letters),
  '-perm': (call, text) => byMode(call, text),
  '-size': (_, text) => bySize(text),
  '-mtime': (call, text) => byAge(call, text, 86_400_000),
  '-atime': (call, text) => byAge(call, text, 86_400_000),
  '-ctime': (call, text) => byAge(call, text, 86_400_000),
  '-mmin': (call, text) => byAge(call, text, 60_000),
  '-amin': (call, text) => byAge(call, text, 60_000),
  '-cmin': (call, text) => byAge(call, text, 60_000),
  '-newer': (call, path) => {
    const {modifiedMs} = call.process.files.requireStat(path);
    return ({stat}) => stat.modifiedMs > modifiedMs;
  },
  '-samefile': (call, path) => {
    const {node} = call.process.files.requireStat(path);
    return ({stat}) => stat.node === node;
  },
  '-inum':
    (call, text) =>
    ({stat}) =>
      call.process.files.mounts.inodeOf(stat.node) === wholeNumber(text),
  '-links': (_, text) => compared(text, ({stat}) => linksOf(stat)),
  '-user': (call, text) => {
    const uid = usersIn(call.process.files).find(({name}) => name === text)?.uid ?? numberOr(text, 'user');
    return ({stat}) => stat.uid === uid;
  },
  '-group': (call, text) => {
    const gid = groupsIn(call.process.files).find(({name}) => name === text)?.gid ?? numberOr(text, 'group');
    return ({stat}) => stat.gid === gid;
  },
  '-nouser': (call) => {
    const names = ownerNames(call.process.files);
    return ({stat}) => names.user(stat.uid) === undefined;
  },
  '-empty':
    () =>
    ({stat}) =>
      isEmpty(stat),
  '-executable':
    (call) =>
    ({path}) =>
      call.process.files.allows(path, 1),
  '-false': () => () => false,
};

function byName(glob: string, ignoreCase: boolean): Predicate {
  return ({path}) => {
    const name = path.replace(/\/+$/, '').split('/').at(-1) ?? '';
    return matchesGlob(glob, name === '' ? path : name, ignoreCase);
  };
}

function byType(letters: string): Predicate {
  const kinds: {readonly [letter: string]: Stat['kind'] | 'none'} = {
    f: 'file',
    d: 'directory',
    l: 'symlink',
    c: 'device',
    p: 'fifo',
    b: 'none',
    s: 'none',
  };
  const kind = kinds[letters];
  if (!kind) throw new Failure(`invalid argument '${letters}' to '-type'`);
  return ({stat}) => stat.kind === kind;
}

/** `-perm MODE` exactly, `-MODE` all of its bits, `/MODE` any of them. */
function byMode(call: Call, text: string): Predicate {
  const how = /^[-+/]/.exec(text)?.[0] ?? '';
  const wanted = parseMode(text.slice(how.length), call.process.umask)?.(0, false);
  if (wanted === undefined) throw new Failure(`invalid mode '${text}'`);
  return ({stat: {mode}}) => {
    if (how === '-') return (mode & wanted) === wanted;
    return how === '' ? mode === wanted : wanted === 0 || (mode & wanted) !== 0;
  };
}

function bySize(text: string): Predicate {
  const units: {readonly [letter: string]: number} = {c: 1, w: 2, b: 512, k: 1024, M: 1024 ** 2, G: 1024 ** 3, '': 512};
  const [, sign = '', number = '', letter = ''] = /^([+-]?)(\d+)([a-zA-Z]?)$/.exec(text) ?? [];
  const unit = units[letter];
  if (number === '' || unit === undefined) throw new Failure(`invalid number '${text}'`);
  // In bytes: a file of 100 bytes is smaller than 1k, and none is as large as a block but one of 512.
  return compared(`${sign}${Number(number) * unit}`, ({stat}) => stat.size);
}

function byAge(call: Call, text: string, unitMs: number): Predicate {
  const now = call.process.now();
  return compared(text, ({stat}) => Math.floor((now - stat.modifiedMs) / unitMs));
}

/** `5` exactly, `+5` more, `-5` less. */
function compared(text: string, measure: (found: Found) => number): Predicate {
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  const wanted = wholeNumber(text.slice(sign.length));
  return (found) => {
    const value = measure(found);
    if (sign === '+') return value > wanted;
    return sign === '-' ? value < wanted : value === wanted;
  };
}

function numberOr(text: string, what: string): number {
  if (!/^\d+$/.test(text)) throw new Failure(`unknown ${what} ${text}`);
  return Number(text);
}

function isEmpty({node, size}: Stat): boolean {
  return node.kind === 'directory' ? node.names().length === 0 : node.kind === 'file' && size === 0;
}
