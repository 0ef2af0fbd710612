import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type OurKubectl, ourKubectl} from '../our-kubectl.ts';

let kubectl: OurKubectl;

beforeEach(async () => {
  kubectl = await ourKubectl();
  await kubectl.write(
    'web.yaml',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: "nginx:1"}]}}}\n',
  );
});

afterEach(() => kubectl.remove());

describe('kubectl kustomize', () => {
  it('changes names, namespaces, images and numbers of what its files ask for', async () => {
    await kubectl.write(
      'kustomization.yaml',
      'resources: [web.yaml]\nnamespace: mine\nnamePrefix: my-\nimages: [{name: nginx, newTag: "2"}]\nreplicas: [{name: web, count: 3}]\n',
    );
    const {stdout} = await kubectl.run('kustomize');
    expect(stdout).toContain('  name: my-web\n  namespace: mine\nspec:\n  replicas: 3\n');
    expect(stdout).toContain('image: nginx:2\n');
  });

  it('names a field that it does not know', async () => {
    await kubectl.write('kustomization.yaml', 'configMapGenerator: []\n');
    const {code, stderr} = await kubectl.run('kustomize .');
    expect([code, stderr]).toEqual([1, expect.stringContaining('"configMapGenerator"')]);
  });
});
