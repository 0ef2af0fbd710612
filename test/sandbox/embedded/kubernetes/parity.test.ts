import {afterAll, beforeAll, describe, expect, it, type TestContext} from 'vitest';
import {sampled} from '../../../parity/compare.ts';
import {withoutAcceptedOfKubectl, withoutAcceptedOfNamespace} from '../../../parity/kubernetes/accepted.ts';
import {asKubectlStep, type KubectlScene} from '../../../parity/kubernetes/corpus.ts';
import {kubectlScenes} from '../../../parity/kubernetes/kubectl-scenes.ts';
import {type PlayedScene, playKubectl, type Stage} from '../../../parity/kubernetes/play.ts';
import {describeWithCluster} from '../../../support/real-cluster.ts';
import {until} from '../../../support/until.ts';
import {type ServedCluster, servedCluster} from './served-cluster.ts';

const scenes = sampled(kubectlScenes, 'K8S_LEARN_KUBECTL_PARITY');
const together = scenes.filter(({restore}) => restore === undefined);
const alone = scenes.filter(({restore}) => restore !== undefined);

/** Of this run's own: two runs may share a cluster. Letters, so that they are taken for no number of anything. */
const prefix = `parity-${[...String(process.pid)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`;

describe('the kubectl corpus', () => {
  it('has 200 commands and 40 manifests at the least, in scenes of one name each', () => {
    const lines = kubectlScenes.flatMap(({steps}) => steps.map((step) => asKubectlStep(step).run));
    const files = kubectlScenes.flatMap(({files = {}}) => Object.entries(files));
    const manifests = files.filter(([, text]) => /^kind: /m.test(text)).flatMap(([, text]) => text.split(/^---$/m));
    expect(lines.filter((line) => line.includes('kubectl ')).length).toBeGreaterThanOrEqual(200);
    expect(manifests.length).toBeGreaterThanOrEqual(40);
    expect(new Set(kubectlScenes.map(({name}) => name)).size).toBe(kubectlScenes.length);
  });
});

describeWithCluster('the real kubectl on a real kind cluster and on the embedded one', (real) => {
  let embedded: ServedCluster;
  let nodes: number;

  beforeAll(async () => {
    nodes = (await real().kubectl('get', 'nodes', '-o', 'name')).trim().split('\n').length;
    embedded = await servedCluster({name: real().name, nodes});
  }, 240_000);

  afterAll(async () => {
    await embedded?.stop();
  });

  const compare = async (scene: KubectlScene, {skip, expect: expectOf}: TestContext): Promise<void> => {
    if ((scene.nodes ?? 0) > nodes) skip(`needs ${scene.nodes} nodes; the real cluster has ${nodes}`);
    const namespace = `${prefix}-${'abcdefghijklmnopqrstuvwxyz'.charAt(kubectlScenes.indexOf(scene) % 26)}${kubectlScenes.indexOf(scene)}`;
    const play = (stage: Stage): Promise<PlayedScene> => playKubectl(scene, namespace, stage);
    const played = await Promise.allSettled([real(), embedded].map(play));
    try {
      const [one, other] = played.map(settledValue);
      if (!one || !other) return;
      const steps = ({steps}: PlayedScene): unknown => withoutAcceptedOfKubectl(steps);
      expectOf(steps(other)).toEqual(steps(one));
      const there = async (scene: PlayedScene) => withoutAcceptedOfNamespace(await scene.observe());
      // What the commands began goes on for a moment, here and there.
      const [wanted, seen] = await until(
        async () => [await there(one), await there(other)] as const,
        (both) => JSON.stringify(both[0]) === JSON.stringify(both[1]),
        {intervalMs: 500},
      );
      expectOf(seen).toEqual(wanted);
      expectOf(embedded.faults).toEqual([]);
    } finally {
      for (const one of played) if (one.status === 'fulfilled') await one.value.end();
    }
  };

  const named = (some: readonly KubectlScene[]) => some.map((scene) => [scene.name, scene] as const);
  it.concurrent.for(named(together))('agree in the scene: %s', {timeout: 180_000}, ([, scene], context) =>
    compare(scene, context),
  );
  it.for(named(alone))('agree in the scene: %s', {timeout: 180_000}, ([, scene], context) => compare(scene, context));
});

function settledValue<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}
