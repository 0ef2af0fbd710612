// Installs the dependencies when they are missing or do not fit package-lock.json; says nothing when they do.
// Plain Node without a dependency: it runs before there are any. Notes go to stderr, stdout belongs to the program.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const lockFile = `${root}package-lock.json`;
const marker = `${root}node_modules/.k8s-learn-lock`;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`k8s-learn needs Node 20.19 or newer; this is ${process.versions.node}. Install one from https://nodejs.org.`);
}
const wanted = existsSync(lockFile)
  ? createHash('sha256').update(readFileSync(lockFile)).digest('hex')
  : 'no lock file';
if (!isFresh()) {
  install();
  writeFileSync(marker, wanted);
}

function isFresh() {
  if (!existsSync(`${root}node_modules/.package-lock.json`)) return false;
  if (existsSync(marker)) return readFileSync(marker, 'utf8') === wanted;
  // Somebody ran npm by hand; npm's own list of what it put there decides.
  if (!existsSync(lockFile) || !hasWhatTheLockNames()) return false;
  writeFileSync(marker, wanted);
  return true;
}

function hasWhatTheLockNames() {
  const installed = JSON.parse(readFileSync(`${root}node_modules/.package-lock.json`, 'utf8')).packages;
  return Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages).every(
    ([path, {version, optional, link}]) => path === '' || optional || link || installed[path]?.version === version,
  );
}

function install() {
  const command = existsSync(lockFile) ? 'ci' : 'install';
  console.error('k8s-learn: installing its dependencies (only the first time, and when they change) ...');
  const args = [command, '--no-audit', '--no-fund', '--loglevel=error'];
  const options = {cwd: root, stdio: ['ignore', 2, 2]};
  const npm = process.env.npm_execpath;
  // npm names itself when it runs this script; called by hand, npm is looked for (a .cmd file on Windows).
  const {status, error} = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, {...options, shell: process.platform === 'win32'});
  if (error) fail(`npm could not be started (${error.message}). Install Node with npm from https://nodejs.org.`);
  if (status !== 0) {
    fail(
      `The dependencies could not be installed: npm ${command} ended with ${status ?? 'a signal'}; its reason stands above. ` +
        'If the network is down or a proxy is needed, mend that (npm config get registry names the server), then run this again.',
    );
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
