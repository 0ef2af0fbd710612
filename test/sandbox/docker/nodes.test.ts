import {afterAll, beforeAll, expect, test} from 'vitest';
import {createDockerClient, type DockerClient} from '../../../src/sandbox/docker/client.ts';
import {type NodeContainer, putIntoNode, putManifestsBack, readManifests} from '../../../src/sandbox/docker/nodes.ts';
import {describeWithDocker} from '../../support/real-docker.ts';
import {until} from '../../support/until.ts';

const folder = '/etc/kubernetes/manifests';

describeWithDocker(
  'the manifests of a control plane',
  (real) => {
    let docker: DockerClient;
    let nodes: readonly NodeContainer[];

    const files = async (): Promise<object> => Object.fromEntries((await readManifests(docker, nodes)) ?? []);

    beforeAll(async () => {
      docker = await createDockerClient({socketPath: real.host.slice('unix://'.length)});
      const Cmd = ['sh', '-c', `mkdir -p ${folder} && cd ${folder} && echo one > etcd.yaml && exec sleep 600`];
      const container = await docker.createContainer({Image: 'busybox:1.36', Cmd});
      nodes = [{id: container.id, name: 'plane', role: 'control-plane', running: true}];
      await container.start();
      await until(
        () => files().catch(() => ({})),
        (seen) => 'etcd.yaml' in seen,
      );
    });

    afterAll(async () => {
      for (const {id} of nodes) await docker.getContainer(id).remove({force: true, v: true});
    });

    test('come back as they were; a copy under another name goes, what is the learner’s own stays', async () => {
      const before = await readManifests(docker, nodes);
      const learners = new Map([
        ['etcd.yaml', 'two\n'],
        ['etcd.bak', 'one\n'],
        ['web.yaml', 'three\n'],
      ]);
      for (const {id} of nodes) await putIntoNode(docker, id, folder, learners);
      await putManifestsBack(docker, nodes, before ?? new Map());
      const seen = await until(files, (now) => !('etcd.bak' in now));
      expect(seen).toEqual({'etcd.yaml': 'one\n', 'web.yaml': 'three\n'});
    });
  },
  {images: ['busybox:1.36']},
);
