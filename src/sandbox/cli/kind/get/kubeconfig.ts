import {defineCommand} from '../app.ts';
import {clusterNameOf, internalFlag, nameFlag} from '../flags.ts';
import {kubeconfigText} from '../kubeconfig/file.ts';
import {kubeconfigOf} from '../kubeconfig/of-cluster.ts';

const flags = {name: nameFlag('the cluster context name'), internal: internalFlag};

/** `kind get kubeconfig`. */
export const kubeconfig = defineCommand({
  usage: '[flags]',
  short: 'Prints cluster kubeconfig',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run(call) {
    const {app, get} = call;
    const wanted = {name: clusterNameOf(call, flags.name), internal: get(flags.internal)};
    await app.print(kubeconfigText(await kubeconfigOf(app, wanted)));
    return 0;
  },
});
