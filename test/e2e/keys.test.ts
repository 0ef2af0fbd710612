import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {until} from '../support/until.ts';
import {type Harness, start} from './harness.ts';

/** Prints every byte it gets, in hexadecimal, on one line that is begun anew for each key. */
const dump = `
process.stdin.setRawMode(true);
let got = '';
process.stdin.on('data', (bytes) => {
  for (const byte of bytes) {
    if (byte === 0x04) got = '';
    else got += byte.toString(16).padStart(2, '0');
  }
  process.stdout.write('\\x1b[2J\\x1b[H[' + got + ']');
});
process.stdout.write('[ready]');
`;

const keys: readonly string[] = [
  ...Array.from({length: 0x20}, (_, code) => String.fromCharCode(code)).filter(
    (key) => key !== '\x04' && key !== '\x1d',
  ),
  ' ',
  'a',
  'Z',
  '\x7f',
  'é',
  '镜像',
  '😀',
  '\x1b\x1b',
  '\x1bb',
  '\x1b\r',
  '\x1b\x7f',
  ...'ABCDEFHPQRSZ'.split('').flatMap((final) => [`\x1b[${final}`, `\x1bO${final}`, `\x1b[1;5${final}`]),
  ...[1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].flatMap((code) => [
    `\x1b[${code}~`,
    `\x1b[${code};2~`,
  ]),
  '\x1b[97;5u',
  '\x1b[27;5;13~',
];

let folder: string;
let terminal: Harness;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'k8s-learn-keys-'));
  writeFileSync(join(folder, 'dump.mjs'), dump);
  const host = new URL('pane-host.ts', import.meta.url).pathname;
  const args = ['--import', import.meta.resolve('tsx'), host, process.execPath, join(folder, 'dump.mjs')];
  terminal = start({command: process.execPath, args, folder});
  await terminal.waitFor('[ready]');
}, 30_000);

afterAll(async () => {
  await terminal?.close();
  rmSync(folder, {recursive: true, force: true});
});

it('every key reaches the program in the pane byte by byte', async () => {
  for (const key of keys) {
    const hex = Buffer.from(key).toString('hex');
    terminal.keys('\x04');
    await terminal.waitFor('[]');
    terminal.keys(key);
    expect(
      await until(
        () => /\[([\da-f]+)\]/.exec(terminal.screen())?.[1],
        (seen) => seen === hex,
        {intervalMs: 5},
      ),
    ).toBe(hex);
  }
}, 30_000);

it('the focus key pressed twice reaches it once', async () => {
  terminal.keys('\x04');
  await terminal.waitFor('[]');
  terminal.keys('\x1d\x1d');
  await terminal.waitFor('[1d]');
});
