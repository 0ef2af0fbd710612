import type {OverlayDirectory} from '../../runtime/fs/overlay.ts';
import type {NetworkStack} from '../../runtime/net/stack.ts';
import type {ProcessSpace} from '../../runtime/process/space.ts';
import type {Image, RunConfig} from '../images/image.ts';
import type {DockerNetwork} from '../networks/docker-network.ts';
import type {NetworkEndpoint} from '../networks/endpoint.ts';
import type {EndpointSettings} from './container-config.ts';

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
  /**
   * What it wrote over its image. Below it is a layer of places Docker mounts things at (`init-layer.ts`), then the
   * image: `layer.lower` is not the image's own root.
   */
  readonly layer: OverlayDirectory;
  readonly stack: NetworkStack;
  /** By network name, in the order they were connected. */
  readonly endpoints: ReadonlyMap<string, NetworkEndpoint>;
  /** Its processes; undefined while it does not run. */
  readonly space: ProcessSpace | undefined;
  /**
   * `docker network connect`: at once when it runs, else from its next start on. Rejects in Docker's words; calls
   * `Networks.attach` itself. `endpointSchema` reads the settings from a request.
   */
  connectNetwork(network: DockerNetwork, settings: EndpointSettings): Promise<void>;
  /** `docker network disconnect`; calls `Networks.detach` itself. */
  disconnectNetwork(network: DockerNetwork): Promise<void>;
  /** One element of `GET /containers/json`; sizes (`SizeRw`, `SizeRootFs`) only when they are asked for. */
  summary(options: {readonly size: boolean}): ContainerSummary;
}

/** https://docs.docker.com/reference/api/engine/version/v1.46/#tag/Container/operation/ContainerList */
export interface ContainerSummary {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly Image: string;
  readonly ImageID: string;
  readonly Command: string;
  /** Seconds since 1970. */
  readonly Created: number;
  readonly Ports: readonly object[];
  readonly SizeRw?: number;
  readonly SizeRootFs?: number;
  readonly Labels: {readonly [name: string]: string};
  readonly State: string;
  readonly Status: string;
  readonly HostConfig: {readonly NetworkMode: string};
  readonly NetworkSettings: {readonly Networks: {readonly [name: string]: object}};
  readonly Mounts: readonly object[];
}
