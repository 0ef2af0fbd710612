import {mkdir, readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {CommandContext} from '../../../../src/sandbox/cli/context.ts';
import {mergeIntoKubeconfig, removeFromKubeconfigs} from '../../../../src/sandbox/cli/kind/kubeconfig/file.ts';
import {functionClient} from '../../../parity/run.ts';
import {type TemporaryFolder, temporaryFolder} from '../../../support/temporary-folder.ts';

function entries(name: string) {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{name, cluster: {server: 'https://127.0.0.1:1'}}],
    users: [{name, user: {token: 't'}}],
    contexts: [{name, context: {cluster: name, user: name}}],
    'current-context': name,
  };
}

describe('a kubeconfig', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());

  /** Runs `work` as a command of a shell that has KUBECONFIG; its failure is what the command says. */
  const run = async (kubeconfig: string, work: (context: CommandContext) => Promise<void>): Promise<string> => {
    let failure = '';
    const client = functionClient('test', async (context) => {
      await work(context).catch((error: Error) => {
        failure = error.message;
      });
      return 0;
    });
    const env = {KUBECONFIG: kubeconfig, HOME: folder.path};
    await client.run({argv: [], stdin: '', folder: folder.path, env});
    return failure;
  };
  const merge = (kubeconfig: string, name: string, given = '') =>
    run(kubeconfig, (context) => mergeIntoKubeconfig(context, entries(name), given));
  const remove = (kubeconfig: string, name: string) =>
    run(kubeconfig, (context) => removeFromKubeconfigs(context, {name, kubeconfig: ''}));
  const at = (name: string) => join(folder.path, name);

  it('is made where none is, for its owner alone, with the folder it is in', async () => {
    expect(await merge('', 'kind-a')).toBe('');
    const {mode} = await stat(at('.kube/config'));
    expect((mode & 0o777).toString(8)).toBe('600');
    expect(await readFile(at('.kube/config'), 'utf8')).toContain('current-context: kind-a');
  });

  it('keeps what others have in it, and gets one entry of a name', async () => {
    await writeFile(
      at('k'),
      'apiVersion: v1\nkind: Config\npreferences: {colors: true}\nusers: [{name: u, user: {}}]\n',
    );
    await merge(at('k'), 'kind-a');
    await merge(at('k'), 'kind-a');
    const text = await readFile(at('k'), 'utf8');
    expect(text.match(/name: kind-a/g)).toHaveLength(3);
    expect(text).toMatch(/colors: true[\s\S]*name: u\n/);
  });

  it('of several is the first that is there, else the last', async () => {
    await writeFile(at('b'), '');
    await merge(`${at('a')}:${at('b')}:${at('c')}`, 'kind-a');
    expect(await readFile(at('b'), 'utf8')).toContain('kind-a');
    await merge(`${at('x')}:${at('y')}`, 'kind-a');
    expect(await readFile(at('y'), 'utf8')).toContain('kind-a');
  });

  it('loses the entries of a cluster in every file', async () => {
    for (const name of ['a', 'b']) await merge(at(name), 'kind-c');
    await merge(at('b'), 'kind-d');
    await remove(`${at('a')}:${at('b')}`, 'c');
    expect(await readFile(at('a'), 'utf8')).toBe('apiVersion: v1\nkind: Config\n');
    const text = await readFile(at('b'), 'utf8');
    expect(text).not.toContain('kind-c');
    expect(text).toContain('current-context: kind-d');
  });

  it('is not written while somebody else has it locked', async () => {
    await writeFile(at('k.lock'), '');
    expect(await merge(at('k'), 'kind-a')).toBe(`failed to lock config file: open ${at('k.lock')}: file exists`);
    await expect(stat(at('k'))).rejects.toThrow('ENOENT');
    expect(await readFile(at('k.lock'), 'utf8')).toBe('');
  });

  it('that cannot be read is left as it is, and unlocked', async () => {
    await mkdir(at('k'));
    expect(await merge(at('k'), 'kind-a')).toContain('failed to get kubeconfig to merge');
    await expect(stat(at('k.lock'))).rejects.toThrow('ENOENT');
  });
});
