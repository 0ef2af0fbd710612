import {bool, int, text as textFlag} from '../../cobra/flag-kinds.ts';
import type {Json} from '../json.ts';
import {formatQuantity, parseQuantity} from '../values/quantity.ts';
import {createCommand} from './generator.ts';

const hard = textFlag('hard', {
  usage: 'A comma-delimited set of resource=quantity pairs that define a hard limit.',
});
const scopes = textFlag('scopes', {
  usage: 'A comma-delimited set of quota scopes that must all match each object tracked by the quota.',
});

export const createQuota = createCommand({
  usage: 'NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  short: 'Create a quota with the specified name',
  examples: '# Create a new resource quota named my-quota\nkubectl create quota my-quota --hard=cpu=1,memory=1G,pods=2',
  flags: [hard, scopes],
  failure: 'quota',
  make({get}, name) {
    const limits = get(hard) === '' ? {} : {hard: resourceList(get(hard))};
    const all = get(scopes) === '' ? {} : {scopes: get(scopes).split(',')};
    return {apiVersion: 'v1', kind: 'ResourceQuota', metadata: {name}, spec: {...limits, ...all}, status: {}};
  },
});

/** `cpu=1,memory=1G` as amounts; throws in kubectl's words. */
export function resourceList(given: string): Json {
  return Object.fromEntries(
    given.split(',').map((pair) => {
      const [name = '', amount, ...more] = pair.split('=');
      if (amount === undefined || more.length > 0) {
        throw new Error(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
      }
      const quantity = parseQuantity(amount);
      if (quantity === undefined) {
        throw new Error("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
      }
      return [name, formatQuantity(quantity)];
    }),
  );
}

const budget = {
  minAvailable: textFlag('min-available', {
    usage: 'The minimum number or percentage of available pods this budget requires.',
  }),
  maxUnavailable: textFlag('max-unavailable', {
    usage: 'The maximum number or percentage of unavailable pods this budget requires.',
  }),
  selector: textFlag('selector', {
    usage: 'A label selector to use for this budget. Only equality-based selector requirements are supported.',
  }),
} as const;

export const createDisruptionBudget = createCommand({
  usage: 'NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  short: 'Create a pod disruption budget with the specified name',
  examples:
    '# Of the pods with the label app=rails at least one is to be available at any time\nkubectl create poddisruptionbudget my-pdb --selector=app=rails --min-available=1',
  flags: Object.values(budget),
  failure: 'poddisruptionbudgets',
  make({get}, name) {
    const [least, most, labels] = [get(budget.minAvailable), get(budget.maxUnavailable), get(budget.selector)];
    if (labels === '') throw new Error('a selector must be specified');
    if (least !== '' && most !== '') {
      throw new Error('min-available and max-unavailable cannot be both specified');
    }
    if (least === '' && most === '') throw new Error('one of min-available or max-unavailable must be specified');
    return {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: {name},
      spec: {
        ...(most === '' ? {minAvailable: numberOrText(least)} : {maxUnavailable: numberOrText(most)}),
        selector: {matchLabels: Object.fromEntries(labels.split(',').map((pair) => pair.split(/==?/)))},
      },
      status: {currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0},
    };
  },
});

function numberOrText(given: string): number | string {
  return /^-?\d+$/.test(given) ? Number(given) : given;
}

const priority = {
  value: int('value', {usage: 'the value of this priority class.'}),
  globalDefault: bool('global-default', {
    usage: 'global-default specifies whether this PriorityClass should be considered as the default priority.',
  }),
  description: textFlag('description', {
    usage:
      'description is an arbitrary string that usually provides guidelines on when this priority class should be used.',
  }),
  preemption: textFlag('preemption-policy', {
    usage: 'preemption-policy is the policy for preempting pods with lower priority.',
    initial: 'PreemptLowerPriority',
  }),
} as const;

export const createPriorityClass = createCommand({
  usage: 'NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  short: 'Create a priority class with the specified name',
  examples:
    '# Create a priority class named high-priority\nkubectl create priorityclass high-priority --value=1000 --description="high priority"',
  flags: Object.values(priority),
  required: [priority.value],
  failure: 'priorityclass',
  make: ({get}, name) => ({
    apiVersion: 'scheduling.k8s.io/v1',
    ...(get(priority.description) === '' ? {} : {description: get(priority.description)}),
    ...(get(priority.globalDefault) ? {globalDefault: true} : {}),
    kind: 'PriorityClass',
    metadata: {name},
    preemptionPolicy: get(priority.preemption),
    value: get(priority.value),
  }),
});
