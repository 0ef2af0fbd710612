import {spawnSync} from 'node:child_process';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {programClient} from '../../../parity/run.ts';
import {type ServedHttps, serveHttps} from '../../embedded/edge/kubernetes/served-https.ts';
import {createKubeRig, type HttpRig} from '../../embedded/kubernetes/rig.ts';
import {type OurKubectl, ourKubectl} from './our-kubectl.ts';
import {readingLines, readObjects} from './reading-lines.ts';

/** The version whose words ours are; the words of another would only tell that it is another. */
const isKnown = (spawnSync('kubectl', ['version', '--client'], {encoding: 'utf8'}).stdout ?? '').includes('v1.34.');
const realClient = programClient('real', 'kubectl');

let rig: HttpRig;
let served: ServedHttps;
let kubectl: OurKubectl;

beforeAll(async () => {
  rig = createKubeRig();
  for (const [resource, namespace, object] of readObjects) rig.admin.create(resource, namespace, object);
  served = await serveHttps(rig.server.handle);
  kubectl = await ourKubectl({kubeconfig: 'kubeconfig'});
  await kubectl.write('kubeconfig', served.kubeconfig());
});

afterAll(async () => {
  await kubectl.remove();
  await served.close();
});

/** Ages go on while the two run; where they stand, columns move with them. */
function withoutAges(text: string): string {
  return text
    .replaceAll(/(\b\d+[smhdy](\d+[smhd])?\b|<invalid>|<unknown>)/g, '<age>')
    .replaceAll(/ {2,}/g, '  ')
    .replaceAll(/^[EWI]\d{4} .*\n/gm, '');
}

describe.runIf(isKnown)('our kubectl and the real one, on one API server', () => {
  it.each(readingLines)('say the same to: kubectl %s', async (line) => {
    const [real, ours] = [await kubectl.run(line, {client: realClient}), await kubectl.run(line)];
    const shown = ({code, stdout, stderr}: typeof real) => ({
      code,
      stdout: withoutAges(stdout),
      stderr: withoutAges(stderr),
    });
    expect(shown(ours)).toEqual(shown(real));
  });
});

describe('our kubectl on an API server', () => {
  it('shows tables, and only what was asked for', async () => {
    const {stdout} = await kubectl.run(
      'get pods -l app=web --no-headers -o custom-columns=N:.metadata.name,I:.spec.containers[*].image',
    );
    expect(stdout).toBe('web   nginx:1.27-alpine\n');
  });

  it('follows changes until the time it was given is over', async () => {
    const watching = kubectl.run('get configmaps -w -o name --request-timeout=2s');
    const {code, stdout} = await watching;
    expect([code, stdout]).toEqual([0, expect.stringContaining('configmap/note\n')]);
  });

  it('names itself in every request', async () => {
    const seen: string[] = [];
    const spied = await serveHttps((request) => {
      seen.push(`${request.headers.get('kubectl-command')} ${request.headers.get('kubectl-session')?.length}`);
      return rig.server.handle(request);
    });
    await kubectl.write('spied', spied.kubeconfig());
    await kubectl.run('get pods --kubeconfig spied');
    await spied.close();
    expect(new Set(seen)).toEqual(new Set(['kubectl get 36']));
  });
});
