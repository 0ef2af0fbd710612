import {isSystemError} from '../../../../system-error.ts';
import type {Process} from '../../../process/process.ts';
import type {AlpinePackage} from './package.ts';
import {basePackages, findPackage} from './packages.ts';

const installedPath = '/lib/apk/db/installed';
const worldPath = '/etc/apk/world';

/** What is installed, in the files where apk keeps it. https://wiki.alpinelinux.org/wiki/Apk_spec */
export class ApkDatabase {
  readonly #process: Process;

  constructor(process: Process) {
    this.#process = process;
  }

  /** Installed packages in the order they came. */
  installed(): readonly AlpinePackage[] {
    const names = [...this.#read(installedPath).matchAll(/^P:(.+)$/gm)].map(([, name = '']) => name);
    return names.flatMap((name) => findPackage(name) ?? []);
  }

  /** What somebody asked for, as against what came along. */
  world(): readonly string[] {
    return this.#read(worldPath)
      .split('\n')
      .filter((name) => name !== '');
  }

  /** Throws SystemError. */
  save(packages: readonly AlpinePackage[], world: readonly string[]): void {
    const {files} = this.#process;
    files.makeDirectories('/lib/apk/db', 0o755);
    files.makeDirectories('/etc/apk', 0o755);
    files.write(installedPath, installedText(packages));
    files.write(
      worldPath,
      [...new Set(world)]
        .sort()
        .map((name) => `${name}\n`)
        .join(''),
    );
  }

  #read(path: string): string {
    try {
      return this.#process.files.readText(path);
    } catch (error) {
      if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return '';
      throw error;
    }
  }
}

/** The database of packages as text: what an image begins with, too. */
export function installedText(packages: readonly AlpinePackage[] = basePackages): string {
  return packages
    .map(
      ({name, version, description, installedBytes, depends, files}) =>
        `P:${name}\nV:${version}\nA:x86_64\nI:${installedBytes}\nT:${description}\n` +
        `${depends.length > 0 ? `D:${depends.join(' ')}\n` : ''}` +
        `${Object.keys(files)
          .map((path) => `F:${path.slice(1, path.lastIndexOf('/'))}\nR:${path.slice(path.lastIndexOf('/') + 1)}\n`)
          .join('')}\n`,
    )
    .join('');
}
