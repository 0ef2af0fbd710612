import type {OverlayDirectory} from '../../runtime/fs/overlay.ts';
import type {NetworkStack} from '../../runtime/net/stack.ts';
import type {ProcessSpace} from '../../runtime/process/space.ts';
import type {Image, RunConfig} from '../images/image.ts';
import type {NetworkEndpoint} from '../networks/endpoint.ts';

/** A container as the API knows it; the class in `docker-container.ts` is one. */
export interface Container {
  readonly id: string;
  /** Without the slash. */
  readonly name: string;
  readonly createdMs: number;
  readonly image: Image;
  /** The reference it was made with, as `docker ps` shows it. */
  readonly imageName: string;
  readonly config: RunConfig & {readonly Hostname?: string; readonly Tty?: boolean; readonly OpenStdin?: boolean};
  readonly labels: {readonly [name: string]: string};
  readonly status: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  /** What it wrote over its image. */
  readonly layer: OverlayDirectory;
  readonly stack: NetworkStack;
  /** By network name, in the order they were connected. */
  readonly endpoints: ReadonlyMap<string, NetworkEndpoint>;
  /** Its processes; undefined while it does not run. */
  readonly space: ProcessSpace | undefined;
}
