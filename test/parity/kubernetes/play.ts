import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {parse, stringify} from 'yaml';
import {z} from 'zod';
import {temporaryFolder} from '../../support/temporary-folder.ts';
import {until} from '../../support/until.ts';
import {type Client, type Outcome, programClient} from '../run.ts';
import {asKubectlStep, type KubectlScene} from './corpus.ts';
import {normaliseKubectl} from './normalise.ts';
import {observeNamespace, type SeenNamespace} from './state.ts';

/** A cluster on which scenes are played. */
export interface Stage {
  /** Keys of its administrator. */
  readonly kubeconfig: string;
  /** Folder of a `kubectl` to take instead of the one on the PATH. */
  readonly programs?: string;
}

/** What came of a scene. */
export interface PlayedScene {
  readonly steps: readonly PlayedStep[];
  /** Reads what is there now. */
  observe(): Promise<SeenNamespace>;
  /** Puts everything back. */
  end(): Promise<void>;
}

/** A command line and what came of it, without what differs from run to run. */
export interface PlayedStep {
  readonly run: string;
  readonly differs: string | undefined;
  readonly outcome: Outcome;
}

const shell: Client = programClient('shell', 'sh', {timeoutMs: 90_000});

const kubeconfigs = z.looseObject({contexts: z.array(z.looseObject({context: z.looseObject({})}))});

/** Plays a scene from its start in a namespace that it makes; `end` is to be called in any case. */
export async function playKubectl(scene: KubectlScene, namespace: string, stage: Stage): Promise<PlayedScene> {
  const {path: folder, remove} = await temporaryFolder('kl-kubectl-');
  const home = join(folder, 'home');
  const work = join(folder, 'work');
  const kubeconfig = join(home, 'kubeconfig');
  const env = {
    KUBECONFIG: kubeconfig,
    // What a scene that plays alone makes, the others must not remember.
    KUBECACHEDIR: scene.restore === undefined ? `${stage.kubeconfig}.cache` : join(home, 'cache'),
    HOME: home,
    ...(stage.programs === undefined ? {} : {PATH: `${stage.programs}:${process.env['PATH'] ?? ''}`}),
  };
  const run = (line: string, stdin = ''): Promise<Outcome> => shell.run({argv: ['-c', line], stdin, folder: work, env});
  const end = async (): Promise<void> => {
    for (const line of scene.restore ?? []) await run(line);
    await run(`kubectl delete namespace ${namespace} --wait=false`);
    await remove();
  };
  await layFiles(work, scene.files ?? {});
  await layFiles(home, {kubeconfig: inNamespace(await readFile(stage.kubeconfig, 'utf8'), namespace)});
  try {
    await succeed(run(`kubectl create namespace ${namespace}`));
    // No Pod is let in before the namespace has them.
    await until(
      () => run('kubectl get serviceaccount/default configmap/kube-root-ca.crt'),
      ({code}) => code === 0,
      {timeoutMs: 30_000, intervalMs: 200},
    );
    const steps: PlayedStep[] = [];
    for (const step of scene.steps.map(asKubectlStep)) {
      const {code, stdout, stderr} = await run(step.run, step.stdin);
      const plain = (text: string): string => normaliseKubectl(text.replaceAll(folder, '<folder>'));
      steps.push({run: step.run, differs: step.differs, outcome: {code, stdout: plain(stdout), stderr: plain(stderr)}});
    }
    return {steps, end, observe: () => observeNamespace(async (line) => succeed(run(line)), scene)};
  } catch (error) {
    await end();
    throw error;
  }
}

async function succeed(running: Promise<Outcome>): Promise<string> {
  const {code, stdout, stderr} = await running;
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

function inNamespace(kubeconfig: string, namespace: string): string {
  const read = kubeconfigs.parse(parse(kubeconfig));
  const contexts = read.contexts.map((one) => ({...one, context: {...one.context, namespace}}));
  return stringify({...read, contexts});
}

async function layFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, {recursive: true});
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), {recursive: true});
    await writeFile(join(folder, path), content);
  }
}
