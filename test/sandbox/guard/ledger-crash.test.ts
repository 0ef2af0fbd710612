import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {realClock} from '../../../src/clock.ts';
import {openLedger} from '../../../src/sandbox/guard/ledger.ts';

const module = fileURLToPath(new URL('../../../src/sandbox/guard/ledger.ts', import.meta.url));

/** Adds and removes for ever and says every entry's number on stdout only after `add` has returned. */
const writer = `
import {openLedger} from ${JSON.stringify(module)};
import {writeSync} from 'node:fs';
// The reader may be slower than we are: then the pipe is full for a moment.
const say = (line) => {
  for (;;) {
    try {
      return writeSync(1, line + '\\n');
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
};
const ledger = await openLedger(process.argv[1], {now: Date.now, after: () => () => undefined});
for (let n = 0; ; n += 1) {
  const entry = ledger.add({kind: 'container', name: 'c' + n, realName: 'c' + n, id: process.pid + '-' + n, keep: 'no'});
  say(entry.seq);
  if (n % 3 === 0) say('-' + ledger.remove('container', entry.id).seq);
}
`;

/** Kills the writer after it has said `lines` lines; returns all it said. */
async function killAfter(child: ChildProcess, lines: number): Promise<string[]> {
  if (!child.stdout) throw new Error('the writer has no stdout');
  const said: string[] = [];
  const reader = createInterface({input: child.stdout});
  reader.on('line', (line) => {
    said.push(line);
    if (said.length === lines) child.kill('SIGKILL');
  });
  await Promise.all([once(child, 'exit'), once(reader, 'close')]);
  return said;
}

test('a writer killed at any moment loses nothing it has told of, and damages nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-crash-'));
  const file = join(folder, 'ledger.jsonl');
  const alive = new Set<number>();
  for (const lines of [1, 7, 100, 733, 2000]) {
    const argv = ['--import', 'tsx', '--input-type=module', '-e', writer, file];
    const said = await killAfter(spawn(process.execPath, argv, {stdio: ['ignore', 'pipe', 'inherit']}), lines);
    expect(said.length).toBeGreaterThanOrEqual(lines);
    for (const line of said) {
      const seq = Number(line);
      if (seq > 0) alive.add(seq);
      else alive.delete(-seq);
    }
    const ledger = await openLedger(file, realClock);
    ledger.close();
    const seen = new Set(ledger.entries().map((entry) => entry.seq));
    // The change under way when the blow fell may be on disk without having been told.
    const untold = [...seen].filter((seq) => !alive.has(seq));
    const lost = [...alive].filter((seq) => !seen.has(seq));
    expect(ledger.notice).toBeUndefined();
    expect(untold.length + lost.length).toBeLessThanOrEqual(1);
    for (const seq of untold) alive.add(seq);
    for (const seq of lost) alive.delete(seq);
  }
  rmSync(folder, {recursive: true});
}, 60_000);
