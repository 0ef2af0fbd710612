// Bundles src/cli.ts into dist/, when the sources are newer than what is there.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {basename, join} from 'node:path';
import {argv} from 'node:process';
import {fileURLToPath} from 'node:url';
import {collectLicences} from './licences.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const stamp = join(root, '.cache', 'build-stamp');
const program = join(dist, 'k8s-learn.js');

// Parts of dockerode and Ink that nothing here reaches: ssh:// hosts, BuildKit sessions, React's developer tools.
const unused = /^(ssh2|cpu-features|protobufjs|@grpc\/grpc-js|@grpc\/proto-loader|react-devtools-core)$/;

/** Builds when needed; returns whether it did. `entry` is a path from the root of the repository. */
export async function build({entry = 'src/cli.ts', force = false} = {}) {
  const wanted = `${entry} ${sourceState()}`;
  if (!force && existsSync(program) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  const {outputFiles, metafile} = await bundle(entry);
  writeOut(outputFiles);
  writeWhole(join(dist, 'course.json'), parsedCourse());
  writeFileSync(join(root, 'THIRD-PARTY-LICENSES'), collectLicences(metafile, root));
  mkdirSync(join(root, '.cache'), {recursive: true});
  writeFileSync(stamp, wanted);
  return true;
}

async function bundle(entry) {
  const esbuild = await import('esbuild');
  try {
    return await esbuild.build({
      ...options,
      entryPoints: {
        cli: join(root, entry),
        ...Object.fromEntries(commands.map((name) => [`${name}-command`, join(root, `src/${name}.ts`)])),
      },
    });
  } catch (error) {
    // esbuild has printed each mistake with its place; its stack would only bury them.
    console.error(`k8s-learn could not be built: ${error.message.split('\n')[0]}`);
    process.exit(1);
  }
}

/** Programs beside the main one: commands for machines that lack the real ones. */
const commands = ['docker', 'kind', 'kubectl'];

const options = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  write: false,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
  chunkNames: 'chunk-[hash]',
  define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
  // CommonJS inside the bundle (dockerode) asks for Node's modules by require.
  banner: {js: "import {createRequire as makeRequire} from 'node:module';const require=makeRequire(import.meta.url);"},
  external: ['@lydell/node-pty'],
  plugins: [
    {name: 'leave-out-unused', setup: leaveOutUnused},
    {name: 'write-no-unread-log', setup: writeNoUnreadLog},
  ],
};

function leaveOutUnused({onResolve, onLoad}) {
  onResolve({filter: unused}, ({path}) => ({path, namespace: 'unused'}));
  onLoad({filter: /.*/, namespace: 'unused'}, ({path}) => ({
    // Reading from it is harmless, since modules do so when they are loaded; using it says what is missing.
    contents: `const complain = () => { throw new Error('${path} is not part of k8s-learn'); };
const absent = new Proxy(function () {}, {get: (target, key) => key === '__esModule' ? undefined : absent, apply: complain, construct: complain});
module.exports = absent;`,
  }));
}

// dockerode's transport prints every request in full for a log that is switched off: a millisecond a call.
function writeNoUnreadLog({onLoad}) {
  onLoad({filter: /docker-modem[/\\]lib[/\\]modem\.js$/}, ({path}) => {
    const source = readFileSync(path, 'utf8');
    const contents = source.replace(/debug\('Sending: %s', util\.inspect\(/, 'debug.enabled && $&');
    if (contents === source)
      return {errors: [{text: 'docker-modem no longer prints requests like that: remove this plugin'}]};
    return {contents, loader: 'js'};
  });
}

// The screen and the host are open for hours and idle: V8 is asked to keep its heap small rather than to grow ahead.
// A rehearsal is neither: it is work, and over soon.
const binStub = `#!/usr/bin/env node
import module from 'node:module';
import v8 from 'node:v8';
module.enableCompileCache?.();
if (!process.argv.includes('rehearse'))
  for (const flag of ['--optimize-for-size', '--semi-space-growth-factor=1']) v8.setFlagsFromString(flag);
const {runAndExit} = await import('./cli.js');
await runAndExit();
`;

const commandStub = (name) => `#!/usr/bin/env node
import module from 'node:module';
module.enableCompileCache?.();
const {runAndExit} = await import('./${name}-command.js');
await runAndExit();
`;

// Chunks have their content in their name, so that they can be written beside those of a program that runs right now.
function writeOut(outputFiles) {
  mkdirSync(dist, {recursive: true});
  for (const {path, contents} of outputFiles) writeWhole(path, contents);
  writeWhole(program, binStub);
  chmodSync(program, 0o755);
  for (const name of commands) writeWhole(join(dist, `${name}.js`), commandStub(name));
  const current = new Set([
    basename(program),
    'course.json',
    ...commands.map((name) => `${name}.js`),
    ...outputFiles.map(({path}) => basename(path)),
  ]);
  for (const name of readdirSync(dist))
    if (!current.has(name)) rmSync(join(dist, name), {recursive: true, force: true});
}

// The lessons are parsed once, here: the first picture of the program does not wait for YAML and schemas.
function parsedCourse() {
  const {status, stdout, stderr} = spawnSync(process.execPath, [program, '__course'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status === 0) return stdout;
  process.stderr.write(stderr);
  return '{}';
}

function writeWhole(path, contents) {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

/** Changes when a source file is changed, added or removed. */
function sourceState() {
  const files = ['src', 'lessons'].flatMap((folder) =>
    readdirSync(join(root, folder), {recursive: true}).map((name) => join(folder, name)),
  );
  const hash = createHash('sha256');
  for (const name of [
    ...files,
    'package-lock.json',
    'tsconfig.json',
    'scripts/build.js',
    'scripts/licences.js',
  ].sort()) {
    const file = statSync(join(root, name), {throwIfNoEntry: false});
    if (file?.isFile()) hash.update(`${name} ${file.size} ${file.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

if (argv[1] === fileURLToPath(import.meta.url)) await build({force: argv.includes('--force')});
