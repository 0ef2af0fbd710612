import type {Json} from '../../../docker/json.ts';
import {toYaml} from '../../../kubectl/print/yaml.ts';
import {internalEndpoint} from '../../cluster/endpoint.ts';
import {addressesOf, kubernetesNodes, versionOf, writeOn} from '../../cluster/nodes.ts';
import {type ClusterConfig, type NodeConfig, nodeNames} from '../../configuration/cluster-config.ts';
import {attempting} from '../../errors.ts';
import {kubeadmDocuments} from '../../kubeadm/config.ts';
import {patchDocuments} from '../../kubeadm/patch.ts';
import type {Creation} from './step.ts';

export const kubeadmPath = '/kind/kubeadm.conf';

/** Writes into every node what kubeadm is to make of it. */
export async function writeConfiguration(creation: Creation): Promise<void> {
  const {kind, status, config, nodes} = creation;
  await status.during('Writing configuration 📜', async () => {
    const endpoint = await internalEndpoint(kind.docker, config.name);
    const ready = await kubernetesNodes(kind.docker, nodes);
    await Promise.all(ready.map((name) => writeOne(creation, {name, endpoint})));
  });
}

interface Target {
  readonly name: string;
  readonly endpoint: string;
}

async function writeOne({kind, config, isRootless}: Creation, {name, endpoint}: Target): Promise<void> {
  const {docker, voice} = kind;
  const content = await attempting('failed to generate kubeadm config content', async () => {
    const kubernetesVersion = await attempting('failed to get kubernetes version from node', () =>
      versionOf(docker, name),
    );
    const node = configOf(config, name);
    const {v4} = await attempting('failed to get IP for node', () => addressesOf(docker, name));
    const told = {name, config: node, address: v4, kubernetesVersion, endpoint, isRootless};
    return inYaml(patchDocuments(patchDocuments(kubeadmDocuments(config, told), config), node));
  });
  await voice.info(`Using the following kubeadm config for node ${name}:\n${content}`, 2);
  await attempting('failed to copy kubeadm config to node', () =>
    writeOn(docker, {node: name, path: kubeadmPath, content}),
  );
}

function configOf(config: ClusterConfig, name: string): NodeConfig {
  const node = config.nodes[nodeNames(config.name, config.nodes).indexOf(name)];
  if (node === undefined) throw new Error(`failed to match node ${JSON.stringify(name)} to config`);
  return node;
}

function inYaml(documents: readonly Json[]): string {
  return documents.map(toYaml).join('---\n');
}
