/**
 * Runs every script of the corpus through a real busybox and writes down anew what it says. As root, with a statically
 * linked busybox (Debian's package busybox-static):
 *
 *     BUSYBOX=path/to/busybox npx tsx test/sandbox/embedded/runtime/shell/record.ts
 *
 * A new script is added to a file of the corpus as `{"script": "..."}`.
 */
import {spawnSync} from 'node:child_process';
import {copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {
  commandLine,
  corpusEnvironment,
  corpusFile,
  corpusFolder,
  corpusPasswd,
  type Recorded,
  readCorpus,
} from './corpus.ts';

/** A machine with busybox and nothing else, in a folder. */
function makeRoot(busybox: string): string {
  const root = mkdtempSync(join(tmpdir(), 'busybox-'));
  for (const folder of ['bin', 'dev', 'etc', 'root', 'tmp', 'proc/self'])
    mkdirSync(join(root, folder), {recursive: true});
  copyFileSync(busybox, join(root, 'bin/busybox'));
  const {stdout} = spawnSync(busybox, ['--list'], {encoding: 'utf8'});
  for (const name of stdout.split('\n')) {
    if (name !== '' && name !== 'busybox') symlinkSync('busybox', join(root, 'bin', name));
  }
  // It starts its own commands by this name.
  symlinkSync('/bin/busybox', join(root, 'proc/self/exe'));
  writeFileSync(join(root, 'etc/passwd'), corpusPasswd);
  for (const [name, minor] of [
    ['null', '3'],
    ['full', '7'],
  ] as const)
    spawnSync('mknod', ['-m', '666', join(root, 'dev', name), 'c', '1', minor]);
  return root;
}

function record(root: string, {script, as}: Pick<Recorded, 'script' | 'as'>): Recorded {
  const folder = join(root, corpusFolder);
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(folder);
  if (as === 'file') writeFileSync(join(folder, 't.sh'), script);
  const inside = `PATH=${corpusEnvironment.PATH}; cd ${corpusFolder} && umask 022 && exec "$@"`;
  const ran = spawnSync('chroot', [root, '/bin/busybox', 'sh', '-c', inside, 'sh', ...commandLine({script, as})], {
    // The chroot command itself is looked for in the PATH of whoever starts it.
    env: {...corpusEnvironment, PATH: `${corpusEnvironment.PATH}:/usr/sbin:/usr/bin`},
    encoding: 'utf8',
    input: as === 'input' ? script : '',
    timeout: 30_000,
  });
  if (ran.error) throw ran.error;
  return {script, ...(as ? {as} : {}), out: ran.stdout, err: ran.stderr, code: ran.status ?? -1};
}

const busybox = process.env['BUSYBOX'];
if (busybox === undefined) throw new Error('BUSYBOX does not say where a busybox is');
const root = makeRoot(busybox);
for (const [topic, recordings] of readCorpus()) {
  const again = recordings.map((recording) => record(root, recording));
  writeFileSync(corpusFile(`${topic}.json`), `${JSON.stringify(again, null, 2)}\n`);
  console.log(`${topic}: ${again.length}`);
}
rmSync(root, {recursive: true});
