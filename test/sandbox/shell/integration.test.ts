import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {sandboxEnvironment, shellEnvironment} from '../../../src/sandbox/shell/environment.ts';
import {integrateShell, shellKind} from '../../../src/sandbox/shell/integration.ts';
import {type Harness, start} from '../../e2e/harness.ts';

let folder: string;
let running: Harness | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'k8s-learn-shell-'));
});
afterEach(async () => {
  await running?.close();
  running = undefined;
  rmSync(folder, {recursive: true, force: true});
});

/** Start files of a learner who points everything elsewhere, prints, changes folder and starts tmux. */
const hostile = `
echo NOISE
export KUBECONFIG=/home/learner/production DOCKER_HOST=tcp://production:2375 DOCKER_CONTEXT=production
PS1='a very long prompt that nobody needs in a pane $ '
cd /
[ -n "$TMUX" ] || exec tmux-that-does-not-exist
`;
const hostileFish = `
echo NOISE
set -gx KUBECONFIG /home/learner/production
set -gx DOCKER_HOST tcp://production:2375
set -Ux DOCKER_CONTEXT production
cd /
`;

function open(shell: string): Harness {
  const home = join(folder, 'home');
  const work = join(folder, 'web');
  mkdirSync(join(home, '.config', 'fish'), {recursive: true});
  mkdirSync(work);
  for (const name of ['.bashrc', '.zshrc']) writeFileSync(join(home, name), hostile);
  writeFileSync(join(home, '.config', 'fish', 'config.fish'), hostileFish);
  const places = {
    dockerSocket: join(folder, "it's a socket"),
    dockerConfigFolder: join(folder, 'docker'),
    kubeconfig: join(folder, 'kubeconfig'),
    folder: work,
    commandsFile: join(folder, 'commands.jsonl'),
    binFolder: join(folder, 'bin'),
  };
  const base = {...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_DATA_HOME: join(home, 'data')};
  const variables = shellEnvironment({base, ...places});
  const environment = sandboxEnvironment(places);
  const begin = integrateShell({shell, folder: join(folder, 'shell'), environment, variables, colour: false});
  running = start({
    command: begin.file,
    args: begin.args,
    env: {...emptied(), ...variables, ...begin.variables},
    folder: work,
    columns: 100,
    rows: 24,
  });
  return running;
}

function emptied(): {[name: string]: undefined} {
  return Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));
}

function recorded(): readonly {at: number; line: string; exitCode: number}[] {
  const file = join(folder, 'commands.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** The shell appends before it prints its next prompt, so the screen is what is waited for. */
async function type(terminal: Harness, line: string, commands: number): Promise<void> {
  terminal.keys(`${line}\r`);
  await terminal.waitFor(() => recorded().length >= commands);
}

function pathOf(shell: string): string | undefined {
  try {
    return execFileSync('/bin/sh', ['-c', `command -v ${shell}`], {encoding: 'utf8'}).trim();
  } catch {
    return undefined;
  }
}

for (const shell of ['bash', 'zsh', 'fish']) {
  const file = pathOf(shell) ?? '';
  describe.skipIf(file === '')(`${shell}${file === '' ? ' (not installed here)' : ''}`, () => {
    const prompt = /^web [#$%>]$/m;

    it('reads the learner’s own start files quietly and still talks to the sandbox alone', async () => {
      const terminal = open(file);
      await terminal.waitFor(prompt);
      terminal.keys(`echo "[$DOCKER_HOST] [$KUBECONFIG] [$(printenv DOCKER_CONTEXT)] [$PWD] [$PATH]"\r`);
      await terminal.waitFor(/\[unix:/);
      const screen = terminal.screen().replaceAll('\n', '');
      expect(screen).toContain(`[unix://${folder}/it's a socket]`);
      expect(screen).toContain(`[${folder}/kubeconfig] [] [${folder}/web]`);
      expect(screen).toMatch(/\/bin\]/);
      expect(screen).not.toContain('NOISE');
    });

    it('records every command line with its exit code, as one line of JSON', async () => {
      const before = Date.now();
      const terminal = open(file);
      await terminal.waitFor(prompt);
      await type(terminal, 'true', 1);
      await type(terminal, 'false', 2);
      await type(terminal, `printf '%s;\\n' "a b" 'c"d' 镜像 & wait`, 3);
      terminal.keys('\r');
      await type(terminal, 'sh -c "exit 42"', 4);
      expect(recorded().map(({line, exitCode}) => [line, exitCode])).toEqual([
        ['true', 0],
        ['false', 1],
        [`printf '%s;\\n' "a b" 'c"d' 镜像 & wait`, 0],
        ['sh -c "exit 42"', 42],
      ]);
      for (const {at} of recorded()) expect(at).toBeGreaterThanOrEqual(before);
      for (const {at} of recorded()) expect(at).toBeLessThan(Date.now() + 1000);
    });

    it('marks prompt, input, output and end, and says the command line', async () => {
      const terminal = open(file);
      await terminal.waitFor(prompt);
      await type(terminal, 'echo one; false', 1);
      terminal.keys('echo done\r');
      await terminal.waitFor('done\n');
      const marks = [
        ...terminal
          .output()
          .toString()
          .matchAll(/\x1b\](133;[ABCD][^\x07\x1b]*|633;E;[^\x07\x1b]*)/g),
      ];
      const kinds = marks.map(([, mark]) => mark);
      expect(kinds).toContain('633;E;echo one\\x3b false');
      expect(kinds).toContain('133;D;1');
      expect(kinds.filter((mark) => mark?.startsWith('133;C')).length).toBeGreaterThanOrEqual(2);
      expect(kinds.indexOf('133;A')).toBeLessThan(kinds.indexOf('133;B'));
    });

    it('needs no other program for a prompt', async () => {
      const terminal = open(file);
      await terminal.waitFor(prompt);
      await type(terminal, shell === 'fish' ? 'set -x PATH /nowhere' : 'PATH=/nowhere', 1);
      await type(terminal, 'nothing-of-that-name', 2);
      expect(recorded().at(-1)).toMatchObject({line: 'nothing-of-that-name', exitCode: 127});
      expect(terminal.screen()).not.toMatch(/(date|cat|rm|tail): /);
    });

    it('keeps a history of its own', async () => {
      const terminal = open(file);
      await terminal.waitFor(prompt);
      await type(terminal, 'echo remember', 1);
      terminal.keys('\x1b[A');
      await terminal.waitFor(/echo remember\s[\s\S]*echo remember$/);
      expect(existsSync(join(folder, 'home', `.${shell}_history`))).toBe(false);
    });
  });
}

describe('a shell without integration', () => {
  it('is started plainly', async () => {
    const terminal = open('/bin/sh');
    terminal.keys('echo "$DOCKER_BUILDKIT|$0"\r');
    await terminal.waitFor('0|/bin/sh');
  });

  it('is any but bash, zsh and fish', () => {
    expect(['/bin/bash', '/opt/zsh', '/usr/bin/fish', '/bin/dash', '/usr/bin/nu'].map(shellKind)).toEqual([
      'bash',
      'zsh',
      'fish',
      'other',
      'other',
    ]);
  });
});
