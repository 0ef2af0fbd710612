import {labelValueProblem} from '../writing/label-syntax.ts';
import {pairCommand} from './change-pairs.ts';

export const label = pairCommand({
  word: 'label',
  field: 'labels',
  usage: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  short: 'Update the labels on a resource',
  examples: `# Give a pod a label
kubectl label pods foo unhealthy=true

# Change a label that is there
kubectl label --overwrite pods foo status=unhealthy

# Take a label off
kubectl label pods foo bar-`,
  manager: 'kubectl-label',
  check(key, value) {
    const problem = labelValueProblem(value);
    if (problem !== undefined) throw new Error(`invalid label value: ${JSON.stringify(`${key}=${value}`)}: ${problem}`);
  },
  refuse(found) {
    const said = found.map(([key, value]) => `'${key}' already has a value (${value}), and --overwrite is false`);
    throw new Error(said.length === 1 ? (said[0] ?? '') : `[${said.join(', ')}]`);
  },
  outcome({before, changes}) {
    const removes = changes.removed.some((key) => key in before);
    const sets = [...changes.set].some(([key, value]) => before[key] !== value);
    if (removes && changes.set.size > 0) return 'labeled';
    if (removes) return 'unlabeled';
    return sets || changes.set.size === 0 ? 'labeled' : 'not labeled';
  },
});
