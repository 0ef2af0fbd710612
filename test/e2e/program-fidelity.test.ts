import {existsSync, writeFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {layout} from '../../src/ui/layout.ts';
import {type Harness, type Rect, start} from './harness.ts';
import {type Installed, install, open, type Place, place} from './program.ts';
import {outside, patterns, sideBySide} from './side-by-side.ts';

vi.setConfig({testTimeout: 30_000});

const size = {columns: 120, rows: 36};
const rect: Rect = layout(size.columns, size.rows, {focus: 'shell', checks: 1, shell: true}).shell ?? {
  x: 0,
  y: 0,
  width: 1,
  height: 1,
};

let installed: Installed;
let at: Place;
/** A bash in the program's shell, and one alone at the pane's size. */
let ours: Harness;
let bare: Harness;
let chrome: readonly string[];

beforeAll(async () => {
  installed = await install();
  at = place();
  writeFileSync(join(at.folder, 'patterns.sh'), patterns);
  const env = {PS1: '\\[\\e[1;32m\\]lab\\[\\e[0m\\]\\$ ', HISTFILE: '/dev/null', INPUTRC: '/dev/null'};
  ours = open(installed, at, {...size, env});
  bare = start({
    command: '/bin/bash',
    args: ['--norc', '-i'],
    columns: rect.width,
    rows: rect.height,
    folder: at.folder,
    env: {...at.env, ...env},
  });
  await ours.waitFor('Enter try again');
  await ours.waitFor('why-containers #');
  ours.keys('\t');
  await ours.waitFor('^] lesson');
  // The same bash as the bare one, in the same folder, without our marks and prompt.
  ours.keys(`cd '${at.folder}'; PS1='${env.PS1}' HISTFILE=/dev/null PROMPT_COMMAND= exec /bin/bash --norc -i\r`);
  await Promise.all([ours.waitFor(/│lab[#$]/), bare.waitFor(/lab[#$]/)]);
  await ours.idle(200);
  chrome = outside(ours.cells(), rect);
}, 120_000);

afterAll(async () => {
  await Promise.all([ours?.close(), bare?.close()]);
  at?.remove();
  installed?.remove();
});

const {compare} = sideBySide({ours: () => ours, bare: () => bare, rect: () => rect, chrome: () => chrome});

function has(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((path) => existsSync(join(path, program)));
}

describe('the program’s shell shows, cell by cell, what a bare terminal of its size shows', () => {
  it('a prompt and a cleared screen', () => compare('clear; echo ready\r', /^ready$/m));

  it('styles, colours, Chinese, Korean, Japanese, emoji, box characters', () =>
    compare('clear; bash patterns.sh\r', /^done$/m));

  it('a coloured listing that scrolls', () =>
    compare('clear; ls -la --color=always /usr/bin | head -60; echo listed\r', /^listed$/m));

  it('line editing over several rows, in Chinese too', async () => {
    await compare(`\x15echo ${'镜像 word '.repeat(12)}`, /word\s*$/);
    await compare('\x1b[D\x1b[D\x1bbX1 \x01Y2 ', /Y2 echo[\s\S]*X1 word/);
    await compare('\x03', /\^C/);
  });

  it('a paste', () => compare('\x1b[200~echo one; echo two # 镜像\x1b[201~\r', /^two$/m));

  it.skipIf(!has('vim'))('vim', async () => {
    await compare('clear; vim -u NONE -N -n -c "syntax on" patterns.sh\r', /"patterns.sh" \d+L/);
    await compare('\x1bOB\x1bOB\x1bOC', /printf/, '\x1b[B\x1b[B\x1b[C');
    await compare('/seq\r', /seq/);
    await compare('iHELLO 镜像 한글\x1b', /HELLO 镜像 한글/);
    await compare(':set number | sp\r', /patterns.sh \[\+\][\s\S]*patterns.sh \[\+\]/);
    await compare(':qa!\r', /lab[#$]/);
  });

  it.skipIf(!has('less'))('less', async () => {
    await compare('clear; less patterns.sh\r', /printf/);
    await compare(' \x1bOB', /END|:/, ' \x1b[B');
    await compare('/镜像\r', /镜像/);
    await compare('q', /lab[#$]/);
  });

  it('the same after the window was another size for a while', async () => {
    await compare('clear; bash patterns.sh\r', /^done$/m);
    for (const [columns, rows] of [
      [80, 24],
      [40, 10],
      [20, 5],
      [120, 36],
    ] as const) {
      ours.resize(columns, rows);
      await ours.waitFor(columns < 30 ? 'k8s-learn needs' : '1 Why containers');
    }
    await compare('\x15clear; bash patterns.sh\r', /^done$/m);
  });

  it('the same after a flood', async () => {
    await compare('clear; seq 1 100000; echo over\r', /^over$/m);
    expect(outside(ours.cells(), rect)).toEqual(chrome);
  });
});
