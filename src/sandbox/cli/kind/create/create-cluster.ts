import type {Kind} from '../app.ts';
import {listNodes} from '../cluster/nodes.ts';
import type {ClusterConfig} from '../configuration/cluster-config.ts';
import {absentProblem, configProblem} from '../configuration/validate.ts';
import {deleteCluster} from '../delete/delete-cluster.ts';
import {type EngineFacts, engineFacts} from '../docker/engine-facts.ts';
import {shellQuote} from '../errors.ts';
import {exportKubeconfig} from '../kubeconfig/of-cluster.ts';
import {Status} from '../voice/status.ts';
import {provision} from './provision.ts';
import {installNetwork} from './steps/install-network.ts';
import {installStorage} from './steps/install-storage.ts';
import {joinWorkers} from './steps/join-workers.ts';
import {startControlPlane} from './steps/start-control-plane.ts';
import type {Step} from './steps/step.ts';
import {waitReady} from './steps/wait-ready.ts';
import {writeConfiguration} from './steps/write-configuration.ts';

export interface CreateOptions {
  readonly config: ClusterConfig;
  /** Leaves the containers when it fails. */
  readonly retain: boolean;
  readonly waitMs: number;
  /** `--kubeconfig`; '' is the usual one. */
  readonly kubeconfig: string;
}

const steps: readonly Step[] = [
  writeConfiguration,
  startControlPlane,
  installNetwork,
  installStorage,
  joinWorkers,
  waitReady,
];

const longestName = 50;

/** Makes a cluster and its entries in the kubeconfig; takes away what it made when it fails. */
export async function createCluster(kind: Kind, options: CreateOptions): Promise<void> {
  const {config, retain, waitMs, kubeconfig} = options;
  const {name} = config;
  const {isRootless} = await checkedEngine(kind);
  if ((await listNodes(kind.docker, name)).length > 0)
    throw new Error(`node(s) already exist for a cluster with the name ${JSON.stringify(name)}`);
  if (name.length > longestName) {
    const warning = `cluster name ${JSON.stringify(name)} is probably too long, this might not work properly on some systems`;
    await kind.voice.say(warning);
  }
  const problem = configProblem(config) ?? absentProblem(config);
  if (problem !== undefined) throw new Error(problem);

  await kind.voice.info(`Creating cluster ${JSON.stringify(name)} ...`);
  try {
    const status = new Status(kind.voice);
    await provision(kind, status, config);
    const nodes = await listNodes(kind.docker, name);
    for (const step of steps) await step({kind, status, config, nodes, isRootless, waitMs});
  } catch (error) {
    if (!retain) await deleteCluster(kind, {name, kubeconfig}).catch(() => undefined);
    throw error;
  }
  await exportKubeconfig(kind, {name, kubeconfig, internal: false, patient: true});
  await sayFarewell(kind, options);
}

async function checkedEngine({docker, voice}: Kind): Promise<EngineFacts> {
  const facts = await engineFacts(docker);
  const {isRootless, hasCgroup2, limits} = facts;
  const help = 'see https://kind.sigs.k8s.io/docs/user/rootless/';
  if (isRootless && !hasCgroup2) throw new Error(`running kind with rootless provider requires cgroup v2, ${help}`);
  if (isRootless && !limits)
    throw new Error(`running kind with rootless provider requires setting systemd property "Delegate=yes", ${help}`);
  if (!hasCgroup2) {
    const advice = 'will not be supported in a future kind release, please upgrade to cgroup v2';
    await voice.say(`cgroup v1 is deprecated in Kubernetes and ${advice}`);
  }
  return facts;
}

const salutations = [
  'Have a nice day! 👋',
  'Thanks for using kind! 😊',
  'Not sure what to do next? 😅  Check out https://kind.sigs.k8s.io/docs/user/quick-start/',
  'Have a question, bug, or feature request? Let us know! https://kind.sigs.k8s.io/#community 🙂',
] as const;

async function sayFarewell({context: {random}, voice}: Kind, {config, kubeconfig}: CreateOptions): Promise<void> {
  const name = `kind-${config.name}`;
  const where = kubeconfig === '' ? '' : ` --kubeconfig ${shellQuote(kubeconfig)}`;
  await voice.info(`Set kubectl context to "${name}"`);
  await voice.info(`You can now use your cluster with:\n\nkubectl cluster-info --context ${name}${where}`);
  const [chance = 0] = random(1);
  await voice.info('');
  await voice.info(salutations[chance % salutations.length] ?? salutations[0]);
}
