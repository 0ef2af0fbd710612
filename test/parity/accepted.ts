import type {Outcome} from './run.ts';

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
  {why: standIn, words: /,?\s*("Labels":\s*\{\s*)?"?org\.opencontainers\.image\.description[":]+.*official image"?(\s*\})?/g, as: ''},
  {why: older, words: /Invalid filter/g, as: 'invalid filter'},
  {why: older, words: /failed to create task for container: /g, as: ''},
  {why: older, words: /Error processing tar file\(exit status 1\)/g, as: 'Error processing tar file'},
  {why: older, words: /Invalid subnet (\S+) : invalid CIDR address: .*|invalid network config:\ninvalid subnet (\S+): .*/g, as: '<bad subnet>'},
  {why: older, words: /,"<short id>"\],"MacAddress"|\],"MacAddress"/g, as: '],"MacAddress"'},
  {why: older, words: /"DNSNames":(null|\[.*?\])/g, as: '"DNSNames":<names>'},
  {why: alone, words: /Get "https:\/\/\S+": dial tcp: lookup .* no such host|pull access denied for .* is denied/g, as: '<none>'},
  {why: 'the real client tells of its own broken pipe, or not', words: /^time=.* closed pipe"\n/gm, as: ''},
];

export const acceptedCommands: readonly AcceptedCommand[] = [
  {why: standIn, command: /^(run --rm hello-world|history|images .*Digest|image inspect|inspect.* busybox)/},
];

/** A program that `exec` does not find: 20.10 ends with 126, as if it could not be run; 27 with 127. */
const notFound = /exec failed: .*executable file not found/;

/** What is compared of an outcome; whatever is accepted is the same on both sides. */
export function withoutAccepted(command: string, {code, stdout, stderr}: Outcome): unknown {
  const found = code === 126 && notFound.test(stdout) ? 127 : code;
  if (acceptedCommands.some((accepted) => accepted.command.test(command))) return {command, code: found};
  const plain = (text: string) =>
    acceptedWords.reduce((said, {words, as}) => said.replaceAll(words, as), text).replaceAll(/ {2,}/g, '  ');
  return {command, code: found, stdout: plain(stdout), stderr: plain(stderr)};
}
