import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {listClusters, listNodes} from '../cluster/nodes.ts';
import {clusterNameOf, nameFlag} from '../flags.ts';

const flags = {
  name: nameFlag('the cluster context name'),
  all: bool('all-clusters', {
    short: 'A',
    usage:
      'If present, list all the available nodes across all cluster contexts. Current context is ignored even if specified with --name.',
  }),
};

/** `kind get nodes`. */
export const nodes = defineCommand({
  usage: '[flags]',
  short: 'Lists existing kind nodes by their name',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run(call) {
    const {app, get} = call;
    const all = get(flags.all);
    const clusters = all ? await listClusters(app.docker) : [clusterNameOf(call, flags.name)];
    const names: string[] = [];
    for (const cluster of clusters) names.push(...(await listNodes(app.docker, cluster)));
    for (const name of names) await app.print(name);
    if (names.length > 0) return 0;
    const none = all ? 'for any cluster' : `found for cluster ${JSON.stringify(clusters[0])}`;
    await app.voice.info(`No kind nodes ${none}.`);
    return 0;
  },
});
