import {encode} from '../../bytes/bytes.ts';
import type {OverlayDirectory} from '../../runtime/fs/overlay.ts';
import type {ImageDefinition, LayerDefinition} from '../../runtime/images/define-image.ts';
import {layerOfFiles} from '../../runtime/images/lay-files.ts';
import type {Kernel} from '../../runtime/process/kernel.ts';
import type {HistoryLine, ImageConfigFile, Layer} from './image.ts';
import {configBytes} from './image-config.ts';
import {configType, type Descriptor, layerType, manifestBytes} from './manifest.ts';
import {digestOf} from './spool.ts';

/** An image of the catalogue with its layers, as it is pulled. */
export interface CatalogueImage {
  readonly id: string;
  readonly file: ImageConfigFile;
  readonly fileBytes: Uint8Array;
  readonly layers: readonly Layer[];
  /** The layers as the simulated registry has them: nobody can fetch those blobs, but they have names and sizes. */
  readonly blobs: readonly Descriptor[];
  readonly manifestDigest: string;
  readonly manifestBytes: number;
}

/** About what gzip makes of a Linux system's files. */
const compression = 0.4;

/** Makes an image out of its definition. The same definition gives the same digests, on every machine. */
export async function catalogueImage(
  definition: ImageDefinition,
  into: {seal(root: OverlayDirectory, below: readonly Layer[]): Promise<Layer>},
  kernel: Kernel,
): Promise<CatalogueImage> {
  const layers: Layer[] = [];
  for (const step of definition.layers) {
    if (!('files' in step)) continue;
    const lower = layers.at(-1)?.root;
    const modifiedMs = Date.parse(step.created ?? definition.created);
    layers.push(await into.seal(layerOfFiles(step.files, {lower, budget: kernel.disk, modifiedMs}), [...layers]));
  }
  const file: ImageConfigFile = {
    architecture: 'amd64',
    os: 'linux',
    created: definition.created,
    config: definition.config,
    history: definition.layers.map((step) => historyLine(step, definition.created)),
    rootfs: {type: 'layers', diff_ids: layers.map(({diffId}) => diffId)},
  };
  const fileBytes = configBytes(file);
  const id = digestOf(kernel.outside, fileBytes);
  const blobs = layers.map((layer): Descriptor => blobOf(layer, kernel));
  const manifest = manifestBytes({config: {mediaType: configType, size: fileBytes.length, digest: id}, layers: blobs});
  const manifestDigest = digestOf(kernel.outside, manifest);
  return {id, file, fileBytes, layers, blobs, manifestDigest, manifestBytes: manifest.length};
}

function blobOf({diffId, tarBytes}: Layer, kernel: Kernel): Descriptor {
  // Compressing it only to know the digest would take longer than everything else in a pull.
  const digest = digestOf(kernel.outside, encode(`gzip of ${diffId} in the simulated Docker Hub`));
  return {mediaType: layerType, size: Math.round(tarBytes * compression), digest};
}

function historyLine(step: LayerDefinition, created: string): HistoryLine {
  return {
    created: step.created ?? created,
    created_by: step.createdBy,
    comment: step.comment,
    empty_layer: 'empty' in step ? true : undefined,
  };
}
