import type {RunConfig} from '../../docker-api/images/image.ts';

/** Who a file belongs to and what may be done with it; root's and 0644, or 0755 for programs and directories. */
interface FileAttributes {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** Where `size` is larger than the content, the rest is a hole: it counts and takes no room. */
interface Sized {
  readonly size?: number;
}

/**
 * What is at a path of a layer: a file of `text` or `bytes`, an executable of the engine's own `program`, a `symlink`,
 * one more name (`link`) of another file of the same layer, or a `directory`.
 */
export type FileDefinition = FileAttributes &
  (
    | ({readonly text: string} & Sized)
    | ({readonly bytes: Uint8Array} & Sized)
    | ({readonly program: string} & Sized)
    | {readonly symlink: string}
    | {readonly link: string}
    | {readonly directory: true}
  );

/** By absolute path. Directories on the way are made with mode 0755. */
export type LayerFiles = {readonly [path: string]: FileDefinition};

/**
 * One line of `docker history`, and what it put into the image. `created` is also the time of its files, the image's own
 * when absent: a layer that several images share says its own, or it is another layer in each of them.
 */
export type LayerDefinition = {readonly createdBy: string; readonly comment?: string; readonly created?: string} & (
  | {readonly files: LayerFiles}
  /** It changed the configuration alone. */
  | {readonly empty: true}
);

/** An image of the simulated Docker Hub, as data. */
export interface ImageDefinition {
  /** All it is pulled by, as one types them: `nginx:1.27-alpine`, `registry.k8s.io/pause:3.10`. */
  readonly names: readonly string[];
  /** `2025-04-16T14:50:31Z` */
  readonly created: string;
  /** For `docker search`. */
  readonly description?: string;
  readonly stars?: number;
  readonly config: RunConfig;
  /** The lowest first. Layers with the same files and times over the same ones are shared between images. */
  readonly layers: readonly LayerDefinition[];
}

/** One image of the catalogue; the file it is in, and a line in `catalogue.ts`, is all there is to it. */
export function defineImage(definition: ImageDefinition): ImageDefinition {
  return definition;
}
