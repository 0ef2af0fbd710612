/** Commands that run one after the other in one folder, with files laid beforehand. */
export interface Scene {
  readonly name: string;
  /** Text by path, below the folder or absolute. */
  readonly files?: {readonly [path: string]: string};
  /** Words as a shell would split them: quotes of both kinds, `<` a file, `<<<` a text as standard input. */
  readonly commands: readonly string[];
}

export interface Result {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** A command and what came of it. */
export interface Played extends Result {
  readonly command: string;
}

export interface Command {
  readonly argv: readonly string[];
  /** A file that is standard input. */
  readonly inputPath?: string;
  readonly inputText?: string;
}

/** When every file that was laid was changed last. */
export const laidMs = Date.UTC(2024, 0, 2, 3, 4, 5);

/** The folder all commands run in. */
export const folder = '/box';

export const variables: {readonly [name: string]: string} = {
  PATH: '/bin',
  HOME: '/root',
  USER: 'root',
  TZ: 'UTC0',
  LC_ALL: 'C',
};

export const passwd =
  'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\nnobody:x:65534:65534:nobody:/:/bin/false\n';
export const group = 'root:x:0:root\ndaemon:x:1:\nadm:x:4:root,daemon\nnobody:x:65534:\n';

export function parseCommand(text: string): Command {
  const words = wordsOf(text);
  const at = words.findIndex(({text: word, isBare}) => isBare && (word === '<' || word === '<<<'));
  if (at < 0) return {argv: words.map((word) => word.text)};
  const argv = words.slice(0, at).map((word) => word.text);
  const source = words[at + 1]?.text ?? '';
  return words[at]?.text === '<' ? {argv, inputPath: source} : {argv, inputText: source};
}

function wordsOf(text: string): readonly {readonly text: string; readonly isBare: boolean}[] {
  const words: {text: string; isBare: boolean}[] = [];
  const pattern = /(?:[^\s'"\\$]|\\[\s\S]|\$(?!')|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\$'(?:[^'\\]|\\[\s\S])*')+/g;
  for (const [whole] of text.matchAll(pattern)) {
    const parts = whole.matchAll(/\$'((?:[^'\\]|\\[\s\S])*)'|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^'"\\])/g);
    let word = '';
    for (const [, ansi, single, double, escaped, bare] of parts)
      word +=
        ansi !== undefined
          ? unescaped(ansi)
          : (single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? bare ?? '');
    words.push({text: word, isBare: word === whole});
  }
  return words;
}

function unescaped(text: string): string {
  const known: {readonly [letter: string]: string} = {
    n: '\n',
    t: '\t',
    r: '\r',
    '0': '\0',
    e: '\x1b',
    '\\': '\\',
    "'": "'",
  };
  return text.replace(/\\x([0-9a-f]{2})|\\([\s\S])/g, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (known[letter] ?? `\\${letter}`) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/**
 * A message in the words of Alpine's busybox, which the engine speaks: recorded ones may be Debian's, where the C library has
 * other texts. The usage behind a wrong option is ours, so it is left out.
 */
export function inWordsOfMusl(err: string): string {
  return err
    .replace(/invalid option -- '(.)'/g, 'unrecognized option: $1')
    .replace(/unrecognized option '--([^']*)'/g, 'unrecognized option: $1')
    .replace(/option requires an argument -- '(.)'/g, 'option requires an argument: $1')
    .replace(/option '--([^']*)' requires an argument/g, 'option requires an argument: $1')
    .replace(/Unmatched \( or \\\(/g, "Missing ')'")
    .replace(/Unmatched \[, \[\^, \[:, \[\., or \[=/g, "Missing ']'")
    .replace(/Invalid preceding regular expression/g, 'Repetition not preceded by valid expression')
    .replace(/Invalid content of \\\{\\\}/g, 'Invalid contents of {}')
    .replace(/Invalid range end/g, 'Invalid character range')
    .replace(/Too many levels of symbolic links/g, 'Symbolic link loop')
    .replace(/Device or resource busy/g, 'Resource busy')
    .replace(/Invalid cross-device link/g, 'Cross-device link')
    .replace(/BusyBox v1\.[\s\S]*$/, '(usage)\n');
}
