import {copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {layout} from '../../src/ui/layout.ts';
import {cellsOf, emulator, type Harness, type Rect, start} from './harness.ts';
import {chromeOf} from './pane-chrome.ts';
import {outside, patterns, sideBySide} from './side-by-side.ts';

const columns = 120;
const rows = 36;
const paneAt = (width: number, height: number): Rect =>
  layout(width, height, {focus: 'shell', checks: 3, shell: true}).shell ?? {x: 0, y: 0, width: 1, height: 1};
let rect = paneAt(columns, rows);

let folder: string;
/** bash in our pane, and bash alone at the pane's size. */
let ours: Harness;
let bare: Harness;
/** What is to be seen outside the pane, as rows of characters and styles. */
let chrome: readonly string[];

const host = new URL('pane-host.ts', import.meta.url).pathname;
const tsx = import.meta.resolve('tsx');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'k8s-learn-fidelity-'));
  copyFileSync(new URL('fidelity.test.ts', import.meta.url), join(folder, 'main.ts'));
  writeFileSync(join(folder, 'patterns.sh'), patterns);
  const env = {
    PS1: '\\[\\e[1;32m\\]lab\\[\\e[0m\\]\\$ ',
    COLORTERM: 'truecolor',
    TERM_PROGRAM: undefined,
    HISTFILE: '/dev/null',
    INPUTRC: '/dev/null',
  };
  const shell = ['/bin/bash', '--norc', '-i'];
  ours = start({command: process.execPath, args: ['--import', tsx, host, ...shell], columns, rows, env, folder});
  bare = start({command: '/bin/bash', args: ['--norc', '-i'], columns: rect.width, rows: rect.height, env, folder});
  await Promise.all([ours.waitFor(/lab[#$]/), bare.waitFor(/lab[#$]/)]);
  chrome = await chromeAt(columns, rows);
}, 30_000);

afterAll(async () => {
  await Promise.all([ours?.close(), bare?.close()]);
  rmSync(folder, {recursive: true, force: true});
});

/** The host's frame drawn by nothing but an emulator. */
async function chromeAt(width: number, height: number): Promise<readonly string[]> {
  const alone = emulator(width, height);
  const plan = layout(width, height, {focus: 'shell', checks: 3, shell: true});
  const text = chromeOf(plan).map((row, y) => `\x1b[${y + 1};1H${row}\x1b[0m`);
  await new Promise<void>((resolve) => alone.write(text.join(''), resolve));
  return outside(cellsOf(alone, {x: 0, y: 0, width, height}), paneAt(width, height));
}

const {compare} = sideBySide({
  ours: () => ours,
  bare: () => bare,
  rect: () => rect,
  chrome: () => chrome,
});

function installed(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((path) => existsSync(join(path, program)));
}

describe('the shell’s pane shows, cell by cell, what a bare terminal of its size shows', () => {
  it('a prompt and a cleared screen', () => compare('clear; echo ready\r', /^ready$/m));

  it('styles, colours, Chinese, Korean, Japanese, emoji, box characters', () =>
    compare('clear; bash patterns.sh\r', /^done$/m));

  it('a coloured listing that scrolls', () =>
    compare('clear; ls -la --color=always /usr/bin | head -60; echo listed\r', /^listed$/m));

  it('line editing over several rows', async () => {
    await compare(`\x15echo ${'镜像 word '.repeat(12)}`, /word\s*$/);
    await compare('\x1b[D\x1b[D\x1bbX1 \x01Y2 ', /Y2 echo[\s\S]*X1 word/);
    await compare('\x05\x17\x17\x1b[1;5DZ3 ', /Z3/);
    await compare('\x03', /\^C/);
  });

  it('a paste', () => compare('\x1b[200~echo one; echo two # 镜像\x1b[201~\r', /^two$/m));

  describe.skipIf(!installed('vim'))('vim', () => {
    it('opens, moves, searches, inserts, scrolls, and leaves no trace', async () => {
      await compare('clear; vim -u NONE -N -n -c "syntax on" main.ts\r', /"main.ts" \d+L/);
      // The bare terminal is told by us what a terminal in application mode would send.
      await compare('\x1bOB\x1bOB\x1bOC\x1bOC', /import/, '\x1b[B\x1b[B\x1b[C\x1b[C');
      await compare('/outside\r', /outside/);
      await compare('iHELLO 镜像 한글\x1b', /HELLO 镜像 한글/);
      await compare('\x06\x06:echo "turned"\r', /^turned/m);
      await compare(':set number | sp\r', /main.ts \[\+\][\s\S]*main.ts \[\+\]/);
      await compare(':qa!\r', /lab[#$]/);
    });
  });

  describe.skipIf(!installed('less'))('less', () => {
    it('pages and searches', async () => {
      await compare('clear; less main.ts\r', /main\.ts/);
      await compare(' \x1bOB', /:/, ' \x1b[B');
      await compare('/rect\r', /rect/);
      await compare('q', /lab[#$]/);
    });
  });

  describe.skipIf(!installed('nano'))(`nano${installed('nano') ? '' : ' (not installed here)'}`, () => {
    it('edits', async () => {
      await compare('clear; nano --ignorercfiles patterns.sh\r', /GNU nano/);
      await compare('\x1bOB\x1bOF', /printf/, '\x1b[B\x1b[F');
      await compare('镜像', /镜像/);
      await compare('\x18n', /lab[#$]/);
    });
  });

  it('a program with the mouse: reports in its own cells, as it asked', async () => {
    await compare("clear; stty -icanon -echo; printf '\\e[?1002h\\e[?1006hasked\\n'; cat -v\r", /^asked$/m);
    const report = (x: number, y: number) =>
      `\x1b[<0;${x};${y}M\x1b[<32;${x + 3};${y}M\x1b[<16;${x + 3};${y}m\x1b[<65;${x};${y}M`;
    await compare(report(5, 7), /<65;5;7M/, report(rect.x + 5, rect.y + 7));
    expect(bare.screen()).toContain('^[[<0;5;7M^[[<32;8;7M^[[<16;8;7m^[[<65;5;7M');
    await compare('\x03', /lab/);
    await compare("stty sane; printf '\\e[?1002l\\e[?1006l'; clear; echo ready\r", /^ready$/m);
  });

  it('a hidden cursor', async () => {
    await compare("clear; printf '\\e[?25lhidden\\n'\r", /^hidden$/m);
    await compare("printf '\\e[?25hshown\\n'\r", /^shown$/m);
  });

  it('the same after the window changed its size, again and again, also in vim', async () => {
    const resize = async (width: number, height: number) => {
      rect = paneAt(width, height);
      ours.resize(width, height);
      bare.resize(rect.width, rect.height);
      chrome = await chromeAt(width, height);
    };
    await compare('clear; bash patterns.sh; vim -u NONE -N -n main.ts\r', /main.ts/);
    for (let width = 70; width < 110; width++) ours.resize(width, 20 + (width % 17));
    for (const [width, height] of [
      [140, 40],
      [100, 30],
      [80, 24],
      [120, 36],
    ] as const) {
      await resize(width, height);
      await compare('\x0c', /import/);
    }
    await compare(':q!\r', /lab[#$]/);
    await compare('\x15clear; bash patterns.sh\r', /^done$/m);
  });

  it('the same after a flood', () => compare('clear; seq 1 100000; echo over\r', /^over$/m));
});

describe('leaving', () => {
  it('gives the terminal back: main screen, cursor, mouse, paste', async () => {
    ours.keys('exit\r');
    bare.keys('exit\r');
    expect(await ours.ended).toBe(0);
    const end = ours.output().toString().slice(-200);
    for (const code of ['\x1b[?1049l', '\x1b[?2004l', '\x1b[?1002l', '\x1b[?25h', '\x1b[?7h'])
      expect(end).toContain(code);
  });
});
