import type {Client} from '../../../kubernetes-api/client.ts';
import type {FileSystemNode} from '../../../runtime/fs/nodes.ts';
import type {Node} from '../../node.ts';
import type {PlacedAt} from '../env/field-ref.ts';
import type {KubePod, PodVolume} from '../pod.ts';

/** A volume that cannot be set up, with the sentence that stands behind `MountVolume.SetUp failed for volume "x" : `. */
export class MountFault extends Error {}

/** What a volume is made with. */
export interface VolumeContext {
  readonly node: Node;
  readonly client: Client;
  readonly pod: KubePod;
  readonly volume: PodVolume;
  /** Asked late: a Pod has its address after its volumes. */
  readonly placed: () => PlacedAt;
}

/** A volume as it is on the node. */
export interface VolumeTree {
  readonly root: FileSystemNode;
  readonly type?: 'tmpfs';
  /** Whatever a mount says, nobody writes into it. */
  readonly readOnly?: boolean;
  /** A Pod that puts more into it is evicted. */
  readonly limitBytes?: number;
  /** More trees below the root, by their path in it: what the node has mounted there. */
  readonly inner?: readonly {readonly path: string; readonly root: FileSystemNode; readonly readOnly: boolean}[];
  /** Looks again at what it is made of. Throws a MountFault. */
  refresh?(context: VolumeContext): void;
  /** Gives its room back. */
  release(): void;
}
