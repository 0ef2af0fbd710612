import {pairCommand} from './change-pairs.ts';

export const annotate = pairCommand({
  word: 'annotation',
  field: 'annotations',
  usage: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  short: 'Update the annotations on a resource',
  examples: `# Give a pod an annotation
kubectl annotate pods foo description='my frontend'

# Take an annotation off
kubectl annotate pods foo description-`,
  manager: 'kubectl-annotate',
  check: () => undefined,
  refuse(found) {
    const said = found.map(([key, value]) => `'${key}' already has a value (${value})`);
    throw new Error(`--overwrite is false but found the following declared annotation(s): ${said.join('; ')}`);
  },
  outcome: () => 'annotated',
});
