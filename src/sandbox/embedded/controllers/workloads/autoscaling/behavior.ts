import type {HPAScalingRules} from 'kubernetes-types/autoscaling/v2';
import type {Frozen} from '../../../kubernetes-api/object.ts';
import type {HorizontalPodAutoscalerObject} from '../kinds.ts';

/** How many replicas were asked for when. */
export interface Recommendation {
  readonly atMs: number;
  readonly replicas: number;
}

/** What an autoscaler remembers between looks. */
export interface AutoscalerMemory {
  recommendations: Recommendation[];
  /** Changes that were made, up or down. */
  changes: Recommendation[];
}

export interface Limited {
  readonly replicas: number;
  /** `ScalingLimited` */
  readonly limited: boolean;
  readonly reason: string;
  readonly message: string;
  /** A higher recommendation of late holds. */
  readonly stabilized: 'down' | 'up' | undefined;
}

type Rules = Frozen<HPAScalingRules> | undefined;

const longestWindowMs = 3_600_000;
const usualDownWindowMs = 300_000;

/** What is really done about a proposal: not back and forth, not too fast, and within the bounds. */
export function limit(
  {spec}: HorizontalPodAutoscalerObject,
  memory: AutoscalerMemory,
  {current, proposed, now}: {readonly current: number; readonly proposed: number; readonly now: number},
): Limited {
  const {behavior, minReplicas = 1, maxReplicas} = spec;
  memory.recommendations = recent(memory.recommendations, now, longestWindowMs);
  memory.recommendations.push({atMs: now, replicas: proposed});
  memory.changes = recent(memory.changes, now, longestWindowMs);
  const steady = stabilize(
    memory,
    {current, proposed, now},
    {
      up: windowOf(behavior?.scaleUp, 0),
      down: windowOf(behavior?.scaleDown, usualDownWindowMs),
    },
  );
  const most = Math.min(maxReplicas, upLimit(behavior?.scaleUp, memory, current, now));
  const least = Math.max(minReplicas, downLimit(behavior?.scaleDown, memory, current, now));
  const stabilized = steady === proposed ? undefined : steady > proposed ? 'down' : 'up';
  const say = (replicas: number, limited: boolean, [reason, message]: readonly [string, string]): Limited => {
    return {replicas, limited, reason, message, stabilized};
  };
  if (steady > most) return say(most, true, most === maxReplicas ? tooMany : tooFast('increasing', 'Up'));
  if (steady < least) return say(least, true, least === minReplicas ? tooFew : tooFast('decreasing', 'Down'));
  return say(steady, false, within);
}

const within = ['DesiredWithinRange', 'the desired count is within the acceptable range'] as const;
const tooMany = ['TooManyReplicas', 'the desired replica count is more than the maximum replica count'] as const;
const tooFew = ['TooFewReplicas', 'the desired replica count is less than the minimum replica count'] as const;

function tooFast(how: string, way: 'Up' | 'Down'): readonly [string, string] {
  return [`Scale${way}Limit`, `the desired replica count is ${how} faster than the maximum scale rate`];
}

function windowOf(rules: Rules, usualMs: number): number {
  return rules?.stabilizationWindowSeconds === undefined ? usualMs : rules.stabilizationWindowSeconds * 1000;
}

function recent(all: readonly Recommendation[], now: number, windowMs: number): Recommendation[] {
  return all.filter(({atMs}) => atMs >= now - windowMs);
}

function stabilize(
  {recommendations}: AutoscalerMemory,
  {current, proposed, now}: {readonly current: number; readonly proposed: number; readonly now: number},
  windows: {readonly up: number; readonly down: number},
): number {
  const counts = (windowMs: number) => recent(recommendations, now, windowMs).map(({replicas}) => replicas);
  const least = Math.min(proposed, ...counts(windows.up));
  const most = Math.max(proposed, ...counts(windows.down));
  if (current < least) return least;
  return current > most ? most : current;
}

function upLimit(rules: Rules, memory: AutoscalerMemory, current: number, now: number): number {
  if (rules?.selectPolicy === 'Disabled') return current;
  // Doubling, and at least four at a time, is what upstream does when nobody says.
  if (!rules?.policies) return Math.max(2 * current, 4);
  const limits = rules.policies.map(({type, value, periodSeconds}) => {
    const added = changed(memory, now, periodSeconds, 1);
    const start = current - added;
    return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
  });
  return rules.selectPolicy === 'Min' ? Math.min(...limits) : Math.max(...limits);
}

function downLimit(rules: Rules, memory: AutoscalerMemory, current: number, now: number): number {
  if (rules?.selectPolicy === 'Disabled') return current;
  if (!rules?.policies) return 0;
  const limits = rules.policies.map(({type, value, periodSeconds}) => {
    const start = current + changed(memory, now, periodSeconds, -1);
    return type === 'Pods' ? start - value : Math.floor(start * (1 - value / 100));
  });
  return rules.selectPolicy === 'Min' ? Math.max(...limits) : Math.min(...limits);
}

function changed({changes}: AutoscalerMemory, now: number, periodSeconds: number, sign: 1 | -1): number {
  const some = recent(changes, now, periodSeconds * 1000).filter(({replicas}) => replicas * sign > 0);
  return some.reduce((sum, {replicas}) => sum + replicas * sign, 0);
}
