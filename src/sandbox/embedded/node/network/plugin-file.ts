import {at, listOf, textOf} from '../../kubernetes-api/values/reading.ts';
import type {Files} from '../../runtime/fs/files.ts';
import type {FileSystemNode} from '../../runtime/fs/nodes.ts';
import {parseSubnet, type Subnet} from '../../runtime/net/address.ts';
import {isSystemError} from '../../system-error.ts';

/** Where a node's network plugin is set up: without a file in there a node has no network for Pods. */
const folder = '/etc/cni/net.d';
const file = `${folder}/10-kindnet.conflist`;

/** The addresses a node has for its Pods; undefined while no plugin is set up. */
export function podSubnet(files: Files): Subnet | undefined {
  try {
    const document: unknown = JSON.parse(files.readText(file));
    const [plugin] = listOf(at(document, 'plugins'));
    const [[range] = []] = listOf(at(plugin, 'ipam', 'ranges')).map(listOf);
    return parseSubnet(textOf(at(range, 'subnet')));
  } catch (error) {
    if (isSystemError(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The same for who asks often: the file is read again when it has changed. */
export class PodSubnet {
  readonly #files: Files;
  #read: {readonly node: FileSystemNode; readonly modifiedMs: number; readonly subnet: Subnet | undefined} | undefined;

  constructor(files: Files) {
    this.#files = files;
  }

  get(): Subnet | undefined {
    const stat = this.#files.stat(file);
    if (!stat) return undefined;
    const {node, modifiedMs} = stat;
    if (this.#read?.node !== node || this.#read.modifiedMs !== modifiedMs)
      this.#read = {node, modifiedMs, subnet: podSubnet(this.#files)};
    return this.#read.subnet;
  }
}

/** Sets a node up as kindnetd does. https://github.com/kubernetes-sigs/kind/tree/main/images/kindnetd */
export function writePluginFile(files: Files, subnet: string): void {
  const ipam = {
    type: 'host-local',
    dataDir: '/run/cni-ipam-state',
    routes: [{dst: '0.0.0.0/0'}],
    ranges: [[{subnet}]],
  };
  const plugins = [
    {type: 'ptp', ipMasq: false, ipam, mtu: 1500},
    {type: 'portmap', capabilities: {portMappings: true}},
  ];
  files.makeDirectories(folder, 0o755);
  files.write(file, `${JSON.stringify({cniVersion: '0.3.1', name: 'kindnet', plugins}, undefined, '\t')}\n`);
}
