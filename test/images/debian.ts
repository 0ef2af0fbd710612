import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {LearnError} from '../../src/errors.ts';

const run = promisify(execFile);
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
// Newer than Debian 12 on purpose: the static busybox 1.35 there crashes on `wget -T`.
const suite = 'trixie';

/** Unpacked Debian packages: what the stand-in images take their programs from. */
export interface DebianFiles {
  /** Absolute path of a folder that looks like `/` of a Debian machine with those packages. */
  readonly root: string;
  /** Versions by package: `{nginx: '1.26.3-3+deb13u7'}`. */
  readonly versions: {readonly [name: string]: string};
}

/**
 * Downloads packages through apt and unpacks them, once a cache. The machine's own apt settings stay as they are:
 * apt gets a root folder, a source list and a package status of its own.
 */
export async function debianFiles(packages: readonly string[], cache: string): Promise<DebianFiles> {
  const key = createHash('sha256')
    .update([suite, ...packages].join(' '))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cache, `debian-${key}`);
  if (!existsSync(folder)) await fetchPackages(packages, cache, folder);
  return {root: join(folder, 'root'), versions: JSON.parse(await readFile(join(folder, 'versions.json'), 'utf8'))};
}

/** Why Debian's packages cannot be had on this machine; undefined when they can. */
export function whyNotDebian(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `this is ${process.platform} on ${process.arch}; they are made on Linux on x64 only`;
  }
  return existsSync(keyring) ? undefined : `${keyring} is missing, so Debian's packages cannot be verified`;
}

async function fetchPackages(packages: readonly string[], cache: string, folder: string): Promise<void> {
  const obstacle = whyNotDebian();
  if (obstacle !== undefined) throw problem(obstacle);
  await mkdir(cache, {recursive: true});
  const work = await mkdtemp(join(cache, 'debian-new-'));
  try {
    const files = await download(packages, work);
    const versions: Record<string, string> = {};
    for (const file of files) {
      await run('dpkg-deb', ['-x', join(work, 'packages', file), join(work, 'root')]);
      // apt writes the colon of an epoch as %3a.
      const [name = file, version = ''] = decodeURIComponent(file).split('_');
      versions[name] = version;
    }
    await writeFile(join(work, 'versions.json'), JSON.stringify(versions, null, 2));
    await rm(join(work, 'apt'), {recursive: true});
    await rename(work, folder);
  } catch (error) {
    throw error instanceof LearnError ? error : problem(`apt did not deliver them (${firstLine(error)})`, error);
  } finally {
    await rm(work, {recursive: true, force: true});
  }
}

/** Downloads into `work/packages` and returns the file names, sorted. */
async function download(packages: readonly string[], work: string): Promise<readonly string[]> {
  const apt = join(work, 'apt');
  const folders = ['etc/apt/preferences.d', 'var/lib/apt/lists/partial', 'var/cache/apt/archives/partial'];
  for (const folder of [...folders, 'var/lib/dpkg']) await mkdir(join(apt, folder), {recursive: true});
  const downloads = join(work, 'packages');
  await mkdir(downloads);
  await writeFile(join(apt, 'var/lib/dpkg/status'), '');
  await writeFile(
    join(apt, 'etc/apt/sources.list'),
    `deb [signed-by=${keyring}] ${await debianArchive()} ${suite} main\n`,
  );
  const settings = join(apt, 'apt.conf');
  await writeFile(settings, aptSettings(apt));
  const options = {cwd: downloads, timeout: 180_000, env: {...process.env, APT_CONFIG: settings, LC_ALL: 'C'}};
  await run('apt-get', ['update', '-q'], options);
  await run('apt-get', ['download', '-q', ...packages], options);
  return (await readdir(downloads)).sort();
}

/** The archive this machine's own apt uses: packages come from where its owner wants them to come from. */
async function debianArchive(): Promise<string> {
  const {stdout} = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'], {
    timeout: 30_000,
  });
  const archives = String(stdout)
    .split('\n')
    .map((line) => line.trim().replace(/\/$/, ''));
  const archive = archives.find((uri) => /\/debian$/.test(uri));
  if (archive === undefined) throw problem('apt on this machine knows no Debian archive');
  return archive;
}

// `Dir` alone is not enough: the machine's own /etc/apt/apt.conf.d is read before APT_CONFIG and may set the rest.
function aptSettings(apt: string): string {
  return `Dir "${apt}";
Dir::State "${apt}/var/lib/apt";
Dir::State::status "${apt}/var/lib/dpkg/status";
Dir::Cache "${apt}/var/cache/apt";
Dir::Etc "${apt}/etc/apt";
APT::Architecture "amd64";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "2";
`;
}

function problem(why: string, cause?: unknown): LearnError {
  return new LearnError({
    code: 'STAND_INS_NOT_BUILT',
    message: `The stand-ins for the lesson images cannot be built: ${why}.`,
    fix: 'Build them on Debian or Ubuntu with apt and a network, or pull the real images instead.',
    cause,
  });
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n').find((line) => /^E:|ENOENT|timed out/.test(line)) ?? text.split('\n')[0] ?? text;
}
