import type {Change} from '../../src/observation.ts';
import type {Sandbox, SandboxNotice} from '../../src/sandbox/sandbox.ts';

/** A sandbox in which nothing happens unless told: what hosts and their clients are tried with. */
export interface StillSandbox extends Sandbox {
  tell(change: Change): void;
  readonly stopped: () => boolean;
}

export function stillSandbox(notices: readonly SandboxNotice[] = []): StillSandbox {
  const listeners = new Set<(change: Change) => void>();
  const nothing = {containers: [], networks: [], volumes: [], images: [], objects: []};
  let unheard = notices;
  let isStopped = false;
  return {
    about: {
      docker: 'real',
      kubernetes: 'kind',
      context: '',
      endpoint: 'test',
      version: '1',
      stateSince: 0,
      refusals: [],
    },
    shell: {dockerSocket: '/d', dockerConfigFolder: '/c', kubeconfig: '/k', folder: '/w', commandsFile: '/f'},
    observe: async () => ({state: 'absent', similar: ['web']}),
    survey: async () => ({containers: [], images: [], volumes: [], networks: [], calls: [], commands: []}),
    changes(onChange, signal) {
      listeners.add(onChange);
      signal.addEventListener('abort', () => listeners.delete(onChange));
    },
    ensureCluster: async () => {},
    checkpoint: async () => 7,
    reset: async (to) => ({removed: nothing, exact: to === 7}),
    inventory: async () => ({...nothing, containers: ['web']}),
    async clean() {
      throw new Error('not today');
    },
    async notices() {
      const told = unheard;
      unheard = [];
      return told;
    },
    async stop() {
      isStopped = true;
    },
    tell(change) {
      for (const listener of listeners) listener(change);
    },
    stopped: () => isStopped,
  };
}
