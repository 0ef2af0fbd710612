import {collectText} from '../../../bytes.ts';
import type {CommandContext} from '../../../context.ts';

/** The environment of `-e` and `--env-file`: files first; a bare name takes the value it has here. */
export async function readEnvironment(
  {env, files}: Pick<CommandContext, 'env' | 'files'>,
  {paths, given}: {readonly paths: readonly string[]; readonly given: readonly string[]},
): Promise<readonly string[]> {
  const fromFiles = await readLines(files, paths, (name) => env[name]);
  const own = given.map((entry) => {
    const value = entry.includes('=') ? undefined : env[entry];
    return value === undefined ? entry : `${entry}=${value}`;
  });
  return [...fromFiles, ...own];
}

/** The labels of `-l` and `--label-file`: files first. */
export async function readLabels(
  {files}: Pick<CommandContext, 'files'>,
  {paths, given}: {readonly paths: readonly string[]; readonly given: readonly string[]},
): Promise<readonly string[]> {
  return [...(await readLines(files, paths, () => undefined, true)), ...given];
}

async function readLines(
  files: CommandContext['files'],
  paths: readonly string[],
  lookUp: (name: string) => string | undefined,
  keepsBare = false,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const path of paths) {
    for (const raw of (await collectText(files.read(path))).split('\n')) {
      const line = raw
        .replace(/\r$/, '')
        .trimStart()
        .replace(/^\uFEFF/, '');
      if (line === '' || line.startsWith('#')) continue;
      const [name = '', ...value] = line.split('=');
      if (/\s/.test(name.trimStart())) {
        throw new Error(`invalid env file (${path}): variable '${name}' contains whitespaces`);
      }
      if (name === '') throw new Error(`invalid env file (${path}): no variable name on line '${line}'`);
      const found = lookUp(name);
      if (value.length > 0) lines.push(line);
      else if (found !== undefined) lines.push(`${name}=${found}`);
      else if (keepsBare) lines.push(name);
    }
  }
  return lines;
}

/** Lines `key=value` as an object; a bare key has an empty value. */
export function pairsToObject(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, key = '', , value = ''] = /^([^=]*)(=(.*))?$/s.exec(line) ?? [];
      return [key, value] as const;
    }),
  );
}
