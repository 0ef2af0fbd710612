import type {Kind} from '../app.ts';
import {listNodes} from '../cluster/nodes.ts';
import {attempting, errorOf} from '../errors.ts';
import {removeFromKubeconfigs} from '../kubeconfig/file.ts';

/** Removes a cluster's containers and its entries in the kubeconfig; one that is not there is no error. */
export async function deleteCluster(
  {docker, voice, context}: Kind,
  {name, kubeconfig}: {readonly name: string; readonly kubeconfig: string},
): Promise<void> {
  const nodes = await attempting('error listing nodes', () => listNodes(docker, name));
  let unwritten: Error | undefined;
  try {
    await removeFromKubeconfigs(context, {name, kubeconfig});
  } catch (error) {
    // The containers go all the same.
    unwritten = errorOf(error);
    await voice.say(`failed to update kubeconfig: ${unwritten.message}`);
  }
  if (nodes.length > 0) {
    await attempting('failed to delete nodes', () => docker.run({args: ['rm', '-f', '-v', ...nodes]}));
    await voice.info(`Deleted nodes: [${nodes.map((node) => JSON.stringify(node)).join(' ')}]`);
  }
  if (unwritten !== undefined) throw unwritten;
}
