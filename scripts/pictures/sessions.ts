import type {Harness} from '../../test/e2e/harness.ts';
import {onPrompt} from '../../test/e2e/pane.ts';
import {type Installed, open, type Place} from '../../test/e2e/program.ts';

export interface Studio {
  readonly installed: Installed;
  readonly at: Place;
  /** A registry that has the lesson images. */
  readonly mirror: string;
  /** The terminal's background. */
  readonly ground: 'dark' | 'light';
}

/** One picture: what is done until the screen is as it is to be seen. */
export interface Session {
  /** The file's name, without its ending. */
  readonly name: string;
  readonly ground: 'dark' | 'light';
  play(studio: Studio): Promise<Harness>;
}

const wide = {columns: 120, rows: 36};
const small = {columns: 80, rows: 24};
const focusKey = '\x1d';
const slowMs = 60_000;

export const sessions: readonly Session[] = [
  {
    name: 'en-wide-typed',
    ground: 'dark',
    async play(studio) {
      const screen = begin(studio, wide, 'en', 'containers');
      await screen.waitFor('○ container web', slowMs);
      await screen.waitFor('containers #');
      await typeForMe(screen, '^] shell', '8080:80 nginx:1.');
      return settled(screen);
    },
  },
  {
    name: 'en-small-unmet',
    ground: 'light',
    async play(studio) {
      const screen = begin(studio, small, 'en', 'containers/see');
      await screen.waitFor('○ container note', slowMs);
      await screen.waitFor('containers #');
      await typeForMe(screen, '^] shell', 'echo done');
      screen.keys('\r');
      await screen.waitFor('✔ container note', slowMs);
      await screen.waitFor('without', slowMs);
      return settled(screen);
    },
  },
  {
    name: 'zh-wide-passed',
    ground: 'dark',
    async play(studio) {
      const screen = begin(studio, wide, 'zh', 'containers/exec');
      await screen.waitFor('○ 文件', slowMs);
      await screen.waitFor('containers #');
      await typeForMe(screen, '^] 终端', 'index.html');
      screen.keys('\r');
      await screen.waitFor('✔ 这一步已通过。', slowMs);
      screen.keys('curl localhost:8080\r');
      await screen.waitFor(/curl localhost:8080[\s\S]*containers #/);
      return settled(screen);
    },
  },
  {
    name: 'zh-small-quiz',
    ground: 'light',
    async play(studio) {
      const screen = begin(studio, small, 'zh', 'registries/words');
      await screen.waitFor('Enter 作答', slowMs);
      for (const key of ['1', '4', '\r']) screen.keys(key);
      await screen.waitFor('不是', slowMs);
      return settled(screen);
    },
  },
];

function begin(
  {installed, at, mirror, ground}: Studio,
  size: {readonly columns: number; readonly rows: number},
  language: 'en' | 'zh',
  step: string,
): Harness {
  const env = {COLORFGBG: ground === 'dark' ? '15;0' : '0;15'};
  return open(installed, at, {...size, env, args: ['--mirror', mirror, '--lang', language, step]});
}

async function typeForMe(screen: Harness, inLesson: string, typed: string): Promise<void> {
  screen.keys(focusKey);
  await screen.waitFor(inLesson);
  screen.keys('t');
  await screen.waitFor(() => onPrompt(screen, ' # ').includes(typed));
  // bash shows what was pasted inverse until the next key.
  screen.keys('\x05');
}

/** A picture is taken when nothing moves any more. */
async function settled(screen: Harness): Promise<Harness> {
  await screen.idle(1500);
  return screen;
}
