import type {EnvironmentChanges} from './environment.ts';

/** A word for sh, bash and zsh that means exactly this text. */
export function shQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A word for fish that means exactly this text. */
export function fishQuote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** Commands for sh, bash or zsh that make the changes; also what `sandbox env` prints for `eval`. */
export function exportLines({set, unset, lastInPath}: EnvironmentChanges): string {
  const exports = Object.entries(set).map(([name, value]) => `export ${name}=${shQuote(value)}`);
  const path =
    lastInPath === undefined
      ? []
      : [`case ":$PATH:" in *:${shQuote(lastInPath)}:*) ;; *) export PATH="$PATH":${shQuote(lastInPath)} ;; esac`];
  return [...exports, `unset ${unset.join(' ')}`, ...path].join('\n');
}

/** The same for fish. A universal variable is covered by an empty one, not erased: it belongs to the learner. */
export function fishExportLines({set, unset, lastInPath}: EnvironmentChanges): string {
  const exports = Object.entries(set).map(([name, value]) => `set -gx ${name} ${fishQuote(value)}`);
  const hidden = unset.map((name) => `set -eg ${name}; set -qU ${name}; and set -gx ${name} ''`);
  const path =
    lastInPath === undefined
      ? []
      : [`contains -- ${fishQuote(lastInPath)} $PATH; or set -gx PATH $PATH ${fishQuote(lastInPath)}`];
  return [...exports, ...hidden, ...path].join('\n');
}

/** A raw template for shell code: `$\{x}` is the shell's own expansion, `${x}` is ours. */
export function shellText(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.raw.map((part, index) => part.replaceAll('$\\{', '${') + (values[index] ?? '')).join('');
}
