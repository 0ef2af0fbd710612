import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {readAll} from '../../../../../../src/sandbox/embedded/bytes/pipe.ts';
import {rootFiles} from '../../../../../../src/sandbox/embedded/runtime/fs/root-files.ts';
import {Incoming} from '../../../../../../src/sandbox/embedded/runtime/http/incoming.ts';
import type {Program} from '../../../../../../src/sandbox/embedded/runtime/process/process.ts';
import {curlProgram} from '../../../../../../src/sandbox/embedded/runtime/programs/servers/curl/curl.ts';
import {decodeBytes, encodeBytes} from '../../../../../../src/sandbox/embedded/runtime/programs/text/codec.ts';
import {createMachine, type Machine, manualClock} from '../../../rig.ts';
import {comparable, curlCases, serve} from './cases.ts';

interface Recorded {
  readonly args: readonly string[];
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

const recorded: readonly Recorded[] = JSON.parse(readFileSync(new URL('answers.json', import.meta.url), 'utf8'));

/** The server of the recorder, inside; on the port after it one that speaks no HTTP. */
const web: Program = {
  name: 'web',
  async main(process) {
    const {network} = process.space;
    const listener = network.listen(8089);
    const strange = network.listen(8088);
    void (async () => {
      for (;;) {
        const {stream} = await strange.accept(process.signal);
        await stream.writer.write(encodeBytes('nonsense\r\n'));
        stream.writer.close();
      }
    })().catch(() => {});
    for (;;) {
      const {stream} = await listener.accept(process.signal);
      void (async () => {
        const incoming = new Incoming(stream.reader, process.signal);
        for (;;) {
          const lines = await incoming.lines(100_000);
          if (lines === null) break;
          const head = lines.join('\r\n');
          let left = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
          let body = '';
          while (left > 0) {
            const piece = (await incoming.some(left)) ?? new Uint8Array(0);
            left -= piece.length;
            body += decodeBytes(piece);
          }
          const [method = '', path = ''] = head.split(' ');
          const {answer, hangsUp} = serve({method, path, head, body});
          if (answer !== '') await stream.writer.write(encodeBytes(answer));
          if (hangsUp) break;
        }
        stream.writer.close();
      })().catch(() => {});
    }
  },
};

function machine(): {readonly machine: Machine; readonly clock: ReturnType<typeof manualClock>} {
  const clock = manualClock();
  const made = createMachine({programs: [curlProgram, web], clock});
  made.lay({
    '/usr/bin/curl': 'program:curl',
    '/bin/web': 'program:web',
    '/etc/hosts': '127.0.0.1 localhost\n127.0.0.1 web\n',
    '/tmp/lines': 'file=1\nx',
  });
  return {machine: made, clock};
}

describe('curl prints what the real one prints', () => {
  it.each(curlCases.map((args, index) => [args.join(' '), index] as const))('curl %s', async (_title, index) => {
    const {machine: box, clock} = machine();
    box.start(['web']);
    await clock.settle();
    const ran = box.start(['curl', ...(curlCases[index] ?? [])]);
    await clock.settle();
    const {out, err, status} = await ran.done;
    const expected = recorded[index];
    expect({out: comparable(out), err: comparable(err), code: status.code}).toEqual({
      out: comparable(expected?.out ?? ''),
      err: comparable(expected?.err ?? 'nothing recorded'),
      code: expected?.code,
    });
  });
});

describe('curl', () => {
  it('waits no longer than it may', async () => {
    const {machine: box, clock} = machine();
    box.space.network.listen(80);
    const ran = box.start(['curl', '-sS', '--max-time', '2.5', 'http://web/']);
    await clock.advance(2499);
    expect(ran.process.status).toBeUndefined();
    await clock.advance(1);
    expect(await ran.done).toMatchObject({
      err: 'curl: (28) Operation timed out after 2500 milliseconds with 0 bytes received\n',
      status: {code: 28},
    });
  });

  it('tries again, longer and longer apart', async () => {
    const {machine: box, clock} = machine();
    const ran = box.start(['curl', '--no-progress-meter', '--retry', '2', '--retry-connrefused', 'http://web/']);
    const refused = 'curl: (7) Failed to connect to web port 80 after 0 ms: Could not connect to server\n';
    await clock.settle();
    expect(ran.err()).toBe(
      `${refused}Warning: Problem : connection refused. Will retry in 1 second. 2 retries left.\n`,
    );
    await clock.advance(1000);
    expect(ran.err()).toContain('Will retry in 2 seconds. 1 retry left.\n');
    await clock.advance(2000);
    expect((await ran.done).status).toEqual({code: 7});
  });

  it('writes files under names of their own, and into folders it makes', async () => {
    const {machine: box, clock} = machine();
    box.start(['web']);
    await clock.settle();
    const ran = box.start([
      'curl',
      '-sS',
      '-O',
      'http://web:8089/echo/a.txt',
      '--create-dirs',
      '-o',
      '/new/folder/b',
      'http://web:8089/',
    ]);
    await clock.settle();
    expect((await ran.done).status).toEqual({code: 0});
    const disk = rootFiles(box.space.mounts, clock.now);
    expect(disk.readText('/a.txt')).toContain('GET /echo/a.txt HTTP/1.1');
    expect(disk.readText('/new/folder/b')).toBe('hello\n');
  });

  it('says that it speaks no TLS here', async () => {
    const {machine: box, clock} = machine();
    const ran = box.start(['curl', '-sS', 'https://web/']);
    await clock.settle();
    expect(await ran.done).toMatchObject({
      err: 'curl: (35) TLS is not simulated by k8s-learn\n',
      status: {code: 35},
    });
  });

  it('hangs up when it is killed', async () => {
    const {machine: box, clock} = machine();
    const listener = box.space.network.listen(80);
    const ran = box.start(['curl', '-s', 'http://web/']);
    await clock.settle();
    const {stream} = await listener.accept(new AbortController().signal);
    ran.process.kill('SIGKILL', 'outside');
    expect((await ran.done).status.code).toBe(137);
    await clock.settle();
    expect(decodeBytes(await readAll(stream.reader))).toContain('GET / HTTP/1.1');
  });

  it('understands its server, or says why not, whatever that sends', async () => {
    const {machine: box, clock} = machine();
    const listener = box.space.network.listen(80);
    const pieces = [
      'HTTP/1.1 200 OK',
      'HTTP/1.0 404 x',
      '\r\n',
      '\r\n\r\n',
      'Content-Length: 5',
      'Transfer-Encoding: chunked',
      'Location: /',
      'Location: http://',
      'abcde',
      '3\r\n',
      '0\r\n\r\n',
      ': ',
      'HTTP/1.1 100 Continue\r\n\r\n',
    ];
    const answers = fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string({unit: 'binary-ascii'})))
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(answers, async (text) => {
        const ran = box.start(['curl', '-sS', '-i', 'http://127.0.0.1/']);
        await clock.settle();
        const {stream} = await listener.accept(new AbortController().signal);
        await stream.writer.write(encodeBytes(text));
        stream.writer.close();
        await clock.settle();
        const {err, status} = await ran.done;
        expect(err).toMatch(status.code === 0 ? /^$/ : /^curl: \(\d+\) .+\n$/);
      }),
      {numRuns: 500},
    );
  });
});
