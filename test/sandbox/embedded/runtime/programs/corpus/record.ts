/**
 * Writes down what a real busybox makes of the corpus: `BUSYBOX=/path/of/a/static/busybox npx tsx
 * test/sandbox/embedded/runtime/programs/corpus/record.ts`, as root, for it runs in a chroot of its own.
 */
import {spawnSync} from 'node:child_process';
import {chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {
  folder,
  group,
  inWordsOfMusl,
  laidMs,
  type Played,
  parseCommand,
  passwd,
  type Scene,
  variables,
} from './corpus.ts';
import {scenes} from './scenes/index.ts';

const recordedPath = fileURLToPath(new URL('recorded.json', import.meta.url));

/** A root file system with nothing in it but busybox. */
function layRoot(busybox: string, files: Scene['files'] = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'corpus-'));
  for (const name of ['bin', 'etc', 'tmp', 'root', 'dev', folder]) mkdirSync(join(root, name), {recursive: true});
  copyFileSync(busybox, join(root, 'bin/busybox'));
  chmodSync(join(root, 'bin/busybox'), 0o755);
  const {stdout} = spawnSync(busybox, ['--list'], {encoding: 'utf8'});
  for (const name of stdout.split('\n').filter((each) => each !== '' && each !== 'busybox'))
    symlinkSync('busybox', join(root, 'bin', name));
  writeFileSync(join(root, 'etc/passwd'), passwd);
  writeFileSync(join(root, 'etc/group'), group);
  spawnSync('mknod', ['-m', '666', join(root, 'dev/null'), 'c', '1', '3']);
  spawnSync('mknod', ['-m', '666', join(root, 'dev/zero'), 'c', '1', '5']);
  for (const [path, text] of Object.entries(files)) {
    const full = join(root, path.startsWith('/') ? '' : folder, path);
    mkdirSync(dirname(full), {recursive: true});
    writeFileSync(full, Buffer.from(text, 'utf8'));
    utimesSync(full, laidMs / 1000, laidMs / 1000);
  }
  return root;
}

function play(busybox: string, {files, commands}: Scene): readonly Played[] {
  const root = layRoot(busybox, files);
  const results: Played[] = [];
  for (const command of commands) {
    const {argv, inputPath, inputText} = parseCommand(command);
    const enter = `cd ${folder} && exec "$@"${inputPath === undefined ? '' : ` < '${inputPath}'`}`;
    const run = spawnSync('/usr/sbin/chroot', [root, '/bin/busybox', 'sh', '-c', enter, 'sh', ...argv], {
      env: {...variables},
      input: inputText ?? '',
      encoding: 'latin1',
      timeout: 10_000,
    });
    results.push({
      command,
      out: run.stdout,
      err: inWordsOfMusl(run.stderr),
      code: run.status ?? 128 + (constants.signals[run.signal ?? 'SIGTERM'] ?? 0),
    });
  }
  rmSync(root, {recursive: true});
  return results;
}

const busybox = process.env['BUSYBOX'];
if (busybox === undefined) throw new Error('BUSYBOX must be the path of a static busybox');
const wanted = process.argv.slice(2);
const recorded = Object.fromEntries(
  scenes
    .filter(({name}) => wanted.length === 0 || wanted.includes(name))
    .map((scene) => [scene.name, play(busybox, scene)]),
);
const text = `${JSON.stringify(recorded, undefined, 1)}\n`;
if (wanted.length === 0) writeFileSync(recordedPath, text);
else process.stdout.write(text);
