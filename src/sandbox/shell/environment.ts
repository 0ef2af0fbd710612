import {delimiter} from 'node:path';

/** What differs between the learner's own environment and the sandbox's shell. Holds no secrets: it may be printed. */
export interface EnvironmentChanges {
  readonly set: {readonly [name: string]: string};
  readonly unset: readonly string[];
  /** Folder to be searched after all others: our commands only where the real ones are missing. */
  readonly lastInPath: string | undefined;
}

export interface SandboxPlaces {
  /** Absolute path of the guard's (or engine's) Docker socket. */
  readonly dockerSocket: string;
  readonly dockerConfigFolder: string;
  readonly kubeconfig: string;
  /** The learner's working folder. */
  readonly folder: string;
  /** Where shell integration appends one JSON line a command; see `integration.ts`. */
  readonly commandsFile: string;
  /** Our own commands. */
  readonly binFolder?: string | undefined;
}

/** The variables that make docker, kubectl and kind talk to the sandbox and to nothing else. */
export function sandboxEnvironment(places: SandboxPlaces): EnvironmentChanges {
  return {
    set: {
      DOCKER_HOST: `unix://${places.dockerSocket}`,
      // The legacy builder goes through the API the guard understands; BuildKit opens a session of its own.
      DOCKER_BUILDKIT: '0',
      DOCKER_CONFIG: places.dockerConfigFolder,
      KUBECONFIG: places.kubeconfig,
      K8S_LEARN_FOLDER: places.folder,
      K8S_LEARN_COMMANDS: places.commandsFile,
    },
    unset: leadElsewhere,
    lastInPath: places.binFolder,
  };
}

/** The whole environment of a process in the sandbox: the learner's own with the changes made. */
export function shellEnvironment({base, ...places}: SandboxPlaces & {readonly base: NodeJS.ProcessEnv}): {
  readonly [name: string]: string;
} {
  const changes = sandboxEnvironment(places);
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) {
    if (value !== undefined && !changes.unset.includes(name) && !isOfAnotherTerminal(name)) variables[name] = value;
  }
  return {...variables, ...changes.set, PATH: pathOf(base, changes.lastInPath)};
}

/** Would send docker or kind to another daemon, or break a pull; DOCKER_AUTH_CONFIG also holds passwords. */
const leadElsewhere = [
  'DOCKER_CONTEXT',
  'DOCKER_TLS',
  'DOCKER_TLS_VERIFY',
  'DOCKER_CERT_PATH',
  'DOCKER_API_VERSION',
  'DOCKER_AUTH_CONFIG',
  'DOCKER_CONTENT_TRUST',
  'DOCKER_DEFAULT_PLATFORM',
  'BUILDKIT_HOST',
  'BUILDX_BUILDER',
  'KIND_EXPERIMENTAL_PROVIDER',
  'KUBE_CONTEXT',
] as const;

/** These describe the terminal or the npm run around us, not the learner's pane. */
function isOfAnotherTerminal(name: string): boolean {
  return /^(TMUX|TMUX_PANE|STY|WINDOW|LINES|COLUMNS|TERMCAP|INIT_CWD|NODE_COMPILE_CACHE|npm_.*)$/.test(name);
}

function pathOf(base: NodeJS.ProcessEnv, lastInPath: string | undefined): string {
  const before = (base['PATH'] ?? '/usr/local/bin:/usr/bin:/bin').split(delimiter);
  const folders = before.filter((folder) => !isAddedByNpm(folder, base) && folder !== lastInPath);
  return [...folders, ...(lastInPath === undefined ? [] : [lastInPath])].join(delimiter);
}

/** `npx` and `npm start` put their own folders first; they are not the learner's. */
function isAddedByNpm(folder: string, base: NodeJS.ProcessEnv): boolean {
  return base['npm_execpath'] !== undefined && /[/\\](node_modules[/\\]\.bin|node-gyp-bin)$/.test(folder);
}
