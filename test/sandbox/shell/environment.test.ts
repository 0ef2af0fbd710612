import {execFileSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {sandboxEnvironment, shellEnvironment} from '../../../src/sandbox/shell/environment.ts';
import {exportLines} from '../../../src/sandbox/shell/quote.ts';

const places = {
  dockerSocket: '/run/k8sl/guard.sock',
  dockerConfigFolder: '/data/docker',
  kubeconfig: '/data/kubeconfig',
  folder: '/data/work/containers',
  commandsFile: '/data/commands.jsonl',
  binFolder: '/data/bin',
};

describe('the shell’s environment', () => {
  it('keeps the learner’s own variables and points docker and kubectl at the sandbox', () => {
    expect(shellEnvironment({base: {HOME: '/home/lin', EDITOR: 'vim', PATH: '/usr/bin:/bin'}, ...places})).toEqual({
      HOME: '/home/lin',
      EDITOR: 'vim',
      PATH: '/usr/bin:/bin:/data/bin',
      DOCKER_HOST: 'unix:///run/k8sl/guard.sock',
      DOCKER_BUILDKIT: '0',
      DOCKER_CONFIG: '/data/docker',
      KUBECONFIG: '/data/kubeconfig',
      K8S_LEARN_FOLDER: '/data/work/containers',
      K8S_LEARN_COMMANDS: '/data/commands.jsonl',
    });
  });

  it.each([
    'DOCKER_CONTEXT',
    'DOCKER_TLS_VERIFY',
    'DOCKER_CERT_PATH',
    'DOCKER_AUTH_CONFIG',
    'DOCKER_API_VERSION',
    'TMUX',
    'STY',
    'LINES',
    'COLUMNS',
    'npm_config_prefix',
  ])('does not pass on %s', (name) => {
    expect(shellEnvironment({base: {[name]: 'x', PATH: '/bin'}, ...places})).not.toHaveProperty(name);
  });

  it('takes the folders away that npx put into PATH, and only then', () => {
    const PATH = '/work/node_modules/.bin:/x/node-gyp-bin:/usr/bin';
    expect(shellEnvironment({base: {PATH, npm_execpath: '/npm'}, ...places})['PATH']).toBe('/usr/bin:/data/bin');
    expect(shellEnvironment({base: {PATH}, ...places})['PATH']).toBe(`${PATH}:/data/bin`);
  });

  it('puts our commands last, once, and nowhere when there are none', () => {
    const base = {PATH: '/data/bin:/usr/bin'};
    expect(shellEnvironment({base, ...places})['PATH']).toBe('/usr/bin:/data/bin');
    expect(shellEnvironment({base: {PATH: '/usr/bin'}, ...places, binFolder: undefined})['PATH']).toBe('/usr/bin');
  });

  it('says what it changes without a word of the learner’s own environment', () => {
    const changes = sandboxEnvironment(places);
    expect(Object.keys(changes.set)).not.toContain('PATH');
    expect(changes.unset).toContain('DOCKER_CONTEXT');
  });
});

describe('the lines for eval', () => {
  it('make the same environment in a shell that has another one', () => {
    const lines = exportLines(sandboxEnvironment({...places, kubeconfig: `/it's "$HOME" \\ here/kubeconfig`}));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell expands it
    const print = 'printf "%s\\n" "$KUBECONFIG" "${DOCKER_CONTEXT-unset}" "$PATH"';
    const output = execFileSync('/bin/sh', ['-c', `${lines}\n${lines}\n${print}`], {
      encoding: 'utf8',
      env: {PATH: '/usr/bin:/bin', DOCKER_CONTEXT: 'production'},
    });
    expect(output.split('\n')).toEqual([`/it's "$HOME" \\ here/kubeconfig`, 'unset', '/usr/bin:/bin:/data/bin', '']);
  });
});
