import {type CurlOptions, emptyOptions} from './curl-options.ts';
import {OptionFailure} from './failure.ts';
import {flags, values} from './option-table.ts';

/** https://curl.se/docs/manpage.html Throws OptionFailure. */
export function parseCurlOptions(args: readonly string[]): CurlOptions {
  const options = emptyOptions();
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      options.urls.push(...rest);
      break;
    }
    if (word.startsWith('--')) readLong(options, word, rest);
    else if (word.startsWith('-') && word !== '-') readShort(options, word, rest);
    else options.urls.push(word);
  }
  return options;
}

function readLong(options: CurlOptions, word: string, rest: string[]): void {
  const name = word.slice(2);
  const flag = flags.find(({long}) => long === name);
  const negated = name.startsWith('no-') ? flags.find(({long}) => long === name.slice(3)) : undefined;
  const value = values.find(({long}) => long === name);
  if (flag) flag.set(options, true);
  else if (negated) negated.set(options, false);
  else if (value) value.set(options, requireValue(word, rest.shift()), word);
  else throw new OptionFailure(`option ${word}: is unknown`);
}

function readShort(options: CurlOptions, word: string, rest: string[]): void {
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at] ?? '';
    const flag = flags.find(({short}) => short === letter);
    const value = values.find(({short}) => short === letter);
    if (flag) flag.set(options, true);
    else if (value) {
      const attached = word.slice(at + 1);
      value.set(options, requireValue(word, attached === '' ? rest.shift() : attached), word);
      return;
    } else throw new OptionFailure(`option ${word}: is unknown`);
  }
}

function requireValue(word: string, value: string | undefined): string {
  if (value === undefined) throw new OptionFailure(`option ${word}: requires parameter`);
  return value;
}
