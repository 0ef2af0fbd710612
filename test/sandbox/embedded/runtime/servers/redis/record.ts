/**
 * Asks a real Redis what the tests expect, and writes it down:
 * `REDIS=/path/to/redis-server npx tsx test/sandbox/embedded/runtime/servers/redis/record.ts`. Debian's 7.0 was used.
 */
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {connect, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {asResp, redisCases, wordsOf} from './cases.ts';

const binary = process.env['REDIS'];
if (binary === undefined) throw new Error('REDIS must be the path of a redis-server');
const port = 17_379;
const folder = mkdtempSync(join(tmpdir(), 'redis-record-'));
const server = spawn(binary, ['--port', String(port), '--dir', folder, '--save', ''], {stdio: 'ignore'});

async function open(): Promise<Socket> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return socket;
  }
}

/** Sends a command and gives what came back until the server has been quiet for a moment. */
function ask(socket: Socket, text: string): Promise<string> {
  return new Promise((resolve) => {
    let reply = '';
    let timer = setTimeout(done, 1500);
    function done(): void {
      socket.off('data', more);
      socket.off('close', done);
      resolve(reply);
    }
    function more(bytes: Buffer): void {
      reply += bytes.toString('latin1');
      clearTimeout(timer);
      timer = setTimeout(done, 15);
    }
    socket.on('data', more);
    socket.on('close', done);
    socket.write(text);
  });
}

const recorded: {[group: string]: readonly string[]} = {};
try {
  for (const [group, commands] of Object.entries(redisCases)) {
    const socket = await open();
    await ask(socket, asResp(['FLUSHALL']));
    const replies: string[] = [];
    for (const command of commands) replies.push(await ask(socket, asResp(wordsOf(command))));
    recorded[group] = replies;
    socket.destroy();
  }
  writeFileSync(fileURLToPath(new URL('replies.json', import.meta.url)), `${JSON.stringify(recorded, null, 2)}\n`);
} finally {
  server.kill('SIGKILL');
  rmSync(folder, {recursive: true, force: true});
}
