import {expect} from 'vitest';
import {until} from '../support/until.ts';
import type {Harness} from './harness.ts';
import {onPrompt, paneRows} from './pane.ts';

const focusKey = '\x1d';
/** A container that is stopped may take its ten seconds. */
const slowMs = 30_000;

/** What is read on the way, in both languages. */
const languages = {
  en: {
    passed: '✔ The step is passed.',
    typeKey: 't type it for me',
    shellKey: '^] shell',
    wrong: 'port 80 is not published',
    solution: 'Solution (it counts as shown):',
    done: 'Lesson done: Containers',
    next: '4 Registries',
    titles: [
      'Run a web server',
      'See the one that ended',
      'Read what it said',
      'Change the page from inside',
      'Stop, start, remove',
      'Keep the page',
      'Find each other by name',
      'Mend: the shop does not open',
    ],
  },
  zh: {
    passed: '✔ 这一步已通过。',
    typeKey: 't 替我输入',
    shellKey: '^] 终端',
    wrong: '80 端口',
    solution: '答案（会记为已看过）：',
    done: '本课完成：容器',
    next: '4 镜像仓库',
    titles: [],
  },
} as const;

/** Goes through lesson 3 by keys alone, from its first step to the list of lessons, and leaves. */
export async function walkLesson(screen: Harness, language: 'en' | 'zh'): Promise<void> {
  const words = languages[language];

  const pane = (): readonly string[] => paneRows(screen);

  /** The last thing in the shell is an empty prompt. */
  async function prompt(): Promise<void> {
    const last = (): string => pane().findLast((row) => row !== '') ?? '';
    expect(await until(last, (row) => row === 'containers #', {timeoutMs: slowMs})).toBe('containers #');
  }

  async function enter(line: string): Promise<void> {
    await prompt();
    screen.keys(line);
    await until(
      () => onPrompt(screen, 'containers # '),
      (text) => text === line,
    );
    screen.keys('\r');
    await until(pane, (rows) => rows.findLast((row) => row !== '') !== `containers # ${line}`);
    await prompt();
  }

  /** Lets the next block of the step be typed, and runs it. */
  async function typeForMe(): Promise<void> {
    await prompt();
    screen.keys(focusKey);
    await screen.waitFor(words.shellKey);
    expect(screen.screen()).toContain(words.typeKey);
    screen.keys('t');
    await until(pane, (rows) =>
      /containers # docker /.test(
        rows
          .join('\n')
          .split(/(?=containers #)/)
          .at(-1) ?? '',
      ),
    );
    await still();
    const held = pane().join('\n');
    screen.keys('\r');
    await until(pane, (rows) => rows.join('\n') !== held, {timeoutMs: slowMs});
    await still();
    await prompt();
  }

  /** The shell has written all it has to write for now: two looks see the same. */
  async function still(): Promise<void> {
    let before = '';
    await until(
      () => pane().join('\n'),
      (rows) => {
        const isSame = rows === before;
        before = rows;
        return isSame;
      },
      {intervalMs: 100},
    );
  }

  async function walk(): Promise<void> {
    await screen.waitFor(/○ (container|容器) web/, 60_000);
    await prompt();
    await enter('docker run -d --name web nginx:1.27-alpine');
    await screen.waitFor(words.wrong);
    await enter('docker rm -f web');
    const blocks = [1, 2, 1, 1, 3, 1, 2];
    for (const [index, count] of blocks.entries()) {
      const number = `${index + 1}`;
      await screen.waitFor(language === 'en' ? `step ${number} of 8` : `第 ${number} 步，共 8 步`);
      await screen.waitFor(words.titles[index] ?? '');
      await screen.waitFor(/○ /, slowMs);
      // Something to be found in the log, as the text asks for.
      if (index === 2) await enter('curl -s localhost:8080/secret > /dev/null');
      for (let block = 0; block < count; block++) await typeForMe();
      await screen.waitFor(words.passed, slowMs);
      screen.keys(focusKey);
    }
    await mend();
  }

  /** The last step has nothing to type: its solution is asked for and typed by hand. */
  async function mend(): Promise<void> {
    await screen.waitFor(/○ (container|容器) shop/, slowMs);
    expect(screen.screen()).not.toContain('SHOP_NAME');
    screen.keys(focusKey);
    await screen.waitFor(words.shellKey);
    for (const key of 'hhs') screen.keys(key);
    await screen.waitFor(words.solution);
    screen.keys('\t');
    await enter('docker rm shop');
    await enter('docker run -d --name shop -p 8081:80 -e SHOP_NAME=Corner shop:1');
    await screen.waitFor(words.done, slowMs);
    screen.keys(focusKey);
    await screen.waitFor(words.shellKey);
    screen.keys('\r');
    await screen.waitFor(words.next, slowMs);
    screen.keys('q');
    expect(await screen.ended).toBe(0);
  }

  await walk();
}
