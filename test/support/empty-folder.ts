import {mkdtempSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';

/** An empty folder for one test, removed when that test is over. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'kl-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
}
