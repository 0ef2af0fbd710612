import type {Node} from 'kubernetes-types/core/v1';
import {Informers} from '../../controllers/informer.ts';
import type {Stored} from '../../kubernetes-api/object.ts';
import {rootFiles} from '../../runtime/fs/root-files.ts';
import {parseSubnet, subnetText} from '../../runtime/net/address.ts';
import type {Process, Program} from '../../runtime/process/process.ts';
import {inClusterClient} from '../access/component-client.ts';
import type {Backplane} from '../backplane.ts';
import {sayOn} from '../control-plane/klog.ts';
import {told} from '../control-plane/told.ts';
import {podSubnet, writePluginFile} from './plugin-file.ts';

/** Lays the network between the Pods of all nodes. https://github.com/kubernetes-sigs/kind/tree/main/images/kindnetd */
export function kindnetdProgram(backplane: Backplane): Program {
  return {name: 'kindnetd', memoryBytes: 16 << 20, main: (process) => runKindnetd(process, backplane)};
}

async function runKindnetd(process: Process, backplane: Backplane): Promise<number> {
  const say = sayOn(process);
  const end = told(process);
  try {
    const client = inClusterClient(process, backplane, 'kindnetd');
    await say('I', 'main.go:109', '"connecting to apiserver"');
    await process.wait(client.ready());
    await say('I', 'main.go:139', `hostIP = ${process.env.get('HOST_IP') ?? ''}`);
    const informers = new Informers(client);
    process.signal.addEventListener('abort', () => informers.stop(), {once: true});
    const laid = (node: Stored<Node>): void => lay(process, node);
    informers.of<Stored<Node>>('nodes').on({added: laid, changed: laid, removed: (node) => forget(process, node)});
  } catch (error) {
    if (!(error instanceof Error) || process.signal.aborted) throw error;
    await say('F', 'main.go:109', `failed to create clientset: ${error.message}`);
    return 255;
  }
  return process.wait(end);
}

/** The node's own addresses for Pods go to its plugin, another node's become a route. */
function lay(process: Process, node: Stored<Node>): void {
  const cidr = node.spec?.podCIDR;
  const subnet = cidr === undefined ? undefined : parseSubnet(cidr);
  if (cidr === undefined || !subnet) return;
  const {space} = process;
  if (node.metadata.name === space.hostname) {
    const files = rootFiles(space.mounts, () => process.now());
    const known = podSubnet(files);
    if (known === undefined || subnetText(known) !== subnetText(subnet)) writePluginFile(files, cidr);
    return;
  }
  const via = addressOf(node);
  if (via !== '') space.network.base.routes.set(cidr, {subnet, via});
}

function forget({space}: Process, node: Stored<Node>): void {
  const cidr = node.spec?.podCIDR;
  if (cidr !== undefined) space.network.base.routes.delete(cidr);
}

function addressOf({status}: Stored<Node>): string {
  return (status?.addresses ?? []).find(({type}) => type === 'InternalIP')?.address ?? '';
}
