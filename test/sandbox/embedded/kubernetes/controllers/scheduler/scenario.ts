/** What scenarios.yaml says, and what it stands for: shared by the recorder and the test, so that both ask the same. */
export interface Scenario {
  readonly name: string;
  readonly nodes: {readonly [name: string]: NodeWish};
  readonly objects?: readonly {readonly [field: string]: unknown}[];
  readonly pods: {readonly [name: string]: PodWish};
}

export interface NodeWish {
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: string;
  readonly labels?: {readonly [key: string]: string};
  readonly taints?: readonly {readonly key: string; readonly value?: string; readonly effect: string}[];
  readonly unschedulable?: boolean;
  readonly images?: readonly {readonly names: readonly string[]; readonly sizeBytes: number}[];
}

type Labels = {readonly [key: string]: string};

export interface PodWish {
  readonly labels?: Labels;
  readonly image?: string;
  readonly requests?: {readonly [resource: string]: string};
  readonly limits?: {readonly [resource: string]: string};
  readonly ports?: readonly object[];
  readonly priority?: string;
  /** Terms of a required node affinity, each a list of expressions. */
  readonly required?: readonly (readonly object[])[];
  readonly preferred?: readonly object[];
  /** Nodes by name, as Pods of a DaemonSet have it. */
  readonly named?: readonly string[];
  readonly near?: Labels;
  readonly far?: Labels;
  readonly prefersNear?: Labels;
  readonly prefersFar?: Labels;
  /** The topology of those four. */
  readonly by?: string;
  readonly spread?: {readonly [field: string]: unknown};
  readonly claim?: string;
  readonly spec?: {readonly tolerations?: readonly object[]; readonly [field: string]: unknown};
}

/** What became of a Pod. */
export interface Recorded {
  readonly node: string | null;
  readonly nominated: string | null;
  readonly reason: string | null;
  readonly message: string | null;
  readonly events: readonly string[];
  /** Pods that are on their way out by then. */
  readonly victims: readonly string[];
}

const own = {key: 'k5', value: 'x', effect: 'NoSchedule'};

export const priorityClasses = [
  {metadata: {name: 'low'}, value: 10},
  {metadata: {name: 'middle'}, value: 20},
  {metadata: {name: 'high'}, value: 1000},
  {metadata: {name: 'polite'}, value: 1000, preemptionPolicy: 'Never'},
] as const;

/** `prefix` keeps nodes of one recording apart from those of another. */
export function nodeDraft(name: string, {labels, taints = [], unschedulable}: NodeWish, prefix = '') {
  return {
    metadata: {name: prefix + name, labels: {'kubernetes.io/hostname': name, ...labels}},
    spec: {taints: [own, ...taints], ...(unschedulable ? {unschedulable} : {})},
  };
}

export function nodeStatus({cpu = '2', memory = '4Gi', pods = '10', images}: NodeWish) {
  const amounts = {cpu, memory, pods, 'ephemeral-storage': '10Gi'};
  return {
    capacity: amounts,
    allocatable: amounts,
    conditions: [{type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status'}],
    ...(images ? {images} : {}),
  };
}

export function podDraft(name: string, wish: PodWish, prefix = '') {
  const {labels, image = 'nginx', requests, limits, ports, priority, claim, spread, spec = {}} = wish;
  const affinity = {...nodeAffinity(wish, prefix), ...podAffinity(wish)};
  const {tolerations = [], ...rest} = spec;
  const selector = {labelSelector: {matchLabels: labels}};
  return {
    metadata: {name, ...(labels ? {labels} : {})},
    spec: {
      containers: [
        {
          name: 'c',
          image,
          ...(requests ? {resources: {requests, ...(limits ? {limits} : {})}} : {}),
          ...(ports ? {ports} : {}),
        },
      ],
      tolerations: [{key: own.key, operator: 'Exists'}, ...tolerations],
      ...(priority ? {priorityClassName: priority} : {}),
      ...(Object.keys(affinity).length > 0 ? {affinity} : {}),
      ...(spread ? {topologySpreadConstraints: [{...selector, ...spread}]} : {}),
      ...(claim ? {volumes: [{name: 'v', persistentVolumeClaim: {claimName: claim}}]} : {}),
      ...rest,
    },
  };
}

function nodeAffinity({required, preferred, named}: PodWish, prefix: string) {
  const values = named?.map((name) => prefix + name);
  const names = values && [{matchFields: [{key: 'metadata.name', operator: 'In', values}]}];
  const terms = required?.map((matchExpressions) => ({matchExpressions})) ?? names;
  if (!terms && !preferred) return {};
  return {
    nodeAffinity: {
      ...(terms ? {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: terms}} : {}),
      ...(preferred ? {preferredDuringSchedulingIgnoredDuringExecution: preferred} : {}),
    },
  };
}

function podAffinity({near, far, prefersNear, prefersFar, by = 'kubernetes.io/hostname'}: PodWish) {
  const term = (matchLabels: Labels) => ({labelSelector: {matchLabels}, topologyKey: by});
  const hard = (labels: Labels) => ({requiredDuringSchedulingIgnoredDuringExecution: [term(labels)]});
  const soft = (labels: Labels) => ({
    preferredDuringSchedulingIgnoredDuringExecution: [{weight: 100, podAffinityTerm: term(labels)}],
  });
  return {
    ...(near ? {podAffinity: hard(near)} : prefersNear ? {podAffinity: soft(prefersNear)} : {}),
    ...(far ? {podAntiAffinity: hard(far)} : prefersFar ? {podAntiAffinity: soft(prefersFar)} : {}),
  };
}
