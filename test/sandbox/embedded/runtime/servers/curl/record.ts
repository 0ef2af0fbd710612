/**
 * Asks a real curl what the tests expect, and writes it down:
 * `CURL="chroot /some/root curl" npx tsx test/sandbox/embedded/runtime/servers/curl/record.ts`, as root, where /etc/hosts of
 * that root has `127.0.0.1 web` and /tmp/lines is `file=1` and `x` on two lines. Debian's 8.14.1 was used.
 */
import {spawn} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {createServer, type Socket} from 'node:net';
import {fileURLToPath} from 'node:url';
import {curlCases, serve} from './cases.ts';

const [command = 'curl', ...words] = (process.env['CURL'] ?? 'curl').split(' ');

function answer(socket: Socket): void {
  let text = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1');
    for (;;) {
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = text.slice(0, end);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      const body = text.slice(end + 4, end + 4 + length);
      if (body.length < length) return;
      text = text.slice(end + 4 + length);
      const [method = '', path = ''] = head.split(' ');
      const {answer: said, hangsUp} = serve({method, path, head, body});
      socket.write(Buffer.from(said, 'latin1'));
      if (hangsUp) socket.end();
    }
  });
}

function run(args: readonly string[]): Promise<object> {
  return new Promise((resolve) => {
    const child = spawn(command, [...words, ...args], {stdio: ['ignore', 'pipe', 'pipe']});
    const texts = {out: '', err: ''};
    child.stdout.on('data', (bytes: Buffer) => {
      texts.out += bytes.toString('latin1');
    });
    child.stderr.on('data', (bytes: Buffer) => {
      texts.err += bytes.toString('latin1');
    });
    child.on('close', (code) => resolve({args, ...texts, code}));
  });
}

const servers = [
  createServer(answer).listen(8089),
  createServer((socket) => void socket.end('nonsense\r\n')).listen(8088),
];
try {
  const recorded: object[] = [];
  for (const args of curlCases) recorded.push(await run(args));
  writeFileSync(fileURLToPath(new URL('answers.json', import.meta.url)), `${JSON.stringify(recorded, null, 2)}\n`);
} finally {
  for (const server of servers) server.close();
}
