import {createHash} from 'node:crypto';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi} from 'vitest';
import type {Harness} from './harness.ts';
import {type Installed, install, open, type Place, type ProgramOptions, place} from './program.ts';

// A wait that fails shows its screen after 10 s; the test must live to tell.
vi.setConfig({testTimeout: 30_000});

/** The real program on a machine without Docker: everything that needs no sandbox. */
let installed: Installed;
let at: Place;
let screen: Harness;

const focusKey = '\x1d';
const esc = '\x1b';

beforeAll(async () => {
  installed = await install();
}, 90_000);
afterAll(() => installed?.remove());
beforeEach(() => {
  at = place();
});
afterEach(async () => {
  await screen?.close();
  at.remove();
});

/** Opened, the shell is there, and the step says that it cannot begin. */
async function started(options: ProgramOptions = {}): Promise<void> {
  screen = open(installed, at, options);
  await screen.waitFor(/Docker does not answer|Docker 没有应答|why-containers #/);
  await screen.waitFor(/Enter try again|Enter 再试一次/);
}

/** Keys go to the shell, and its prompt is there. */
async function inShell(options: ProgramOptions = {}): Promise<void> {
  await started(options);
  // Not the focus key: pressed again at once it would be a double press.
  screen.keys('\t');
  await screen.waitFor('^] lesson');
  await screen.waitFor('why-containers #');
}

const rows = (): readonly string[] => screen.screen().split('\n');

describe('the first picture', () => {
  it('has header, text, checks, shell and keys', async () => {
    await started();
    expect(rows()[0]).toMatch(/^ 1 Why containers ❯ Run your first container +step 1 of 10 {2}Docker$/);
    expect(screen.screen()).toContain('The step cannot begin: Docker does not answer at');
    expect(screen.screen()).toContain('unix:///nonexistent/socket (ENOENT).');
    expect(screen.screen()).toContain('why-containers #');
    expect(rows().at(-1)).toMatch(/^ Enter try again {2}\^] shell .* \? help {2}q quit$/);
  });

  it('is in Chinese where the locale is', async () => {
    await started({env: {LC_ALL: 'zh_CN.UTF-8'}});
    expect(rows()[0]).toMatch(/^ 1 为什么要有容器 ❯ 运行第一个容器 +第 1 步，共 10 步 {2}Docker$/);
  });
});

describe('the shell', () => {
  it('takes what is typed, and shows what comes', async () => {
    await inShell();
    screen.keys('echo typed-$((40 + 2)) 镜像\r');
    await screen.waitFor('typed-42 镜像');
  });

  it('has the sandbox’s environment and a history of its own', async () => {
    await inShell({columns: 200});
    screen.keys('printf "<%s>\\n" $DOCKER_HOST $DOCKER_BUILDKIT $HISTFILE $PWD\r');
    await screen.waitFor(/<unix:\/\/\S+\/k8sl-\w+\/docker\S+>/);
    await screen.waitFor(/<0>[^<]*<\S+\/home\/shell\/history-bash>[^<]*<\S+\/home\/work\/why-containers>/);
  });

  it('begins anew on Enter when it has ended', async () => {
    await inShell();
    screen.keys('first=yes; exit\r');
    await screen.waitFor('The shell has ended. Enter starts a new one.');
    await screen.waitFor('Enter new shell');
    screen.keys('\r');
    await screen.waitFor(/why-containers #\s*│?$/m);
    screen.keys('echo "first is <$first>"\r');
    await screen.waitFor('first is <>');
  });

  it('says why it cannot be started, and tries again', async () => {
    await inShell();
    // A file where its folder should be: nothing can be written there.
    screen.keys('rm -r "$K8S_LEARN_HOME/shell"; echo in the way > "$K8S_LEARN_HOME/shell"; exit\r');
    await screen.waitFor('Enter new shell');
    screen.keys('\r');
    await screen.waitFor(/The shell cannot be started: \w+/);
    screen.keys('q');
    await screen.idle();
    expect(screen.screen()).toContain('Enter new shell');
  });

  it('floods, and the lesson answers all the same; Ctrl-C ends it', async () => {
    await inShell();
    screen.keys('yes flood\r');
    await screen.waitFor(/flood\n[^\n]*flood\n/);
    screen.keys(focusKey);
    await screen.waitFor('^] shell');
    screen.keys('?');
    await screen.waitFor('While the shell has the focus');
    screen.keys(esc);
    await screen.waitFor((seen) => !seen.includes('While the shell has the focus'));
    screen.keys('\t');
    await screen.waitFor('^] lesson');
    screen.keys('\x03');
    await screen.waitFor(/\^C[^\n]*\n[^\n]*why-containers #/, 2000);
    screen.keys('echo calm\r');
    await screen.waitFor(/^.*│calm$/m);
  });

  it('shows binary without harm to what is around it', async () => {
    await inShell();
    const before = rows().map((row) => row.slice(0, 60));
    screen.keys('head -c 300000 /bin/bash; head -c 100000 "$(command -v node)"\r');
    await screen.waitFor((seen) => !seen.includes('head -c'));
    await screen.idle(300);
    screen.keys("\x15printf '\\033c'; echo sane\r");
    await screen.waitFor(/│sane/);
    expect(rows().map((row) => row.slice(0, 60))).toEqual(before);
  });

  it('takes a paste of a megabyte whole', async () => {
    await inShell();
    screen.keys('stty -echo; cat > big; stty echo; wc -c < big; md5sum < big\r');
    await screen.waitFor(/md5sum < big\n/);
    const line = `${'0123456789abcdef'.repeat(63)}0123456789abcde\n`;
    screen.keys(`\x1b[200~${line.repeat(1024)}\x1b[201~`);
    screen.keys('\x04');
    await screen.waitFor(/│1048576\n/, 30_000);
    await screen.waitFor(createHash('md5').update(line.repeat(1024)).digest('hex'));
  });

  it('gets the focus key when it is pressed twice', async () => {
    await inShell();
    screen.keys('cat -v\r');
    await screen.waitFor('cat -v');
    await screen.idle();
    screen.keys(`${focusKey}${focusKey}\r`);
    await screen.waitFor(/│\^]\s*$/m);
    expect(rows().at(-1)).toBe(' ^] lesson');
  });

  it('is looked back in and searched', async () => {
    await inShell();
    screen.keys('clear; seq -f "line %g." 1 300\r');
    await screen.waitFor('line 300.');
    screen.keys(focusKey);
    await screen.waitFor('? help');
    screen.keys('b');
    await screen.waitFor('/ search');
    screen.keys('\x1b[5~');
    await screen.waitFor((seen) => !seen.includes('line 300.') && seen.includes('line 260.'));
    screen.keys('/');
    await screen.waitFor('Enter choose');
    for (const letter of 'line 42.') screen.keys(letter);
    screen.keys('\r');
    await screen.waitFor(/│line 42\./);
    expect(screen.screen()).not.toContain('line 260.');
    screen.keys(esc);
    await screen.waitFor('line 300.');
    expect(rows().at(-1)).toBe(' ^] lesson');
  });
});

describe('keys in the lesson', () => {
  it('may come several at once: those behind the one that leads into the shell are the shell’s', async () => {
    await started();
    await screen.waitFor('why-containers #');
    screen.keys('gg\techo at-$((1 + 1))-once\r');
    await screen.waitFor('at-2-once');
    expect(rows().at(-1)).toBe(' ^] lesson');
  });

  it('Ctrl-C ends nothing: it says which key does, and the next key takes that away', async () => {
    await started();
    screen.keys('\x03');
    await screen.waitFor('q quits; ^C does nothing here.');
    screen.keys('\x03');
    screen.keys('j');
    await screen.waitFor((seen) => !seen.includes('q quits'));
    screen.keys('q');
    expect(await screen.ended).toBe(0);
  });

  it('? shows every key, Esc closes', async () => {
    await started();
    screen.keys('?');
    await screen.waitFor('While the shell has the focus every key is the shell');
    expect(screen.screen()).toContain('type it for me');
    screen.keys(esc);
    await screen.waitFor('Enter try again');
  });

  it('l lists the lessons; a search finds a step anywhere, and Enter goes there', async () => {
    await started();
    screen.keys('l');
    await screen.waitFor(/Containers +25 min +0\/8/);
    screen.keys('/');
    for (const letter of 'ended') screen.keys(letter);
    await screen.waitFor('search: ended_');
    await screen.waitFor((seen) => seen.includes('See the one that ended') && !seen.includes('Registries'));
    screen.keys('\r');
    await screen.waitFor('search: ended');
    screen.keys('\x1b[B');
    screen.keys('\r');
    await screen.waitFor(/^ 3 Containers ❯ See the one that ended/m);
    // The shell follows into the lesson's folder.
    await screen.waitFor('containers #');
  });

  it('g changes the language in place, and it is remembered', async () => {
    await started();
    screen.keys('g');
    await screen.waitFor('为什么要有容器 ❯ 运行第一个容器');
    await screen.waitFor('? 帮助');
    screen.keys('q');
    await screen.ended;
    await started();
    expect(screen.screen()).toContain('为什么要有容器');
  });

  it('z shows one pane alone', async () => {
    await started();
    expect(screen.screen()).toContain('│');
    screen.keys('z');
    await screen.waitFor((seen) => !seen.includes('why-containers #'));
    screen.keys('z');
    await screen.waitFor('why-containers #');
  });

  it('Enter tries again where the step could not begin', async () => {
    await started();
    screen.keys('\r');
    // So short that it may not be seen; that it was there is in the bytes.
    await screen.waitFor(() => screen.output().includes('Preparing the start of'));
    await screen.waitFor('The step cannot begin: Docker does not answer');
  });
});

describe('the window', () => {
  const sizes = [
    [80, 24, /─{80}/],
    [40, 10, /^ 1 Why containers/],
    [20, 5, /^k8s-learn needs\s30x8;\sthis is 20x5\./],
    [120, 36, /step 1 of 10 {2}Docker/],
  ] as const;

  it('fits 80x24, 40x10, says so at 20x5, and is as before at 120x36', async () => {
    await inShell();
    screen.keys('echo still-here\r');
    await screen.waitFor(/still-here\n/);
    await screen.idle();
    const before = screen.screen();
    for (const [columns, height, wanted] of sizes) {
      screen.resize(columns, height);
      await screen.waitFor(wanted);
      await screen.waitFor((seen) => seen.split('\n').every((row) => row.length <= columns));
    }
    await screen.waitFor((seen) => seen === before);
  });

  it('survives forty sizes in a moment', async () => {
    await inShell();
    await screen.idle();
    const before = screen.screen();
    for (let turn = 0; turn < 40; turn++) {
      screen.resize(10 + ((turn * 37) % 150), 3 + ((turn * 11) % 50));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    screen.resize(120, 36);
    await screen.waitFor((seen) => seen === before);
    screen.keys('echo alive\r');
    await screen.waitFor(/│alive/);
  });

  it('may be a single cell', async () => {
    await started();
    screen.resize(2, 1);
    await screen.waitFor((seen) => seen.length <= 2);
    screen.resize(120, 36);
    await screen.waitFor('Enter try again');
  });
});
