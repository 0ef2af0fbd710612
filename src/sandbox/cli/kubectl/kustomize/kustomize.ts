import {defineCommand} from '../app.ts';
import {toYaml} from '../print/yaml.ts';
import {buildKustomization} from './build.ts';

export const kustomize = defineCommand({
  usage: 'DIR',
  short: 'Build a kustomization target from a directory or URL',
  long: "Build a set of KRM resources using a 'kustomization.yaml' file. The DIR argument must be a path to a directory containing it; without one it is the current directory.",
  examples: '# Build the current working directory\nkubectl kustomize',
  flags: [],
  args: {kind: 'atLeast', count: 0},
  async run({app, args}) {
    const [folder = '.', ...more] = args;
    if (more.length > 0) throw new Error('specify one path to kustomization.yaml');
    const all = await buildKustomization(app.context, folder);
    await app.print(all.map(toYaml).join('---\n'));
    return 0;
  },
});
