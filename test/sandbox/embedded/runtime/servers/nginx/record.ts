/**
 * Asks a real nginx what the tests expect, and writes it down: `npx tsx test/sandbox/embedded/runtime/servers/nginx/record.ts`.
 * Needs Docker with the image `nginx:1.27-alpine` (or IMAGE): the stand-in of `test/images` will do, it is Debian's nginx.
 */
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {answerCases, siteFiles} from './answer-cases.ts';
import {faultCases} from './fault-cases.ts';

const image = process.env['IMAGE'] ?? 'nginx:1.27-alpine';
const folder = mkdtempSync(join(tmpdir(), 'nginx-record-'));
const name = `h9-nginx-record-${process.pid}`;

const docker = (...args: readonly string[]): string => execFileSync('docker', args, {encoding: 'utf8'});

function lay(files: {readonly [path: string]: string}): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), {recursive: true});
    writeFileSync(join(folder, path), text);
  }
}

/** Messages before a log is open: this build has them in the form of the log, the official one behind its name. */
function inOneForm(stderr: string): readonly string[] {
  return stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^\d{4}\/\d\d\/\d\d [\d:]{8} (\[\w+\]) \d+#\d+: /, 'nginx: $1 '));
}

/** What `nginx -t` prints about each configuration. */
function recordFaults(): object {
  const recorded: {[name: string]: {code: number | null; lines: readonly string[]}} = {};
  for (const [each, text] of Object.entries(faultCases)) {
    lay({'conf/nginx.conf': text});
    const {status, stderr} = spawnSync('docker', ['exec', name, 'nginx', '-t'], {encoding: 'utf8'});
    recorded[each] = {code: status, lines: inOneForm(stderr)};
  }
  return recorded;
}

/** One connection, one request as it is; everything that comes back until the server closes, one character a byte. */
function ask(host: string, port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => socket.write(Buffer.from(request, 'latin1')));
    const parts: Buffer[] = [];
    socket.on('data', (part) => parts.push(part));
    socket.on('error', reject);
    socket.on('end', () => resolve(Buffer.concat(parts).toString('latin1')));
  });
}

async function recordAnswers(host: string): Promise<object> {
  const recorded: {[name: string]: readonly string[]} = {};
  for (const {name: each, conf, requests} of answerCases) {
    lay({'conf/nginx.conf': conf});
    docker('exec', name, 'nginx', '-t', '-q');
    docker('exec', name, 'nginx');
    const answers: string[] = [];
    for (const {port = 80, request} of requests) answers.push(await ask(host, port, request));
    docker('exec', name, 'nginx', '-s', 'stop');
    docker('exec', name, 'sh', '-c', 'while [ -e /run/nginx.pid ]; do sleep 0.1; done');
    recorded[each] = answers;
  }
  return recorded;
}

function save(file: string, value: object): void {
  writeFileSync(fileURLToPath(new URL(file, import.meta.url)), `${JSON.stringify(value, null, 2)}\n`);
}

lay({'conf/nginx.conf': 'events {}\n', ...siteFiles});
const mounts = ['-v', `${folder}/conf:/etc/nginx`, '-v', `${folder}/srv:/srv`];
docker('run', '-d', '--name', name, '--entrypoint', 'sleep', ...mounts, image, '3600');
try {
  // Debian's nginx wants a group that the stand-in does not have.
  docker('exec', name, 'sh', '-c', 'echo nogroup:x:65534: >> /etc/group');
  docker(
    'exec',
    name,
    'sh',
    '-c',
    'find /srv -exec touch -d "2025-04-16 12:00:00" {} +; chmod 000 /srv/site/secret.txt',
  );
  save('faults.json', recordFaults());
  const host = docker('inspect', '-f', '{{.NetworkSettings.IPAddress}}', name).trim();
  if (process.env['ONLY'] !== 'faults') save('answers.json', await recordAnswers(host));
} finally {
  docker('rm', '-f', name);
  rmSync(folder, {recursive: true, force: true});
}
