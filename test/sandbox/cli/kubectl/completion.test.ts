import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {completionScripts} from '../../../../src/sandbox/cli/kubectl/completion/scripts.ts';
import {type ServedHttps, serveHttps} from '../../embedded/edge/kubernetes/served-https.ts';
import {createKubeRig} from '../../embedded/kubernetes/rig.ts';
import {type OurKubectl, ourKubectl} from './our-kubectl.ts';

let served: ServedHttps;
let kubectl: OurKubectl;

beforeAll(async () => {
  const rig = createKubeRig();
  for (const name of ['web', 'worker']) {
    rig.admin.create('pods', 'default', {
      metadata: {name},
      spec: {containers: [{name: 'c', image: 'nginx:1.27-alpine'}]},
    });
  }
  served = await serveHttps(rig.server.handle);
  kubectl = await ourKubectl({kubeconfig: 'kubeconfig'});
  await kubectl.write('kubeconfig', served.kubeconfig());
});

afterAll(async () => {
  await kubectl.remove();
  await served.close();
});

/** The words that are offered, and what the shell is told to do with them. */
async function offered(line: string): Promise<readonly string[]> {
  const {code, stdout} = await kubectl.run(`__complete ${line}`);
  expect(code).toBe(0);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((one) => one.split('\t')[0] ?? '');
}

describe('completion', () => {
  it.each([
    ['expl', ['explain', ':4']],
    ['get po', ['pods', 'poddisruptionbudgets', 'podtemplates', ':4']],
    ['get pods w', ['web', 'worker', ':4']],
    ['get pod/we', ['pod/web', ':4']],
    ['-n default get pods we', ['web', ':4']],
    ['get pods -n kube-s', ['kube-system', ':4']],
    ['get pods -o y', ['yaml', ':4']],
    ['get --show-l', ['--show-labels', ':4']],
    ['get --label-col', ['--label-columns=', ':6']],
    ['config use-context t', ['test', ':4']],
    ['get -f pod', [':0']],
    ['get nosuch x', [':4']],
    ['nosuch x', [':4']],
  ])('offers what may follow: kubectl %s', async (line, words) => {
    expect([...(await offered(line))].sort()).toEqual([...words].sort());
  });

  it.each([...completionScripts].filter(([shell]) => spawnSync(shell, ['-c', 'exit 0']).status === 0))(
    'gives %s a script that it understands',
    async (shell, script) => {
      await kubectl.write('script', script);
      const {status, stderr} = spawnSync(shell, ['-n', join(kubectl.folder, 'script')], {encoding: 'utf8'});
      expect([status, stderr]).toEqual([0, '']);
    },
  );

  it('refuses a shell it does not know', async () => {
    expect(await kubectl.run('completion csh')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: Unsupported shell type "csh".\nSee \'kubectl completion -h\' for help and examples\n',
    });
  });
});
