import {isSystemError} from '../../../../system-error.ts';
import {parentPath} from '../../../fs/path.ts';
import {executableBytes} from '../../../process/executable.ts';
import type {Process, Program} from '../../../process/process.ts';
import {ApkDatabase} from './database.ts';
import type {AlpinePackage, PackageFile} from './package.ts';
import {absentPackages, basePackages, findPackage, morePackages} from './packages.ts';

/** The package manager of Alpine Linux, over the few packages there are. */
export const apkProgram: Program = {name: 'apk', memoryBytes: 1 << 20, main: runApk};

const version = 'apk-tools 2.14.4, compiled for x86_64.';

async function runApk(process: Process): Promise<number> {
  const words = process.argv.slice(1);
  const options = words.filter((word) => word.startsWith('-'));
  const [command, ...names] = words.filter((word) => !word.startsWith('-'));
  if (options.includes('--version') || options.includes('-V')) {
    await process.print(`${version}\n`);
    return 0;
  }
  const apk = new Apk(process, options);
  switch (command) {
    case 'add':
      return apk.guarded(() => apk.add(names));
    case 'del':
      return apk.guarded(() => apk.remove(names));
    case 'update':
      return apk.guarded(() => apk.update());
    case 'upgrade':
      return apk.guarded(() => apk.add([]));
    case 'info':
      return apk.describe(names);
    case 'list':
    case 'search':
      return apk.search(command, names);
    case 'manifest':
    case 'verify':
    case 'fetch':
    case 'audit':
      await process.complain(`ERROR: 'apk ${command}' is not simulated by k8s-learn`);
      return 1;
    default:
      if (command !== undefined) await process.complain(`ERROR: '${command}' is not an apk command. See 'apk --help'.`);
      else await process.print(usage);
      return command === undefined && options.length > 0 ? 0 : 1;
  }
}

const usage = `${version}

usage: apk [<OPTIONS>...] COMMAND [<ARGUMENTS>...]

Package installation and removal:
  add        Add packages to WORLD and commit changes
  del        Remove packages from WORLD and commit changes

System maintenance:
  update     Update repository indexes
  upgrade    Install upgrades available from repositories

Querying package information:
  info       Give detailed information about packages or repositories
  list       List packages matching a pattern or other criteria
  search     Search for packages by name or description

This apk is a simulation: there are ${morePackages.length} packages beside those of the image.
`;

const repositories = ['main', 'community'];

class Apk {
  readonly #process: Process;
  readonly #options: readonly string[];
  readonly #database: ApkDatabase;

  constructor(process: Process, options: readonly string[]) {
    this.#process = process;
    this.#options = options;
    this.#database = new ApkDatabase(process);
  }

  /** What changes anything is for root alone. */
  async guarded(action: () => Promise<number>): Promise<number> {
    const {user} = this.#process;
    if (user.uid !== 0) {
      await this.#process.complain(
        'ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied',
      );
      return 99;
    }
    try {
      return await action();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      await this.#process.complain(`ERROR: ${error.subject}: ${error.message}`);
      return 1;
    }
  }

  async update(): Promise<number> {
    if (!(await this.#fetch())) return 2;
    for (const name of repositories)
      await this.#say(`v3.20.6-100-g0000000 [https://dl-cdn.alpinelinux.org/alpine/v3.20/${name}]`);
    await this.#say(`OK: ${morePackages.length + basePackages.length} distinct packages available`);
    return 0;
  }

  async add(asked: readonly string[]): Promise<number> {
    const names = asked.map((name) => name.replace(/[=<>~@].*$/, ''));
    const before = this.#database.installed();
    const wanted = wantedPackages(names, before);
    // Without the index nobody knows what there is.
    if (asked.length > 0 && !(await this.#fetch())) return this.#unknown(names);
    const unknown = names.filter((name) => !findPackage(name));
    if (unknown.length > 0) return this.#unknown(unknown);
    for (const [index, one] of wanted.entries()) {
      await this.#say(`(${index + 1}/${wanted.length}) Installing ${one.name} (${one.version})`);
      this.#install(one);
      await this.#process.breathe();
    }
    const after = [...before, ...wanted];
    if (wanted.length > 0 || names.length > 0) this.#database.save(after, [...this.#database.world(), ...names]);
    if (wanted.length > 0) await this.#say('Executing busybox-1.36.1-r29.trigger');
    if (wanted.some(({name}) => name === 'ca-certificates'))
      await this.#say('Executing ca-certificates-20241121-r1.trigger');
    return this.#done(after);
  }

  async remove(names: readonly string[]): Promise<number> {
    const before = this.#database.installed();
    const world = this.#database.world().filter((name) => !names.includes(name));
    const kept = new Set([...basePackages, ...world.flatMap((name) => withDependencies(name))].map(({name}) => name));
    const gone = before.filter(({name}) => !kept.has(name)).reverse();
    for (const [index, one] of gone.entries()) {
      await this.#say(`(${index + 1}/${gone.length}) Purging ${one.name} (${one.version})`);
      this.#purge(one);
    }
    const after = before.filter(({name}) => kept.has(name));
    this.#database.save(after, world);
    if (gone.length > 0) await this.#say('Executing busybox-1.36.1-r29.trigger');
    return this.#done(after);
  }

  async describe(names: readonly string[]): Promise<number> {
    const installed = this.#database.installed();
    if (names.length === 0) {
      await this.#process.print(
        installed
          .map(({name}) => `${name}\n`)
          .sort()
          .join(''),
      );
      return 0;
    }
    let code = 0;
    for (const name of names) {
      const one = installed.find((each) => each.name === name);
      if (!one) code = 1;
      else if (this.#has('-e', '--installed')) await this.#process.print(`${name}\n`);
      else if (this.#has('-L', '--contents')) await this.#process.print(contents(one));
      else
        await this.#process.print(
          `${name}-${one.version} description:\n${one.description}\n\n${name}-${one.version} installed size:\n${mebibytes(one.installedBytes)}\n\n`,
        );
    }
    return code;
  }

  async search(command: string, [term = '']: readonly string[]): Promise<number> {
    const installed = new Set(this.#database.installed().map(({name}) => name));
    const onlyInstalled = this.#has('-I', '--installed');
    const pattern = term.replaceAll('*', '').toLowerCase();
    const found = [...basePackages, ...morePackages]
      .filter(
        ({name, description}) =>
          name.includes(pattern) || (this.#has('-d', '-v') && description.toLowerCase().includes(pattern)),
      )
      .filter(({name}) => !onlyInstalled || installed.has(name))
      .map((one) => {
        const title = `${one.name}-${one.version}`;
        if (command === 'search') return this.#has('-v') ? `${title} - ${one.description}` : title;
        return `${title} x86_64 {${one.name}}${installed.has(one.name) ? ' [installed]' : ''}`;
      });
    await this.#process.print(
      found
        .sort()
        .map((line) => `${line}\n`)
        .join(''),
    );
    return 0;
  }

  #has(...words: readonly string[]): boolean {
    return this.#options.some((option) => words.includes(option));
  }

  async #say(line: string): Promise<void> {
    if (!this.#has('-q', '--quiet')) await this.#process.print(`${line}\n`);
  }

  /** The index of the repositories; false where there is no network to get it by. */
  async #fetch(): Promise<boolean> {
    const isOnline = this.#process.space.network.interfaces.length > 0;
    for (const name of repositories) {
      const url = `https://dl-cdn.alpinelinux.org/alpine/v3.20/${name}`;
      await this.#say(`fetch ${url}/x86_64/APKINDEX.tar.gz`);
      if (!isOnline)
        await this.#process.complain(`WARNING: updating and opening ${url}: temporary error (try again later)`);
    }
    return isOnline;
  }

  async #unknown(names: readonly string[]): Promise<number> {
    const lines = names.flatMap((name) => {
      const why = absentPackages.has(name) ? 'not simulated by k8s-learn' : 'no such package';
      return [`  ${name} (${why}):`, `    required by: world[${name}]`];
    });
    await this.#process.complain(`ERROR: unable to select packages:\n${lines.join('\n')}`);
    if (names.some((name) => absentPackages.has(name)))
      await this.#process.complain(
        `There are: ${morePackages
          .filter((one) => !one.description.startsWith('Library'))
          .map(({name}) => name)
          .join(', ')}.`,
      );
    return names.length;
  }

  async #done(packages: readonly AlpinePackage[]): Promise<number> {
    const bytes = packages.reduce((sum, {installedBytes}) => sum + installedBytes, 0);
    await this.#say(`OK: ${mebibytes(bytes)} in ${packages.length} packages`);
    return 0;
  }

  #install({files}: AlpinePackage): void {
    for (const [path, file] of Object.entries(files)) {
      this.#process.files.makeDirectories(parentPath(path), 0o755);
      if (this.#process.files.stat(path, {follow: false})) this.#process.files.unlink(path);
      this.#put(path, file);
    }
  }

  #put(path: string, file: PackageFile): void {
    const {files} = this.#process;
    if ('symlink' in file) return files.makeSymlink(path, file.symlink);
    files.write(path, 'text' in file ? file.text : 'program' in file ? executableBytes(file.program) : '');
    if ('size' in file) files.truncate(path, file.size);
    files.change(path, {mode: 'program' in file ? 0o755 : 'text' in file ? (file.mode ?? 0o644) : 0o755});
  }

  #purge({files}: AlpinePackage): void {
    for (const path of Object.keys(files))
      if (this.#process.files.stat(path, {follow: false})) this.#process.files.unlink(path);
  }
}

/** A package behind all it needs; nothing for one that is not there. */
function withDependencies(name: string): readonly AlpinePackage[] {
  const one = findPackage(name);
  return one ? [...one.depends.flatMap(withDependencies), one] : [];
}

/** What is to be installed, in order, each once. */
function wantedPackages(names: readonly string[], installed: readonly AlpinePackage[]): readonly AlpinePackage[] {
  const there = new Set(installed.map(({name}) => name));
  const wanted = names.flatMap(withDependencies).filter(({name}) => !there.has(name));
  return [...new Set(wanted)];
}

function contents({name, version, files}: AlpinePackage): string {
  return `${name}-${version} contains:\n${Object.keys(files)
    .map((path) => `${path.slice(1)}\n`)
    .join('')}\n`;
}

function mebibytes(bytes: number): string {
  return bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} KiB` : `${Math.round(bytes / 1024 ** 2)} MiB`;
}
