import type {Call, ContainerView, ImageView, Json, Observation, Params, Verdict} from '../../../../src/observation.ts';

/** One row: what the lesson wrote, what was seen, and the whole verdict. */
export interface Row {
  readonly title: string;
  readonly params: Params;
  readonly seen: Observation;
  readonly verdict: Verdict;
}

export interface Table {
  readonly type: string;
  readonly rows: readonly Row[];
}

export const passed: Verdict = {verdict: 'passed'};

export function unmet(cause: string, params: Params): Verdict {
  return {verdict: 'unmet', cause, params};
}

export function waiting(cause: string, params: Params): Verdict {
  return {verdict: 'waiting', cause, params};
}

export function present(object: Json): Observation {
  return {state: 'present', object};
}

export function absent(...similar: readonly string[]): Observation {
  return {state: 'absent', similar};
}

export const noDocker: Observation = {
  state: 'unreachable',
  reason: {cause: 'docker-not-running', params: {endpoint: 'unix:///var/run/docker.sock', reason: 'ENOENT'}},
};

export const noDockerVerdict: Verdict = {
  verdict: 'blocked',
  cause: 'docker-not-running',
  params: {endpoint: 'unix:///var/run/docker.sock', reason: 'ENOENT'},
};

export function containerView(view: Partial<ContainerView> = {}): ContainerView {
  return {
    id: '0f3c',
    name: 'web',
    image: 'nginx:1.27-alpine',
    imageId: 'sha256:aa',
    state: 'running',
    exitCode: 0,
    oomKilled: false,
    error: '',
    createdAt: '2026-01-01T10:00:00.000Z',
    startedAt: '2026-01-01T10:00:00.200Z',
    finishedAt: '',
    restartCount: 0,
    health: '',
    entrypoint: [],
    command: ['nginx', '-g', 'daemon off;'],
    tty: false,
    env: {},
    labels: {},
    ports: [],
    exposed: [80],
    networks: [{name: 'bridge', address: '172.17.0.2', aliases: []}],
    mounts: [],
    memoryBytes: 0,
    cpus: 0,
    restart: 'no',
    startMs: 200,
    ...view,
  };
}

export function imageView(view: Partial<ImageView> = {}): ImageView {
  return {
    id: 'sha256:1234567890abcdef',
    tags: ['web:1'],
    digests: [],
    layers: ['sha256:l1', 'sha256:l2'],
    sizeBytes: 1000,
    createdAt: '2026-01-01T10:00:00.000Z',
    entrypoint: [],
    command: ['httpd', '-f'],
    env: {},
    labels: {},
    exposed: [],
    workingFolder: '',
    user: '',
    ...view,
  };
}

export function call(verb: string, target = '', rest: Partial<Call> = {}): Call {
  return {at: 1, verb, target, status: 200, error: '', detail: {}, ...rest};
}
