import type {Outcome} from './run.ts';
import {stateFollows} from './state.ts';

/** Words in which the real daemon and the embedded engine may differ: both are read as `as`. */
interface AcceptedWords {
  readonly why: string;
  readonly words: RegExp;
  readonly as: string;
}

/** Commands of which only the exit code is compared. */
interface AcceptedCommand {
  readonly why: string;
  readonly command: RegExp;
}

const standIn = 'the images of the real daemon are stand-ins, made of Debian: other files, sizes, labels, digests';
const older = 'the real daemon is 20.10; 27 says it so';
const alone = 'the real daemon reaches no registry';

/** Every difference that is accepted, with its reason. */
export const acceptedWords: readonly AcceptedWords[] = [
  {why: standIn, words: /\b\d+(\.\d+)?[kMG]?B\b/g, as: '<size>'},
  {why: standIn, words: /("?(?:Virtual)?Size"?: ?)\d+/g, as: '$1<size>'},
  {why: standIn, words: /( size: )\d+/g, as: '$1<size>'},
  {why: standIn, words: /,? ?org\.opencontainers\.image\.description[=:].*?official image/g, as: ''},
  {why: standIn, words: / busybox@sha256:<id>/g, as: ''},
  {why: older, words: /no such image: \S+: No such image/g, as: 'No such image'},
  {why: older, words: /Invalid filter/g, as: 'invalid filter'},
  {why: older, words: /failed to create task for container: /g, as: ''},
  {why: older, words: /Error processing tar file\(exit status 1\)/g, as: 'Error processing tar file'},
  {
    why: older,
    words: /Invalid subnet (\S+) : invalid CIDR address: .*|invalid network config:\ninvalid subnet (\S+): .*/g,
    as: '<bad subnet>',
  },
  {why: older, words: /execDuration=\d+, /g, as: ''},
  {
    why: alone,
    words: /Get "https:\/\/\S+": dial tcp: lookup .* no such host|pull access denied for .* is denied/g,
    as: '<none>',
  },
];

/** Fields of JSON that are not compared. */
export const acceptedFields: readonly {readonly why: string; readonly fields: readonly string[]}[] = [
  {why: standIn, fields: ['Size', 'VirtualSize', 'SizeRootFs', 'RepoDigests', 'org.opencontainers.image.description']},
  {why: older, fields: ['KernelMemory', 'KernelMemoryTCP', 'MaskedPaths', 'DNSNames', 'execDuration']},
  {why: 'the real daemon was set up so on this machine', fields: ['CgroupnsMode', 'Runtime', 'GraphDriver']},
];

/** Whole commands. */
export const acceptedCommands: readonly AcceptedCommand[] = [
  {why: 'others may be at work on the real daemon', command: /^images -q --format|\.RepoTags/},
  {why: 'a registry tells its tags in no order', command: /^pull -a/},
  {why: standIn, command: /^(run --rm hello-world|history|images .*Digest|image inspect|inspect.* busybox)/},
];

/** A program that `exec` does not find: 20.10 ends with 126, as if it could not be run; 27 with 127. */
const notFound = /exec failed: .*executable file not found/;

/** What is compared of an outcome; whatever is accepted is the same on both sides. */
export function withoutAccepted(command: string, {code, stdout, stderr}: Outcome): unknown {
  const found = code === 126 && notFound.test(stdout) ? 127 : code;
  if (acceptedCommands.some((accepted) => accepted.command.test(command))) return {command, code: found};
  const [printed = '', state] = stdout.split(`\n${stateFollows}\n`);
  return {command, code: found, stdout: plainOf(printed), state, stderr: plainWords(stderr)};
}

/** JSON, whole or a value a line, is compared as values; all else as words. */
function plainOf(printed: string): unknown {
  const whole = plainJson(printed);
  return whole ?? printed.split('\n').map((line) => plainJson(line) ?? plainWords(line));
}

function plainWords(text: string): string {
  return acceptedWords.reduce((said, {words, as}) => said.replaceAll(words, as), text).replaceAll(/ {2,}/g, '  ');
}

function plainJson(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text.replaceAll(/: ?<number>/g, ':0'), withoutFields);
  } catch {
    return undefined;
  }
}

function withoutFields(key: string, value: unknown): unknown {
  // Nothing in it: Go says null or {} as it was made.
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return null;
  if (key === 'Aliases' && Array.isArray(value)) return value.filter((alias) => alias !== '<short id>');
  return acceptedFields.some(({fields}) => fields.includes(key)) ? undefined : value;
}
