/** Letters and names of `set`, in the order in which `set -o` shows them. '' is one without a letter or name. */
const table = [
  ['e', 'errexit'],
  ['f', 'noglob'],
  ['I', 'ignoreeof'],
  ['i', ''],
  ['m', 'monitor'],
  ['n', 'noexec'],
  ['s', ''],
  ['c', ''],
  ['x', 'xtrace'],
  ['v', 'verbose'],
  ['C', 'noclobber'],
  ['a', 'allexport'],
  ['b', 'notify'],
  ['u', 'nounset'],
  ['E', 'errtrace'],
  ['V', 'vi'],
  ['', 'pipefail'],
] as const;

/** Letters by which the shell itself asks; `pipefail` has none. */
export type OptionKey = Exclude<(typeof table)[number][0], ''> | 'pipefail';

/** Options of a shell that are on or off. */
export class Options {
  readonly #on: Set<OptionKey>;

  constructor(on: Iterable<OptionKey> = []) {
    this.#on = new Set(on);
  }

  has(key: OptionKey): boolean {
    return this.#on.has(key);
  }

  set(key: OptionKey, isOn: boolean): void {
    if (isOn) this.#on.add(key);
    else this.#on.delete(key);
  }

  /** The value of `$-`, where busybox has them from last to first. */
  get letters(): string {
    const on = table.map(([letter]) => (letter !== '' && this.#on.has(letter) ? letter : ''));
    return on.reverse().join('');
  }

  /** Names with their state, as `set -o` lists them. */
  named(): readonly {readonly name: string; readonly isOn: boolean}[] {
    return table.flatMap(([letter, name]) => (name === '' ? [] : [{name, isOn: this.#on.has(keyOf(letter, name))}]));
  }

  clone(): Options {
    return new Options(this.#on);
  }
}

function keyOf(letter: (typeof table)[number][0], name: string): OptionKey {
  return letter === '' || name === 'pipefail' ? 'pipefail' : letter;
}

/** An option by its name; undefined when there is none. */
export function optionNamed(name: string): OptionKey | undefined {
  const row = table.find(([, candidate]) => candidate !== '' && candidate === name);
  return row && keyOf(row[0], row[1]);
}

/** An option by its letter; undefined when there is none. */
export function optionLetter(letter: string): OptionKey | undefined {
  const row = table.find(([candidate]) => candidate !== '' && candidate === letter);
  return row && keyOf(row[0], row[1]);
}
