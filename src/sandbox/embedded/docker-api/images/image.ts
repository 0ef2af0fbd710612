import type {OverlayDirectory} from '../../runtime/fs/overlay.ts';
import type {SparseBytes} from './sparse-bytes.ts';

/**
 * What containers of an image start with; keys as the image specification has them.
 * https://github.com/opencontainers/image-spec/blob/main/config.md
 */
export interface RunConfig {
  readonly User?: string | undefined;
  readonly ExposedPorts?: {readonly [port: string]: object} | undefined;
  readonly Env?: readonly string[] | undefined;
  readonly Entrypoint?: readonly string[] | null | undefined;
  readonly Cmd?: readonly string[] | null | undefined;
  readonly Volumes?: {readonly [path: string]: object} | null | undefined;
  readonly WorkingDir?: string | undefined;
  readonly Labels?: {readonly [name: string]: string} | null | undefined;
  readonly StopSignal?: string | undefined;
  readonly Shell?: readonly string[] | undefined;
  readonly OnBuild?: readonly string[] | null | undefined;
  readonly ArgsEscaped?: boolean | undefined;
  readonly Healthcheck?: Healthcheck | undefined;
}

/** With what only containers have; images that were committed carry it along. */
export interface ContainerConfig extends RunConfig {
  readonly Hostname?: string | undefined;
  readonly Domainname?: string | undefined;
  readonly AttachStdin?: boolean | undefined;
  readonly AttachStdout?: boolean | undefined;
  readonly AttachStderr?: boolean | undefined;
  readonly Tty?: boolean | undefined;
  readonly OpenStdin?: boolean | undefined;
  readonly StdinOnce?: boolean | undefined;
  readonly Image?: string | undefined;
}

/** Times in nanoseconds, as the API has them. */
export interface Healthcheck {
  readonly Test?: readonly string[] | undefined;
  readonly Interval?: number | undefined;
  readonly Timeout?: number | undefined;
  readonly StartPeriod?: number | undefined;
  readonly StartInterval?: number | undefined;
  readonly Retries?: number | undefined;
}

/** One step an image was made by. */
export interface HistoryLine {
  readonly created: string;
  readonly created_by: string;
  readonly comment?: string | undefined;
  readonly author?: string | undefined;
  readonly empty_layer?: boolean | undefined;
}

/** The configuration file of an image; its SHA-256 is the image's id. */
export interface ImageConfigFile {
  readonly architecture: string;
  readonly os: string;
  readonly created: string;
  readonly author?: string | undefined;
  readonly docker_version?: string | undefined;
  readonly comment?: string | undefined;
  /** The container it was committed from, or built in; older clients show it. */
  readonly container?: string | undefined;
  readonly container_config?: ContainerConfig | undefined;
  readonly config: ContainerConfig;
  readonly history: readonly HistoryLine[];
  readonly rootfs: {readonly type: 'layers'; readonly diff_ids: readonly string[]};
}

/** One layer, over the ones before it. */
export interface Layer {
  /** `sha256:` of its tar, uncompressed. */
  readonly diffId: string;
  /** Of it and everything below it. https://github.com/opencontainers/image-spec/blob/main/config.md#layer-chainid */
  readonly chainId: string;
  /** Bytes of the files in it, as `docker history` shows them. */
  readonly size: number;
  /** The frozen tree, whole: what this layer changes over what the ones below show. */
  readonly root: OverlayDirectory;
  /** Length of its tar. */
  readonly tarBytes: number;
  /** The very tar it came as; absent for a layer made here, whose tar `layerTar` writes again. */
  readonly tar?: SparseBytes;
}

/** An image of the engine. */
export interface Image {
  /** `sha256:` and 64 digits. */
  readonly id: string;
  readonly file: ImageConfigFile;
  /** The bytes of `file` its id was made of. */
  readonly fileBytes: Uint8Array;
  readonly layers: readonly Layer[];
  /** The image it was built or committed from here; '' for one that came from elsewhere. */
  readonly parentId: string;
  /** When it was last tagged, epoch milliseconds; undefined: never. */
  readonly taggedMs: number | undefined;
}

/** What an image is made of here: by commit, import or build. */
export interface NewImage {
  /** Undefined: `FROM scratch`. */
  readonly parent: Image | undefined;
  /** What it changes over its parent's tree; frozen from now on. Absent: the configuration alone. */
  readonly layer?: OverlayDirectory | undefined;
  readonly config: ContainerConfig;
  /** Its own line; its `created` is the image's. */
  readonly history: HistoryLine;
  readonly author?: string | undefined;
  /** Where it was committed from, or built in. */
  readonly container?: string | undefined;
  readonly containerConfig?: ContainerConfig | undefined;
}
