import {randomBytes} from 'node:crypto';
import {mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Clock} from '../clock.ts';
import {systemCode} from '../errors.ts';
import type {Observation, Subject, Surroundings} from '../observation.ts';
import type {Paths} from '../paths.ts';
import {ensurePrivateFolder, ensureSocketFolder} from '../private-folder.ts';
import {writeWhole} from '../whole-file.ts';
import {watchDocker} from './docker/changes.ts';
import {createDockerClient, type DockerClient} from './docker/client.ts';
import type {DockerEndpoint} from './docker/endpoint.ts';
import {leadToRegistries} from './docker/node-registries.ts';
import {observeDocker, surveyDocker} from './docker/observe.ts';
import {inventoryDocker, resetDocker} from './docker/reset.ts';
import {observeFile} from './files.ts';
import {createGuard} from './guard/guard.ts';
import {openLedger} from './guard/ledger.ts';
import {observeHttp} from './http.ts';
import {findContext} from './kubernetes/context.ts';
import {openContextSide} from './kubernetes/context-side.ts';
import {openKind} from './kubernetes/kind-side.ts';
import {putBack} from './kubernetes/put-aside.ts';
import type {KubernetesOptions, KubernetesSide} from './kubernetes/side.ts';
import {placesOf} from './places.ts';
import {observeRegistry} from './registry.ts';
import type {About, Sandbox} from './sandbox.ts';
import {readCommands} from './shell/commands.ts';
import {prepareDockerConfig} from './shell/docker-config.ts';
import {shellEnvironment} from './shell/environment.ts';

export interface SandboxOptions {
  readonly endpoint: DockerEndpoint;
  readonly version: string;
  /** Present for the embedded engine: when it began, and why it is not a real one. */
  readonly embedded?: Pick<About, 'stateSince' | 'refusals'>;
  readonly paths: Paths;
  readonly env: NodeJS.ProcessEnv;
  readonly courseImages: readonly string[];
  /** Of them, those every node of a cluster gets. */
  readonly clusterImages?: readonly string[];
  readonly mirror?: string | undefined;
  /** A context of the learner's kubeconfig to work in, instead of a cluster of the course's own. */
  readonly context?: string | undefined;
  readonly clock: Clock;
}

/** The one node image the embedded engine has, whatever version of kind asks. */
const embeddedNodeImage = 'kindest/node:v1.34.4';

/** A Docker Engine behind a guard, real or embedded: what is not of the course is neither seen nor touched. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const {endpoint, paths, clock} = options;
  for (const folder of [paths.home, paths.work, paths.dockerConfig]) ensurePrivateFolder(folder);
  ensureSocketFolder(paths.runtime);
  const session = ensureSessionId(paths.sessionId);
  const ledger = await openLedger(options.embedded ? paths.embeddedLedger : paths.ledger, clock);
  const {context: contextName = ''} = options;
  const places = placesOf(paths, contextName);
  const viewSocket = join(paths.runtime, 'view.sock');
  const guard = await createGuard({
    upstream: endpoint,
    learnerSocket: places.dockerSocket,
    viewSocket,
    session,
    ledger,
    callLogFile: paths.callLog,
    folder: paths.work,
    courseImages: options.courseImages,
    ...(options.mirror === undefined ? {} : {mirror: options.mirror}),
    nodeImage: options.env['K8S_LEARN_NODE_IMAGE'] ?? (options.embedded ? embeddedNodeImage : ''),
    clock,
  });
  const view = await createDockerClient({socketPath: viewSocket});
  const bare = await createDockerClient(endpoint);
  prepareDockerConfig(paths.dockerConfig, options.env);

  if (!options.embedded) putBack(paths);
  const kubernetes = await openKubernetes(contextName, options.env, {
    paths,
    docker: bare,
    session,
    log: guard.log,
    clock,
    // What kind does for us is no call of the learner's.
    env: {...shellEnvironment({base: options.env, ...places}), DOCKER_HOST: guard.viewHost},
    images: options.clusterImages ?? [],
  });

  async function observe(subject: Subject, since: number): Promise<Observation> {
    switch (subject.api) {
      case 'docker':
        return observeDocker(view, subject);
      case 'kubernetes':
        return kubernetes.observe(subject);
      case 'files':
        return observeFile(paths.work, subject.path);
      case 'registry':
        return observeRegistry(subject.reference);
      case 'http':
        return observeHttp(subject.url);
      case 'calls':
        return {state: 'present', object: {calls: guard.calls(since)}};
      case 'commands':
        return {state: 'present', object: {commands: readCommands(paths.commands, since)}};
      case 'quiz':
        return {state: 'absent', similar: []};
    }
  }

  const stopLeading = guard.onCall(({verb}) => {
    // A registry may have been started after the cluster.
    if (contextName === '' && /^container (run|start|restart)$/.test(verb))
      leadToRegistries(bare, session).catch(() => {});
  });

  let unheard = ledger.notice ? [ledger.notice] : [];
  return {
    about: {
      docker: options.embedded ? 'embedded' : 'real',
      kubernetes: contextName === '' ? (options.embedded ? 'embedded' : 'kind') : 'context',
      context: contextName,
      endpoint: endpoint.host,
      version: options.version,
      ...(options.embedded ?? {stateSince: 0, refusals: []}),
    },
    shell: places,
    observe,
    survey: async (since) => ({
      ...(await surveyAll(view, kubernetes)),
      calls: guard.calls(since),
      commands: readCommands(paths.commands, since),
    }),
    changes(onChange, signal) {
      watchDocker(view, onChange, signal, clock);
      kubernetes.changes(onChange, signal);
      const stopCalls = guard.onCall(({at, verb, target}) => onChange({at, what: `${verb} ${target}`}));
      const stopOperations = guard.onOperation((operation) =>
        onChange({at: clock.now(), what: 'image pull', operation: operation ?? null}),
      );
      signal.addEventListener('abort', () => {
        stopCalls();
        stopOperations();
      });
    },
    async checkpoint() {
      const at = ledger.mark();
      await kubernetes.mark(at);
      return at;
    },
    async reset(to, fate = 'keep') {
      if (fate === 'remove') await kubernetes.remove();
      const within = await kubernetes.reset(to);
      const request = {docker: bare, ledger, session, includeKept: false, keepCluster: true};
      const {removed, exact} = await resetDocker({...request, ...(to === undefined ? {} : {to})});
      return {
        removed: {...removed, objects: within?.removed ?? []},
        exact: exact && (within?.exact ?? true),
      };
    },
    async inventory(to) {
      return {...inventoryDocker(ledger, to, true), objects: await kubernetes.inventory(to)};
    },
    async clean() {
      const objects = await kubernetes.clean();
      return {...(await resetDocker({docker: bare, ledger, session, includeKept: true})).removed, objects};
    },
    ensureCluster: () => kubernetes.ensure(),
    async notices() {
      const told = unheard;
      unheard = [];
      return told;
    },
    async stop() {
      stopLeading();
      await kubernetes.close();
      await guard.close();
      await ledger.flush();
    },
  };
}

async function openKubernetes(
  context: string,
  env: NodeJS.ProcessEnv,
  options: KubernetesOptions,
): Promise<KubernetesSide> {
  if (context === '') return openKind(options);
  return openContextSide({...options, context: await findContext(context, env, options.clock)});
}

/** Both halves at once: they know nothing of each other. */
async function surveyAll(
  view: DockerClient,
  kubernetes: KubernetesSide,
): Promise<Omit<Surroundings, 'calls' | 'commands'>> {
  const [docker, cluster] = await Promise.all([surveyDocker(view), kubernetes.survey()]);
  return {...docker, ...(cluster ? {cluster} : {})};
}

/** A random name kept for good, so that what an interrupted run left can still be told as ours. */
function ensureSessionId(file: string): string {
  try {
    const known = readFileSync(file, 'utf8').trim();
    if (/^[0-9a-f]{12}$/.test(known)) return known;
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
  const fresh = randomBytes(6).toString('hex');
  mkdirSync(join(file, '..'), {recursive: true, mode: 0o700});
  writeWhole(file, `${fresh}\n`);
  return fresh;
}
