import {bool} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {listClusters} from '../cluster/nodes.ts';
import {attempting, errorOf} from '../errors.ts';
import {kubeconfigFlag} from '../flags.ts';
import {deleteCluster} from './delete-cluster.ts';
import {idempotence} from './long.ts';

const flags = {all: bool('all', {short: 'A', usage: 'delete all clusters'}), kubeconfig: kubeconfigFlag};

/** `kind delete clusters`. */
export const clusters = defineCommand({
  usage: '[flags]',
  short: 'Deletes one or more clusters',
  long: `Deletes one or more Kind clusters from the system.\n\n${idempotence}`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run({app, args, get}) {
    const all = get(flags.all);
    if (!all && args.length === 0) throw new Error('no cluster names provided');
    const names = all ? await attempting('failed listing clusters for delete', () => listClusters(app.docker)) : args;
    const deleted: string[] = [];
    for (const name of names) {
      try {
        await deleteCluster(app, {name, kubeconfig: get(flags.kubeconfig)});
        deleted.push(JSON.stringify(name));
      } catch (error) {
        await app.voice.info(`failed to delete cluster ${JSON.stringify(name)}: ${errorOf(error).message}`);
      }
    }
    await app.voice.info(`Deleted clusters: [${deleted.join(' ')}]`);
    return 0;
  },
});
