/** Commands of kubectl as it names itself in its calls, without `kubectl`. */
// biome-ignore format: a table
const COMMANDS = [
  'annotate', 'api-resources', 'api-versions', 'apply', 'attach', 'auth can-i', 'autoscale', 'cluster-info', 'cordon', 'cp',
  'create', 'debug', 'delete', 'describe', 'diff', 'drain', 'edit', 'events', 'exec', 'explain', 'expose', 'get', 'label',
  'logs', 'patch', 'port-forward', 'replace', 'rollout history', 'rollout pause', 'rollout restart', 'rollout resume',
  'rollout status', 'rollout undo', 'run', 'scale', 'set env', 'set image', 'set resources', 'set selector', 'taint', 'top node',
  'top pod', 'uncordon', 'version', 'wait',
] as const;

const CREATED = [
  ...['configmap', 'secret', 'secret generic', 'deployment', 'job', 'cronjob', 'namespace', 'service'],
  ...['service clusterip', 'service nodeport', 'serviceaccount', 'role', 'rolebinding', 'quota', 'ingress'],
  ...['poddisruptionbudget', 'priorityclass', 'token'],
];

const SHORT: {readonly [word: string]: string} = {
  'create deploy': 'create deployment',
  'create cm': 'create configmap',
  'create ns': 'create namespace',
  'create svc': 'create service',
  'create sa': 'create serviceaccount',
  'create pdb': 'create poddisruptionbudget',
  'top nodes': 'top node',
  'top pods': 'top pod',
};

/** The call log's verb for `kubectl get`, `kubectl create deploy` …; undefined for words kubectl does not have. */
export function kubectlVerb(command: string): string | undefined {
  const [program, ...words] = command.trim().split(/\s+/);
  const typed = words.join(' ');
  const line = SHORT[typed] ?? typed;
  const isKnown =
    COMMANDS.some((known) => known === line) ||
    (line.startsWith('create ') && CREATED.includes(line.slice('create '.length)));
  return program === 'kubectl' && isKnown ? `kubectl ${line}` : undefined;
}

/** Every command `kubectlVerb` knows, for the nearest word in an error. */
export function knownKubectlCommands(): readonly string[] {
  return [...COMMANDS, ...CREATED.map((what) => `create ${what}`)].map((words) => `kubectl ${words}`).sort();
}

/** Short and singular names of resources, as people write them, by the name the API has. */
const RESOURCES: {readonly [plural: string]: readonly string[]} = {
  pods: ['pod', 'po'],
  services: ['service', 'svc'],
  deployments: ['deployment', 'deploy'],
  replicasets: ['replicaset', 'rs'],
  daemonsets: ['daemonset', 'ds'],
  statefulsets: ['statefulset', 'sts'],
  nodes: ['node', 'no'],
  namespaces: ['namespace', 'ns'],
  configmaps: ['configmap', 'cm'],
  secrets: ['secret'],
  events: ['event', 'ev'],
  endpoints: ['ep'],
  endpointslices: ['endpointslice'],
  jobs: ['job'],
  cronjobs: ['cronjob', 'cj'],
  serviceaccounts: ['serviceaccount', 'sa'],
  persistentvolumeclaims: ['persistentvolumeclaim', 'pvc'],
  ingresses: ['ingress', 'ing'],
  horizontalpodautoscalers: ['horizontalpodautoscaler', 'hpa'],
};

/** `pod/web` as the API's `pods/web`; a resource nobody knows a short name of stays as it is. */
export function fullTarget(target: string): string {
  const [resource = '', ...rest] = target.split('/');
  const word = resource.toLowerCase();
  const plural = Object.keys(RESOURCES).find((name) => name === word || RESOURCES[name]?.includes(word)) ?? word;
  return [plural, ...rest].join('/');
}
