import {defineCommand} from '../app.ts';
import {attempting} from '../errors.ts';
import {clusterNameOf, kubeconfigFlag, nameFlag} from '../flags.ts';
import {deleteCluster} from './delete-cluster.ts';
import {idempotence} from './long.ts';

const flags = {name: nameFlag('the cluster name'), kubeconfig: kubeconfigFlag};

/** `kind delete cluster`. */
export const cluster = defineCommand({
  usage: '[flags]',
  short: 'Deletes a cluster',
  long: `Deletes a Kind cluster from the system.\n\n${idempotence}`,
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run(call) {
    const {app, get} = call;
    const name = clusterNameOf(call, flags.name);
    await app.voice.info(`Deleting cluster ${JSON.stringify(name)} ...`);
    await attempting(`failed to delete cluster ${JSON.stringify(name)}`, () =>
      deleteCluster(app, {name, kubeconfig: get(flags.kubeconfig)}),
    );
    return 0;
  },
});
