import {bool, duration, text} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {withDefaults} from '../configuration/cluster-config.ts';
import {readConfig} from '../configuration/read-config.ts';
import {attempting} from '../errors.ts';
import {clusterNameOf, kubeconfigFlag} from '../flags.ts';
import {createCluster} from './create-cluster.ts';

const flags = {
  name: text('name', {short: 'n', usage: 'cluster name, overrides KIND_CLUSTER_NAME, config (default kind)'}),
  config: text('config', {usage: 'path to a kind config file'}),
  image: text('image', {usage: 'node docker image to use for booting the cluster'}),
  retain: bool('retain', {usage: 'retain nodes for debugging when cluster creation fails'}),
  wait: duration('wait', {
    usage:
      'The length of time to wait for control plane node to be ready (default 0s). Non-zero values should contain a corresponding time unit (e.g. 1s, 2m, 3h).',
  }),
  kubeconfig: kubeconfigFlag,
};

const nanosecondsPerMs = 1e6;

/** `kind create cluster`. https://kind.sigs.k8s.io/docs/user/quick-start/ */
export const create = defineCommand({
  usage: '[flags]',
  short: 'Creates a local Kubernetes cluster',
  long: "Creates a local Kubernetes cluster using Docker container 'nodes'",
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run(call) {
    const {app, get} = call;
    await attempting('failed to create cluster', async () => {
      const config = await readConfig(app.context, get(flags.config));
      await createCluster(app, {
        config: withDefaults(config, {name: clusterNameOf(call, flags.name), image: get(flags.image)}),
        retain: get(flags.retain),
        waitMs: get(flags.wait) / nanosecondsPerMs,
        kubeconfig: get(flags.kubeconfig),
      });
    });
    return 0;
  },
});
