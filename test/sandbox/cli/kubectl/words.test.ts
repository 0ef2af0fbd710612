import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {KubectlEntry} from '../../../../src/sandbox/cli/kubectl/app.ts';
import {kubectlEntries} from '../../../../src/sandbox/cli/kubectl/commands.ts';
import {type OurKubectl, ourKubectl} from './our-kubectl.ts';

interface Listed {
  readonly path: string;
  readonly entry: KubectlEntry;
}

function listed(entries: readonly KubectlEntry[], path = ''): readonly Listed[] {
  return entries.flatMap((entry) => {
    const own = `${path} ${entry.name}`.trim();
    return [{path: own, entry}, ...(entry.body.kind === 'group' ? listed(entry.body.entries, own) : [])];
  });
}

const commands = listed(kubectlEntries);

let kubectl: OurKubectl;
beforeAll(async () => {
  kubectl = await ourKubectl();
});
afterAll(() => kubectl.remove());

describe('the words of kubectl', () => {
  it.each(commands.filter(({path}) => path !== 'options'))('$path has help that names it', async ({path}) => {
    const {code, stdout, stderr} = await kubectl.run(`${path} --help`);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Usage:\n  kubectl ${path}`);
    expect(stdout).toMatch(
      /Use "kubectl options" for a list of global command-line options \(applies to all commands\)\.\n$/,
    );
  });

  it.each(commands)('$path says one thing of itself everywhere', async ({entry}) => {
    const command = await entry.body.load?.();
    if (command !== undefined) expect(command.short).toBe(entry.short);
  });

  it('lists its commands under their headings', async () => {
    const {stdout} = await kubectl.run('');
    expect(stdout).toMatch(/^kubectl controls the Kubernetes cluster manager\.\n/);
    expect(stdout).toContain(
      'Basic Commands (Intermediate):\n  explain         Get documentation for a resource\n  get ',
    );
    expect(stdout).toContain('  api-resources   Print the supported API resources on the server\n');
  });

  it('takes its own flags before the command and after it', async () => {
    const seen = await Promise.all(
      ['-n a config view -o name', 'config -n a view -o name', 'config view -o name -n=a'].map((line) =>
        kubectl.run(line),
      ),
    );
    expect(new Set(seen.map(({stdout, code}) => `${code} ${stdout}`)).size).toBe(1);
  });

  it.each([
    ['foo', 'error: unknown command "foo" for "kubectl"\n\nDid you mean this?\n\ttop\n'],
    ['xyzzyfoo', 'error: unknown command "xyzzyfoo" for "kubectl"\n'],
    ['config foo', 'error: unknown command "foo"\nSee \'kubectl config -h\' for help and examples\n'],
    ['get pods --foo', "error: unknown flag: --foo\nSee 'kubectl get --help' for usage.\n"],
    ['get pods -z', "error: unknown shorthand flag: 'z' in -z\nSee 'kubectl get --help' for usage.\n"],
    [
      'get pods --chunk-size=x',
      'error: invalid argument "x" for "--chunk-size" flag: strconv.ParseInt: parsing "x": invalid syntax\nSee \'kubectl get --help\' for usage.\n',
    ],
    ['config set-context', 'error: you must specify a non-empty context name or --current\n'],
    [
      'explain',
      'error: You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n',
    ],
  ])('answers a mistake as upstream does: %s', async (line, stderr) => {
    expect(await kubectl.run(line)).toEqual({code: 1, stdout: '', stderr});
  });
});
