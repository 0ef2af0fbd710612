import type {Case} from './diagnosis.ts';

const BUILD = /^\s*docker\s+(?:(?:image|builder|buildx)\s+)?build\b(.*)$/;
/** Options of `docker build` that take no value. */
const FLAGS = /^(?:--(?:no-cache|pull|quiet|rm|force-rm|squash|compress|disable-content-trust|load|push|.*=.*)|-q)$/;

/** A `docker build` that was typed and never reached Docker. `folder` is '' when none was named. */
export interface UnsentBuild {
  readonly folder: string;
  readonly file: string;
}

/** The newest command line, when it is a build that ended with an error before a call was made. */
export function unsentBuild({surroundings: {commands, calls}, verdict}: Case): UnsentBuild | undefined {
  if (verdict.cause !== 'not-there' && verdict.cause !== 'not-run-yet') return undefined;
  const typed = commands.filter(({line}) => BUILD.test(line));
  const last = typed.at(-1);
  if (last === undefined || last.exitCode === 0) return undefined;
  if (calls.filter(({verb}) => verb === 'image build').length >= typed.length) return undefined;
  const [, rest = ''] = BUILD.exec(last.line) ?? [];
  return readBuild(
    rest
      .trim()
      .split(/\s+/)
      .filter((word) => word !== ''),
  );
}

function readBuild(words: readonly string[]): UnsentBuild {
  let folder = '';
  let file = 'Dockerfile';
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('-') || word === '-') folder = word;
    else if (!FLAGS.test(word)) {
      index += 1;
      if (word === '-f' || word === '--file') file = words[index] ?? file;
    }
  }
  return {folder, file};
}
