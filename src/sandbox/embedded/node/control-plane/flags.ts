/** By name, without the dashes. */
export type Flags = ReadonlyMap<string, string>;

/** The flags of a command line: `--secure-port=6443`, `--v 2`, `--leader-elect`. The last one of a name counts. */
export function parseFlags(argv: readonly string[]): Flags {
  const flags = new Map<string, string>();
  for (let index = 0; index < argv.length; index += 1) {
    const [, name, value] = /^--?([\w-]+)(?:=(.*))?$/s.exec(argv[index] ?? '') ?? [];
    if (name === undefined) continue;
    const next = argv[index + 1];
    if (value !== undefined) flags.set(name, value);
    else if (next !== undefined && !next.startsWith('-')) {
      flags.set(name, next);
      index += 1;
    } else flags.set(name, 'true');
  }
  return flags;
}
