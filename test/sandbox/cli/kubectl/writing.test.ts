import {spawnSync} from 'node:child_process';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Client, type Outcome, programClient} from '../../../parity/run.ts';
import {type ServedHttps, serveHttps} from '../../embedded/edge/kubernetes/served-https.ts';
import {createKubeRig, type HttpRig} from '../../embedded/kubernetes/rig.ts';
import {type OurKubectl, ourClient, ourKubectl} from './our-kubectl.ts';
import {writingFiles, writingLines} from './writing-lines.ts';

/** The version whose words ours are; the words of another would only tell that it is another. */
const isKnown = (spawnSync('kubectl', ['version', '--client'], {encoding: 'utf8'}).stdout ?? '').includes('v1.34.');

/** A client with an API server of its own, so that two can write the same. */
class Stage {
  readonly rig: HttpRig = createKubeRig();
  private readonly client: Client;
  private served: ServedHttps | undefined;
  private kubectl: OurKubectl | undefined;

  constructor(client: Client) {
    this.client = client;
  }

  async open(): Promise<void> {
    this.served = await serveHttps(this.rig.server.handle);
    this.kubectl = await ourKubectl({kubeconfig: 'kubeconfig'});
    await this.kubectl.write('kubeconfig', this.served.kubeconfig());
    for (const [path, content] of Object.entries(writingFiles)) await this.kubectl.write(path, content);
  }

  async run(line: string, stdin = ''): Promise<Outcome> {
    if (this.kubectl === undefined) throw new Error('the stage is not open');
    const {code, stdout, stderr} = await this.kubectl.run(line, {client: this.client, stdin});
    return {code, stdout: steady(stdout), stderr: steady(stderr)};
  }

  async close(): Promise<void> {
    await this.kubectl?.remove();
    await this.served?.close();
  }
}

/** Without what differs from server to server. */
function steady(text: string): string {
  return text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<uid>').replaceAll(/^[EWI]\d{4} .*\n/gm, '');
}

const ours = new Stage(ourClient);

beforeAll(() => ours.open());
afterAll(() => ours.close());

describe.runIf(isKnown)('our kubectl and the real one, each on an API server', () => {
  const [first, second] = [new Stage(programClient('real', 'kubectl')), new Stage(ourClient)];

  beforeAll(async () => {
    await first.open();
    await second.open();
  });

  afterAll(async () => {
    await first.close();
    await second.close();
  });

  it.each(writingLines)('do and say the same: kubectl %s', async (line) => {
    const [theirs, own] = await Promise.all([first.run(line), second.run(line)]);
    expect(own).toEqual(theirs);
  });
});

describe('our kubectl, writing', () => {
  it('makes what standard input asks for', async () => {
    const {stdout} = await ours.run('apply -f -', writingFiles['pod.yaml']);
    expect(stdout).toBe('pod/hello created\n');
    expect(ours.rig.admin.get('pods', 'default', 'hello').metadata.labels).toEqual({greeting: 'morning'});
  });

  it('takes away with apply what the file no longer has, and leaves what others set', async () => {
    await ours.run('apply -f shop.yaml');
    await ours.run('set env deployment/shop OTHER=kept');
    expect((await ours.run('apply -f shop-less.yaml')).stdout).toBe('deployment.apps/shop configured\n');
    const {stdout} = await ours.run('set env deployment/shop --list');
    expect(stdout).toBe('# Deployment shop, container web\nB=3\nOTHER=kept\n');
  });

  it('waits with delete until the object is gone', async () => {
    await ours.run('create configmap going');
    expect((await ours.run('delete configmap going')).stdout).toBe(
      'configmap "going" deleted from default namespace\n',
    );
    expect((await ours.run('get configmap going')).stderr).toContain('not found');
  });

  it('says of what is refused what the server says', async () => {
    const {code, stderr} = await ours.run('create -f misspelt.yaml');
    expect([code, stderr]).toEqual([1, expect.stringContaining('unknown field "spec.containers[0].imgae"')]);
  });
});
