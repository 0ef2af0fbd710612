import {spawn} from 'node:child_process';
import {createHash, randomBytes} from 'node:crypto';
import {readFile, writeFile} from 'node:fs/promises';
import {connect, createServer} from 'node:net';
import {join} from 'node:path';
import {spawn as spawnTerminal} from '@lydell/node-pty';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {describeWithDocker} from '../../support/real-docker.ts';
import {until} from '../../support/until.ts';
import {askSocket, openRig, type Rig, run} from './rig.ts';

describeWithDocker(
  'streams through the guard',
  ({host}) => {
    let rig: Rig;

    beforeAll(async () => {
      rig = await openRig({host});
      await rig.docker(['pull', '-q', 'busybox:1.36']);
      const made = await rig.docker(['run', '-d', '--name', 'ga-s', 'busybox:1.36', 'sleep', '1000']);
      expect(made).toMatchObject({code: 0});
    });

    afterAll(() => rig?.close());

    it('gives run -it a terminal with its size, resizes it and returns its exit code', async () => {
      const terminal = openTerminal(rig, ['run', '-it', '--rm', 'busybox:1.36', 'sh'], {cols: 120, rows: 40});
      await terminal.says(/# /);
      terminal.type('stty size\r');
      await terminal.says(/40 120/);
      terminal.resize(132, 50);
      await until(
        () => {
          terminal.type('stty size\r');
          return terminal.text();
        },
        (text) => /50 132/.test(text),
        {intervalMs: 200},
      );
      expect(terminal.text()).toMatch(/50 132/);
      terminal.type('exit 7\r');
      expect(await terminal.exit).toBe(7);
    });

    it('gives exec -it a terminal of its own', async () => {
      const terminal = openTerminal(rig, ['exec', '-it', 'ga-s', 'sh'], {cols: 90, rows: 30});
      await terminal.says(/# /);
      terminal.type('stty size; tty && echo "is a" terminal\r');
      await terminal.says(/30 90[\s\S]*is a terminal/);
      terminal.type('exit 9\r');
      expect(await terminal.exit).toBe(9);
    });

    it('attaches, detaches by the escape keys and attaches again', async () => {
      await rig.docker(['run', '-dit', '--name', 'ga-att', 'busybox:1.36', 'sh']);
      const first = openTerminal(rig, ['attach', 'ga-att'], {cols: 80, rows: 24});
      first.type('echo one-$((1+1))\r');
      await first.says(/one-2/);
      first.type('\x10\x11');
      // The CLI's own exit code for a detached attach.
      expect(await first.exit).toBe(1);
      expect(first.text()).toContain('read escape sequence');
      const second = openTerminal(rig, ['attach', 'ga-att'], {cols: 80, rows: 24});
      second.type('echo two-$((2+2))\r');
      await second.says(/two-4/);
      second.type('exit 5\r');
      expect(await second.exit).toBe(5);
      await rig.docker(['rm', '-f', 'ga-att']);
    });

    it('ends standard input without cutting the output that follows', async () => {
      const counted = await rig.docker(
        ['run', '-i', '--rm', 'busybox:1.36', 'sh', '-c', 'wc -c; sleep 1; echo after'],
        'x'.repeat(70_000),
      );
      expect(counted).toMatchObject({code: 0, out: '70000\nafter\n'});
      expect(await rig.docker(['exec', '-i', 'ga-s', 'md5sum'], 'abc')).toMatchObject({
        code: 0,
        out: '900150983cd24fb0d6963f7d28e17f72  -\n',
      });
    });

    it('keeps output and errors apart, byte for byte', async () => {
      const ran = await rig.docker(['run', '--rm', 'busybox:1.36', 'sh', '-c', 'seq 20000; echo bad >&2; exit 4']);
      expect(ran).toMatchObject({code: 4, err: 'bad\n'});
      expect(ran.out.split('\n').length).toBe(20_001);
    });

    it('follows logs until it is cut, and the daemon lets go of the request too', async () => {
      await rig.docker([
        'run',
        '-d',
        '--name',
        'ga-log',
        'busybox:1.36',
        'sh',
        '-c',
        'echo first; while :; do sleep 1; echo tick; done',
      ]);
      const following = spawn('docker', ['logs', '-f', 'ga-log'], {env: rig.env});
      let seen = '';
      following.stdout.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
      });
      await until(
        () => seen,
        (text) => /first[\s\S]*tick/.test(text),
      );
      expect(seen).toMatch(/first[\s\S]*tick/);
      following.kill('SIGINT');
      await new Promise((resolve) => following.once('close', resolve));
      expect(await rig.docker(['rm', '-f', 'ga-log'])).toMatchObject({code: 0});
    });

    it('ends a followed log when the container ends', async () => {
      await rig.docker(['run', '-d', '--name', 'ga-end', 'busybox:1.36', 'sh', '-c', 'sleep 1; echo done']);
      expect(await rig.docker(['logs', '-f', 'ga-end'])).toMatchObject({code: 0, out: 'done\n'});
      expect(await rig.docker(['wait', 'ga-end'])).toMatchObject({out: '0\n'});
      await rig.docker(['rm', 'ga-end']);
    });

    it('sends signals on and sees the exit code they cause', async () => {
      const running = spawn(
        'docker',
        ['run', '--rm', 'busybox:1.36', 'sh', '-c', 'trap "exit 9" INT; echo up; while :; do sleep 0.1; done'],
        {env: rig.env},
      );
      let seen = '';
      running.stdout.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
      });
      await until(
        () => seen,
        (text) => text.includes('up'),
      );
      const code = new Promise((resolve) => running.once('close', resolve));
      running.kill('SIGINT');
      expect(await code).toBe(9);
    });

    it('copies both ways byte for byte', async () => {
      const bytes = randomBytes(8 * 1024 * 1024);
      await writeFile(join(rig.work, 'in.bin'), bytes);
      expect(await rig.docker(['cp', 'in.bin', 'ga-s:/tmp/x.bin'])).toMatchObject({code: 0});
      expect((await rig.docker(['exec', 'ga-s', 'sha256sum', '/tmp/x.bin'])).out).toContain(sha256(bytes));
      expect(await rig.docker(['cp', 'ga-s:/tmp/x.bin', 'out.bin'])).toMatchObject({code: 0});
      expect(sha256(await readFile(join(rig.work, 'out.bin')))).toBe(sha256(bytes));
      expect((await rig.docker(['cp', 'ga-s:/nothing', '-'])).err).toMatch(
        /Could not find the file \/nothing in container ga-s/,
      );
    });

    it("streams events as they happen, the learner's only", async () => {
      const watching = spawn('docker', ['events', '--format', '{{.Type}} {{.Action}} {{.Actor.Attributes.name}}'], {
        env: rig.env,
      });
      let seen = '';
      watching.stdout.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
      });
      // The subscription is there when its own first event is.
      await until(
        async () => (await rig.docker(['exec', 'ga-s', 'true'])).code + seen,
        (text) => text.includes('exec_start'),
        {intervalMs: 100},
      );
      await rig.docker(['run', '--name', 'ga-ev', 'busybox:1.36', 'true']);
      await rig.docker(['rm', 'ga-ev']);
      await until(
        () => seen,
        (text) => text.includes('container destroy ga-ev'),
      );
      watching.kill();
      const own = seen.split('\n').filter((line) => line.includes('ga-ev') && line.startsWith('container'));
      expect(own.map((line) => line.split(' ')[1])).toEqual(['create', 'attach', 'start', 'die', 'destroy']);
    });

    it('answers an upgrade that the daemon refuses and closes, so that nothing is smuggled behind it', async () => {
      const socket = connect(rig.learnerSocket);
      const second = 'GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n';
      socket.write(
        `POST /containers/ga-nobody/attach?stream=1 HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n${second}`,
      );
      const said = await untilClosed(socket);
      expect(said).toMatch(/^HTTP\/1\.1 404 /);
      expect(said).not.toMatch(/\nOK$|Api-Version/);
    });

    it('attaches for a client that does not upgrade, with bytes as they are', async () => {
      await rig.docker(['run', '--name', 'ga-raw', 'busybox:1.36', 'echo', 'raw']);
      const {status, text} = await askSocket(rig.learnerSocket, {
        method: 'POST',
        path: '/v1.41/containers/ga-raw/attach?logs=1&stdout=1',
      });
      expect(status).toBe(200);
      expect(text).toBe('\x01\0\0\0\0\0\0\x04raw\n');
      await rig.docker(['rm', 'ga-raw']);
    });

    it('takes the body of an upgraded request apart from what follows as standard input', async () => {
      const made = await rig.ask('POST', '/containers/ga-s/exec', {
        Cmd: ['cat'],
        AttachStdin: true,
        AttachStdout: true,
      });
      const {Id: id}: {Id: string} = JSON.parse(made.text);
      const body = '{"Detach":false,"Tty":false}';
      const head = `POST /exec/${id}/start HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
      const socket = connect({path: rig.learnerSocket, allowHalfOpen: true});
      socket.end(`${head}${body}straight in\n`);
      const said = await untilClosed(socket);
      expect(said).toMatch(/^HTTP\/1\.1 101 /);
      expect(said).toMatch(/straight in\n$/);
    });

    it('saves and loads images', async () => {
      const saved = await rig.docker(['save', '-o', 'image.tar', 'busybox:1.36']);
      expect(saved).toMatchObject({code: 0});
      await rig.docker(['tag', 'busybox:1.36', 'ga-load:1']);
      await rig.docker(['save', '-o', 'own.tar', 'ga-load:1']);
      await rig.docker(['rmi', 'ga-load:1']);
      expect((await rig.docker(['images', '-q', 'ga-load'])).out).toBe('');
      expect((await rig.docker(['load', '-i', 'own.tar'])).out).toContain('Loaded image: ga-load:1');
      expect((await rig.docker(['images', '-q', 'ga-load'])).out).not.toBe('');
    });

    it('takes a whole upload although the answer begins before its end', async () => {
      await writeFile(join(rig.work, 'big.bin'), randomBytes(24 * 1024 * 1024));
      await writeFile(join(rig.work, 'Dockerfile'), 'FROM busybox:1.36\nCOPY big.bin /big\n');
      expect(await rig.docker(['build', '-q', '-t', 'ga-big:1', '.'])).toMatchObject({code: 0});
      await rig.docker(['save', '-o', 'big.tar', 'ga-big:1']);
      await rig.docker(['rmi', 'ga-big:1']);
      const load = [
        'curl',
        '-sN',
        '--unix-socket',
        rig.learnerSocket,
        '-H',
        'Content-Type: application/x-tar',
        '-T',
        'big.tar',
        '-X',
        'POST',
        'http://d/images/load?quiet=0',
      ];
      const {out} = await run(load, {env: rig.env, cwd: rig.work});
      expect(out).toMatch(/"Loading layer"[\s\S]*Loaded image: ga-big:1/);
      expect((await rig.docker(['images', '-q', 'ga-big:1'])).out).not.toBe('');
    });

    it('builds with output as it comes, and says which step failed', async () => {
      await writeFile(join(rig.work, 'Dockerfile'), 'FROM busybox:1.36\nRUN echo built > /x\nCMD ["cat", "/x"]\n');
      const built = await rig.docker(['build', '-t', 'ga-build:1', '.']);
      expect(built.out).toMatch(/Step 1\/\d : FROM busybox:1\.36[\s\S]*Successfully tagged ga-build:1/);
      expect(await rig.docker(['run', '--rm', 'ga-build:1'])).toMatchObject({out: 'built\n'});
      await writeFile(join(rig.work, 'Dockerfile'), 'FROM busybox:1.36\nRUN echo part > /y\nRUN exit 3\n');
      const failed = await rig.docker(['build', '-t', 'ga-build:2', '.']);
      expect(failed).toMatchObject({code: 3});
      expect(failed.err).toMatch(/returned a non-zero code: 3/);
      expect(
        (await rig.docker(['ps', '-aq', '--filter', 'ancestor=busybox:1.36', '--filter', 'status=exited'])).out,
      ).toBe('');
    });

    it('answers as Docker does when the daemon is away, and recovers when it is back', async () => {
      const path = join(rig.work, 'daemon.sock');
      const away = await openRig({host: `unix://${path}`});
      const daemon = createServer((from) => {
        const to = connect({path: new URL(host).pathname, allowHalfOpen: true});
        from.pipe(to).pipe(from);
        from.on('error', () => to.destroy());
        to.on('error', () => from.destroy());
      });
      try {
        const said = await away.docker(['ps']);
        expect(said.err).toMatch(
          /Cannot connect to the Docker daemon at unix:.*daemon\.sock.*Is the docker daemon running\?/,
        );
        expect((await away.ask('GET', '/containers/json')).status).toBe(503);
        await new Promise<void>((resolve) => daemon.listen(path, resolve));
        expect((await away.ask('GET', '/containers/json')).status).toBe(200);
      } finally {
        await away.close();
        daemon.close();
      }
    });
  },
  {images: ['busybox:1.36']},
);

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function untilClosed(socket: ReturnType<typeof connect>): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    socket.setTimeout(10_000, () => reject(new Error(`still open after 10 s: ${said}`)));
    socket.on('data', (chunk) => {
      said += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(said));
    socket.on('end', () => socket.end());
  });
}

function openTerminal(rig: Rig, args: string[], {cols, rows}: {cols: number; rows: number}) {
  const pty = spawnTerminal('docker', args, {cols, rows, env: rig.env, cwd: rig.work});
  let text = '';
  pty.onData((data) => {
    text += data;
  });
  const exit = new Promise<number>((resolve) => pty.onExit(({exitCode}) => resolve(exitCode)));
  return {
    exit,
    text: () => text,
    type: (keys: string) => pty.write(keys),
    resize: (columns: number, lines: number) => pty.resize(columns, lines),
    async says(pattern: RegExp) {
      await until(
        () => text,
        (seen) => pattern.test(seen),
      );
      expect(text).toMatch(pattern);
    },
  };
}
