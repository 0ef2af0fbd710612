import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {picturePackages} from '../../test/e2e/picture.ts';

const folder = fileURLToPath(new URL('../../.cache/pictures/', import.meta.url));

/**
 * The folder with the packages a PNG needs, installed there when they are missing; undefined when that did not work.
 * They are no devDependencies: the Chinese font alone is larger than all of those.
 */
export function drawingPackages(say: (line: string) => void): string | undefined {
  const names = picturePackages.map((wanted) => wanted.replace(/(.)@[^@]*$/, '$1'));
  if (names.every((name) => existsSync(join(folder, 'node_modules', name, 'package.json')))) return folder;
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', folder, ...picturePackages];
  const {status, stderr} = spawnSync('npm', args, {encoding: 'utf8'});
  if (status === 0) return folder;
  say(`No PNG: ${picturePackages.join(', ')} could not be installed.\n${stderr}`);
  return undefined;
}
