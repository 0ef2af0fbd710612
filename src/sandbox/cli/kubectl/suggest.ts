import type {Entry} from '../cobra/command.ts';
import type {Kubectl} from './app.ts';

const nearEnough = 2;

/** Commands that upstream has. */
const upstream = new Set(
  ['create', 'expose', 'run', 'set', 'explain', 'get', 'edit', 'delete', 'rollout', 'scale', 'autoscale', 'certificate']
    .concat([
      'cluster-info',
      'top',
      'cordon',
      'uncordon',
      'drain',
      'taint',
      'describe',
      'logs',
      'attach',
      'exec',
      'port-forward',
    ])
    .concat([
      'proxy',
      'cp',
      'auth',
      'debug',
      'events',
      'diff',
      'apply',
      'patch',
      'replace',
      'wait',
      'kustomize',
      'label',
    ])
    .concat(['annotate', 'completion', 'alpha', 'api-resources', 'api-versions', 'config', 'plugin', 'version']),
);

/** What is said to a name that is no command, with those that look like it. */
export function unknownCommand(word: string, entries: readonly Entry<Kubectl>[]): string {
  if (upstream.has(word)) return `error: ${word} is not there in the kubectl of k8s-learn`;
  const near = entries
    .filter(({hidden}) => hidden !== true)
    .map(({name}) => name)
    .filter((name) => distance(word.toLowerCase(), name) <= nearEnough || name.startsWith(word.toLowerCase()));
  const hint = near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}`;
  return `error: unknown command ${JSON.stringify(word)} for "kubectl"${hint}`;
}

/** How many letters must be changed, added or taken away to make one word of another. */
function distance(from: string, to: string): number {
  let row = [...to].map((_, index) => index + 1);
  row.unshift(0);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (const [column, other] of [...to].entries()) {
      const change = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
