import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Paths} from '../paths.ts';
import {ensurePrivateFolder} from '../private-folder.ts';
import {writeWhole} from '../whole-file.ts';

/** Commands this program brings along: a bundle of each lies beside its own. */
const names = ['docker', 'kind', 'kubectl'];

/**
 * Puts our own commands into the folder that shells of the sandbox search last: they are there where the real ones are
 * missing. Throws LearnErrors where a folder cannot be made.
 */
export function layCommands(paths: Paths): void {
  for (const name of names) {
    // Beside the bundle this code is in; where it runs from its sources there is none.
    const program = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
    if (!existsSync(program)) continue;
    const text = `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(program)} "$@"\n`;
    const file = join(paths.bin, name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    for (const folder of [paths.home, paths.bin]) ensurePrivateFolder(folder);
    writeWhole(file, text, 0o700);
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
