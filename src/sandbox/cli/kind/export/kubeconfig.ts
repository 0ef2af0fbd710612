import {defineCommand} from '../app.ts';
import {clusterNameOf, internalFlag, kubeconfigFlag, nameFlag} from '../flags.ts';
import {exportKubeconfig} from '../kubeconfig/of-cluster.ts';

const flags = {name: nameFlag('the cluster context name'), kubeconfig: kubeconfigFlag, internal: internalFlag};

/** `kind export kubeconfig`. */
export const kubeconfig = defineCommand({
  usage: '[flags]',
  short: 'Exports cluster kubeconfig',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run(call) {
    const {app, get} = call;
    const name = clusterNameOf(call, flags.name);
    const [path, internal] = [get(flags.kubeconfig), get(flags.internal)];
    await exportKubeconfig(app, {name, internal, kubeconfig: path, patient: false});
    await app.voice.info(`Set kubectl context to "kind-${name}"`);
    return 0;
  },
});
