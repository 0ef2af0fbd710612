import {createHash} from 'node:crypto';
import {homedir, tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';

/** Every place this program writes to, all absolute. `home` may be moved with K8S_LEARN_HOME. */
export interface Paths {
  readonly home: string;
  readonly progress: string;
  /** The learner's working folders, one a lesson. */
  readonly work: string;
  readonly ledger: string;
  /** The same for the embedded sandbox, whose objects end with it. */
  readonly embeddedLedger: string;
  readonly callLog: string;
  /** Command lines of the learner's shell, one JSON object a line. */
  readonly commands: string;
  readonly sessionId: string;
  readonly dockerConfig: string;
  readonly kubeconfig: string;
  /** Address and keys of the cluster, which the learner's kubeconfig does not hold. */
  readonly clusterKeys: string;
  /** How the cluster was when it was new. */
  readonly clusterBase: string;
  /** The same two for the embedded sandbox, whose cluster ends with it. */
  readonly embeddedKeys: string;
  readonly embeddedBase: string;
  /** The learner's kubeconfig of a real cluster, while the sandbox is the embedded one. */
  readonly waitingKubeconfig: string;
  /** Kubeconfig and base for a context of the learner's own. */
  readonly contextKubeconfig: string;
  readonly contextBase: string;
  readonly shell: string;
  /** Our own commands, where the real ones are missing. */
  readonly bin: string;
  readonly log: string;
  /** Sockets: short enough for macOS' 104 bytes. */
  readonly runtime: string;
}

/**
 * Where things are kept: K8S_LEARN_HOME, else the platform's data folder.
 * Pure: creates nothing. See https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function findPaths(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): Paths {
  const home = env['K8S_LEARN_HOME'] || join(dataFolder(env, platform), 'k8s-learn');
  const name = createHash('sha256').update(home).digest('hex').slice(0, 8);
  const runtimeParent = env['XDG_RUNTIME_DIR'] || join(tmpdir(), `k8s-learn-${userId()}`);
  return {
    home,
    progress: join(home, 'progress.json'),
    work: join(home, 'work'),
    ledger: join(home, 'ledger.jsonl'),
    embeddedLedger: join(home, 'ledger-embedded.jsonl'),
    callLog: join(home, 'calls.jsonl'),
    commands: join(home, 'commands.jsonl'),
    sessionId: join(home, 'session-id'),
    dockerConfig: join(home, 'docker'),
    kubeconfig: join(home, 'kubeconfig'),
    clusterKeys: join(home, 'cluster.json'),
    clusterBase: join(home, 'cluster-base.json'),
    embeddedKeys: join(home, 'cluster-embedded.json'),
    embeddedBase: join(home, 'cluster-base-embedded.json'),
    waitingKubeconfig: join(home, 'kubeconfig-waiting'),
    contextKubeconfig: join(home, 'kubeconfig-context'),
    contextBase: join(home, 'context-base.json'),
    shell: join(home, 'shell'),
    bin: join(home, 'bin'),
    log: join(home, 'log'),
    runtime: join(runtimeParent.length > 60 ? join(tmpdir(), `k8s-learn-${userId()}`) : runtimeParent, `k8sl-${name}`),
  };
}

function dataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const user = env['HOME'] || safeHome();
  if (platform === 'darwin') return join(user, 'Library', 'Application Support');
  if (platform === 'win32') return env['LOCALAPPDATA'] || join(user, 'AppData', 'Local');
  return env['XDG_DATA_HOME'] || join(user, '.local', 'share');
}

function safeHome(): string {
  try {
    return homedir();
  } catch {
    return tmpdir();
  }
}

function userId(): string {
  try {
    return String(userInfo().uid);
  } catch {
    return String(process.getuid?.() ?? 0);
  }
}
