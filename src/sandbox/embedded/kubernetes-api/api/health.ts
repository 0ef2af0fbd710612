import {text} from './present.ts';
import type {KubeRequest, KubeResponse} from './request.ts';

/** What the real API server looks at, by name; here all of it is as well as the engine. */
const checks = [
  'ping',
  'log',
  'etcd',
  'poststarthook/start-apiserver-admission-initializer',
  'poststarthook/generic-apiserver-start-informers',
  'poststarthook/priority-and-fairness-config-consumer',
  'poststarthook/priority-and-fairness-filter',
  'poststarthook/storage-object-count-tracker-hook',
  'poststarthook/start-apiextensions-informers',
  'poststarthook/start-apiextensions-controllers',
  'poststarthook/crd-informer-synced',
  'poststarthook/start-system-namespaces-controller',
  'poststarthook/start-cluster-authentication-info-controller',
  'poststarthook/start-kube-apiserver-identity-lease-controller',
  'poststarthook/start-kube-apiserver-identity-lease-garbage-collector',
  'poststarthook/start-legacy-token-tracking-controller',
  'poststarthook/start-service-ip-repair-controllers',
  'poststarthook/rbac/bootstrap-roles',
  'poststarthook/scheduling/bootstrap-system-priority-classes',
  'poststarthook/priority-and-fairness-config-producer',
  'poststarthook/bootstrap-controller',
  'poststarthook/start-kubernetes-service-cidr-controller',
  'poststarthook/start-kube-aggregator-informers',
  'poststarthook/apiservice-status-local-available-controller',
  'poststarthook/apiservice-status-remote-available-controller',
  'poststarthook/apiservice-registration-controller',
  'poststarthook/apiservice-discovery-controller',
  'poststarthook/kube-apiserver-autoregistration',
  'autoregister-completion',
  'poststarthook/apiservice-openapi-controller',
  'poststarthook/apiservice-openapiv3-controller',
] as const;

const plainText = 'text/plain; charset=utf-8';

/** `/healthz`, `/livez`, `/readyz` and what is under them. https://kubernetes.io/docs/reference/using-api/health-checks/ */
export function answerHealth({path, query}: KubeRequest): KubeResponse | undefined {
  const [, endpoint = '', ...rest] = path.split('/');
  if (endpoint !== 'healthz' && endpoint !== 'livez' && endpoint !== 'readyz') return undefined;
  const one = rest.join('/');
  if (one !== '') return checks.some((check) => check === one) ? text(plainText, 'ok') : notFoundPage();
  if (!query.has('verbose')) return text(plainText, 'ok');
  const all: readonly string[] = endpoint === 'readyz' ? [...checks, 'shutdown'] : checks;
  const excluded = query.getAll('exclude');
  const lines = all.map((check) => `[+]${check} ${excluded.includes(check) ? 'excluded: ok' : 'ok'}\n`);
  return text(plainText, `${lines.join('')}${endpoint} check passed\n`);
}

/** What a path that nobody serves is answered with. */
export function notFoundPage(): KubeResponse {
  return text(plainText, '404 page not found\n', {status: 404});
}

const version = {
  major: '1',
  minor: '34',
  emulationMajor: '1',
  emulationMinor: '34',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '33',
  gitVersion: 'v1.34.4',
  gitCommit: '$Format:%H$',
  gitTreeState: 'clean',
  buildDate: '2026-02-10T00:00:00Z',
  goVersion: 'go1.26.8',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** `/version`, which is always made for people to read. */
export function answerVersion({path}: KubeRequest): KubeResponse | undefined {
  if (path !== '/version' && path !== '/version/') return undefined;
  return text('application/json', JSON.stringify(version, null, 2));
}

/** `/`: every path there is. */
export function answerPaths(request: KubeRequest, paths: readonly string[]): KubeResponse | undefined {
  if (request.path !== '/') return undefined;
  const body = {paths: [...paths, ...checks.map((check) => `/healthz/${check}`), '/healthz', '/version'].sort()};
  return text('application/json', JSON.stringify(body, null, 2));
}
