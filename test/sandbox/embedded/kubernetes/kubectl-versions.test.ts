import {spawnSync} from 'node:child_process';
import {existsSync, realpathSync} from 'node:fs';
import {mkdir, symlink} from 'node:fs/promises';
import {delimiter, dirname, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {playKubectl} from '../../../parity/kubernetes/play.ts';
import {type ServedCluster, servedCluster, whyNoServedCluster} from './served-cluster.ts';

/** Names under which kubectl of other versions lies beside the newest, as the Google Cloud SDK lays them. */
const names = ['kubectl', ...[29, 30, 31, 32, 33, 34, 35, 36].map((minor) => `kubectl.1.${minor}`)];
const programs = names.flatMap((name) => pathsOf(name)).map((path) => ({path, version: versionOf(path)}));
const reason = whyNoServedCluster();

describe.skipIf(reason !== '')(
  `kubectl of every version that is here${reason === '' ? '' : ` (skipped: ${reason})`}`,
  () => {
    let cluster: ServedCluster;
    beforeAll(async () => {
      cluster = await servedCluster();
    }, 240_000);
    afterAll(() => cluster?.stop());

    it.for(programs.map(({path, version}, index) => ({path, version, index})))(
      '$version applies, gets, enters, reads logs and deletes',
      {timeout: 120_000},
      async ({path, version, index}) => {
        const folder = join(cluster.folder, `programs-${index}`);
        await mkdir(folder);
        await symlink(path, join(folder, 'kubectl'));
        const stage = {kubeconfig: cluster.kubeconfig, programs: folder};
        const {steps, end} = await playKubectl(
          {name: version, files: {'pod.yaml': pod}, steps: lines},
          `with-${index}`,
          stage,
        );
        await end();
        expect(steps.map(({run, outcome}) => ({run, ...outcome}))).toEqual(
          lines.map((run) => expect.objectContaining({run, code: 0})),
        );
        const [client, applied, , got, entered, written] = steps.map(({outcome}) => outcome.stdout);
        expect(client).toContain(version);
        expect(applied).toBe('pod/web created\n');
        expect(got).toMatch(/^NAME {2}READY.*\nweb {2}1\/1 {2}Running/);
        expect(entered).toBe('web\n');
        expect(written).toBe('hello\n');
      },
    );
  },
);

const lines = [
  'kubectl version --client',
  'kubectl apply -f pod.yaml',
  'kubectl wait --for=condition=Ready pod/web --timeout=60s',
  'kubectl get pod web',
  'kubectl exec web -- hostname',
  'kubectl logs web',
  'kubectl describe pod web',
  'kubectl delete pod web --now',
];

const pod = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: c, image: 'busybox:1.36', command: [sh, -c, 'echo hello; sleep 1000']}]}
`;

/** The programs of that name on the PATH, and those that lie where a `kubectl` of the PATH really is. */
function pathsOf(name: string): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => {
    const kubectl = join(folder, 'kubectl');
    return existsSync(kubectl) ? [folder, dirname(realpathSync(kubectl))] : [folder];
  });
  const paths = folders.map((folder) => join(folder, name)).filter((path) => existsSync(path));
  return [...new Set(paths.map((path) => realpathSync(path)))].filter((path) => versionOf(path) !== '');
}

/** `v1.33.2`; '' for what is not there, or older than the course. */
function versionOf(path: string): string {
  const {stdout} = spawnSync(path, ['version', '--client'], {encoding: 'utf8'});
  const [, version = '', minor = '0'] = /Client Version: (v1\.(\d+)\S*)/.exec(stdout ?? '') ?? [];
  return Number(minor) >= 29 ? version : '';
}
