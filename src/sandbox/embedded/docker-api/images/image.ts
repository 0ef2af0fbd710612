import type {OverlayDirectory} from '../../runtime/fs/overlay.ts';

/** What containers of an image start with; keys as the image specification has them. https://github.com/opencontainers/image-spec/blob/main/config.md */
export interface RunConfig {
  readonly User?: string;
  readonly ExposedPorts?: {readonly [port: string]: object};
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly Volumes?: {readonly [path: string]: object} | null;
  readonly WorkingDir?: string;
  readonly Labels?: {readonly [name: string]: string} | null;
  readonly StopSignal?: string;
  readonly Shell?: readonly string[];
  readonly OnBuild?: readonly string[] | null;
  readonly ArgsEscaped?: boolean;
  readonly Healthcheck?: Healthcheck;
}

/** Times in nanoseconds, as the API has them. */
export interface Healthcheck {
  readonly Test?: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

export interface HistoryLine {
  readonly created: string;
  readonly created_by: string;
  readonly comment?: string;
  readonly author?: string;
  readonly empty_layer?: boolean;
}

/** The configuration file of an image; its SHA-256 is the image's id. */
export interface ImageConfigFile {
  readonly architecture: string;
  readonly os: string;
  readonly created: string;
  readonly author?: string;
  readonly docker_version?: string;
  readonly config: RunConfig;
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
  /** The very tar it came as, where that is not the one this engine would write. */
  readonly tar?: Uint8Array;
}

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
