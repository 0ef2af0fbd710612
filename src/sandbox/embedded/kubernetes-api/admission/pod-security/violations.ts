import {baseline} from './baseline.ts';
import {type Check, podParts} from './pod-parts.ts';
import {restricted} from './restricted.ts';

export type Level = 'privileged' | 'baseline' | 'restricted';

export function levelOf(label: string | undefined): Level {
  return label === 'baseline' || label === 'restricted' ? label : 'privileged';
}

const strict = new Set(restricted.map(({instead}) => instead));

const checks: {readonly [level in Level]: readonly Check[]} = {
  privileged: [],
  baseline,
  restricted: [...baseline.filter(({id}) => !strict.has(id)), ...restricted],
};

/** What of a Pod a level does not let: `hostPort (container "web" uses hostPort 80)`; without details in a few words. */
export function violationsOf(
  level: Level,
  pod: {readonly spec: unknown; readonly annotations: unknown},
  detailed = true,
): readonly string[] {
  const parts = podParts(pod.spec, pod.annotations);
  return checks[level].flatMap((check) => {
    const found = check.look(parts);
    if (!found) return [];
    return [detailed ? `${found[0]} (${found[1]})` : found[0]];
  });
}
