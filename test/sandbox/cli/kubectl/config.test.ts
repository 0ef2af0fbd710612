import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type OurKubectl, ourKubectl} from './our-kubectl.ts';

const first = `apiVersion: v1
kind: Config
current-context: one
clusters:
- name: one
  cluster: {server: "https://127.0.0.1:1", certificate-authority-data: AAAA}
contexts:
- name: one
  context: {cluster: one, user: one}
users:
- name: one
  user: {token: secret}
`;
const second = `apiVersion: v1
kind: Config
current-context: two
contexts:
- name: two
  context: {cluster: one, user: one, namespace: back}
- name: one
  context: {cluster: other, user: other}
`;

let kubectl: OurKubectl;

beforeEach(async () => {
  kubectl = await ourKubectl({kubeconfig: 'first:second'});
  await kubectl.write('first', first);
  await kubectl.write('second', second);
});

afterEach(() => kubectl.remove());

const done = (stdout: string) => ({code: 0, stdout, stderr: ''});
const refused = (stderr: string) => ({code: 1, stdout: '', stderr});

describe('kubectl config', () => {
  it('merges the files of KUBECONFIG; of two entries with one name the first counts', async () => {
    expect(await kubectl.run('config get-contexts')).toEqual(
      done(
        'CURRENT   NAME   CLUSTER   AUTHINFO   NAMESPACE\n*         one    one       one        \n          two    one       one        back\n',
      ),
    );
  });

  it('changes an entry in the file it is from, for its owner only', async () => {
    expect(await kubectl.run('config set-context two --namespace front')).toEqual(done('Context "two" modified.\n'));
    expect(await kubectl.read('first')).toBe(first);
    expect(await kubectl.read('second')).toContain('namespace: front');
    await kubectl.run('config set-context three --cluster one --user one');
    expect(await kubectl.read('first')).toContain('name: three');
    expect((await stat(join(kubectl.folder, 'second'))).mode & 0o777).toBe(0o644);
  });

  it('makes the file that is not there yet, readable by its owner alone', async () => {
    expect(await kubectl.run('config set-cluster c --server https://x --kubeconfig new/config')).toEqual(
      done('Cluster "c" set.\n'),
    );
    expect((await stat(join(kubectl.folder, 'new/config'))).mode & 0o777).toBe(0o600);
    expect(await kubectl.read('new/config')).toBe(
      'apiVersion: v1\nclusters:\n- cluster:\n    server: https://x\n  name: c\ncontexts: null\ncurrent-context: ""\nkind: Config\nusers: null\n',
    );
  });

  it('switches the context and says which it is', async () => {
    expect(await kubectl.run('config use-context two')).toEqual(done('Switched to context "two".\n'));
    expect(await kubectl.run('config current-context')).toEqual(done('two\n'));
    expect(await kubectl.run('config use-context no')).toEqual(
      refused('error: no context exists with the name: "no"\n'),
    );
    expect(await kubectl.run('config set-context --current --namespace mine')).toEqual(
      done('Context "two" modified.\n'),
    );
    expect(await kubectl.run('config view --minify -o jsonpath={..namespace}')).toEqual(done('mine'));
  });

  it('shows no secret unless told to', async () => {
    const {stdout} = await kubectl.run('config view');
    expect(stdout).toContain('certificate-authority-data: DATA+OMITTED');
    expect(stdout).toContain('token: REDACTED');
    expect((await kubectl.run('config view --raw')).stdout).toContain('token: secret');
  });

  it('renames, sets, unsets and deletes', async () => {
    expect(await kubectl.run('config rename-context one uno')).toEqual(done('Context "one" renamed to "uno".\n'));
    expect(await kubectl.run('config current-context')).toEqual(done('uno\n'));
    expect(await kubectl.run('config set clusters.one.server https://y')).toEqual(
      done('Property "clusters.one.server" set.\n'),
    );
    expect(await kubectl.run('config unset current-context')).toEqual(done('Property "current-context" unset.\n'));
    expect(await kubectl.run('config delete-user one')).toEqual(
      done(`deleted user one from ${kubectl.folder}/first\n`),
    );
    expect(await kubectl.run('config delete-user one')).toEqual(
      refused(`error: cannot delete user one, not in ${kubectl.folder}/first\n`),
    );
  });

  it('writes nothing while another holds the lock beside the file', async () => {
    await kubectl.write('first.lock', '');
    const {code, stderr} = await kubectl.run('config set-context --current --namespace mine');
    expect([code, stderr]).toEqual([1, expect.stringContaining('first.lock: file exists')]);
    expect(await kubectl.read('first')).toBe(first);
  });
});

describe('without a kubeconfig', () => {
  it('tells that nobody is at localhost:8080, or that a context is not there', async () => {
    const bare = await ourKubectl();
    expect(await bare.run('get pods --server http://127.0.0.1:1')).toEqual(
      refused('The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?\n'),
    );
    expect(await bare.run('get pods --context no')).toEqual(
      refused('Error in configuration: context was not found for specified context: no\n'),
    );
    expect(await bare.run('config current-context')).toEqual(refused('error: current-context is not set\n'));
    await bare.remove();
  });
});
