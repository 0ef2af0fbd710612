import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {createManualClock} from '../../../src/sandbox/embedded/clock.ts';
import {findContext} from '../../../src/sandbox/kubernetes/context.ts';
import {type TemporaryFolder, temporaryFolder} from '../../support/temporary-folder.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a context of the learner’s own', () => {
  let folder: TemporaryFolder;
  const clock = createManualClock(async () => {}, Date.UTC(2026, 0, 1));
  const file = (name: string, text: string, mode = 0o600): string => {
    const path = join(folder.path, name);
    mkdirSync(join(path, '..'), {recursive: true});
    writeFileSync(path, text, {mode});
    return path;
  };
  const config = (user: string, context = 'work', server = 'https://one.test:6443'): string =>
    `clusters:\n- {name: c, cluster: {server: "${server}", certificate-authority-data: ${base64('CA')}}}\n` +
    `users:\n- {name: u, user: ${user}}\ncontexts:\n- {name: ${context}, context: {cluster: c, user: u}}\n`;

  beforeAll(async () => {
    folder = await temporaryFolder('kf-');
  });
  afterAll(() => folder.remove());

  it('is found with keys that stand in the file, or in files it names', async () => {
    file('a/client.pem', 'CERT');
    file('a/client.key', 'KEY');
    const KUBECONFIG = file('a/config', config('{client-certificate: client.pem, client-key: client.key}'));
    const context = await findContext('work', {KUBECONFIG}, clock);
    const keys = {certificate: 'CERT', key: 'KEY', token: ''};
    expect(context.upstream()).toEqual({server: 'https://one.test:6443', authority: 'CA', ...keys});
  });

  it('comes from the first of several files that has it; a missing file is none', async () => {
    const first = file('first', config('{token: first}'));
    const second = file('second', config('{token: second}', 'other', 'https://two.test'));
    const KUBECONFIG = [join(folder.path, 'gone'), first, second].join(':');
    // `other` names the user and the cluster of the first file: they have the same names there.
    expect((await findContext('other', {KUBECONFIG}, clock)).upstream()).toMatchObject({
      server: 'https://one.test:6443',
      token: 'first',
    });
  });

  it('is looked for in the home folder when nothing else is said', async () => {
    const HOME = join(folder.path, 'home');
    file('home/.kube/config', config('{token: home}'));
    expect((await findContext('work', {HOME}, clock)).upstream().token).toBe('home');
  });

  it('that does not exist is told with those that do', async () => {
    const KUBECONFIG = file('config', config('{token: t}'));
    await expect(findContext('wrok', {KUBECONFIG}, clock)).rejects.toMatchObject({
      code: 'CONTEXT_UNKNOWN',
      message: expect.stringContaining('wrok'),
      fix: 'There are: work.',
    });
  });

  it('in a file that is no YAML is told by the file’s name', async () => {
    const KUBECONFIG = file('broken', 'a: [');
    await expect(findContext('work', {KUBECONFIG}, clock)).rejects.toMatchObject({
      code: 'KUBECONFIG_UNREADABLE',
      message: expect.stringContaining(KUBECONFIG),
    });
  });

  it('logs in by the program it names, and again before that is too old', async () => {
    const count = join(folder.path, 'count');
    const program = file(
      'bin/login',
      `#!/bin/sh\necho x >>${count}\nn=$(wc -l <${count} | tr -d ' ')\n` +
        'echo "{\\"kind\\":\\"ExecCredential\\",\\"status\\":{\\"token\\":\\"$WHO-$1-$n\\",\\"expirationTimestamp\\":\\"2026-01-01T00:10:00Z\\"}}"\n',
    );
    chmodSync(program, 0o755);
    const user =
      '{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./bin/login, args: [now], env: [{name: WHO, value: me}]}}';
    const KUBECONFIG = file('exec', config(user));
    const context = await findContext('work', {...process.env, KUBECONFIG}, clock);
    expect(context.upstream().token).toBe('me-now-1');
    await clock.advance(9 * 60_000);
    await expect.poll(() => context.upstream().token).toBe('me-now-2');
    context.close();
  });

  it('whose program fails is told in that program’s words', async () => {
    const program = file('bin/refuse', '#!/bin/sh\necho "please log in" >&2\nexit 1\n');
    chmodSync(program, 0o755);
    const KUBECONFIG = file('refuse', config('{exec: {command: ./bin/refuse}}'));
    await expect(findContext('work', {...process.env, KUBECONFIG}, clock)).rejects.toMatchObject({
      code: 'CREDENTIALS_FAILED',
      message: expect.stringContaining('please log in'),
    });
  });
});
