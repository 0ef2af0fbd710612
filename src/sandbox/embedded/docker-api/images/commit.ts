import {goTime} from '../containers/go-time.ts';
import type {Daemon} from '../daemon.ts';
import {applyChanges} from './changes.ts';
import {copyLayer} from './copy-layer.ts';
import type {ContainerConfig, Image, ImageConfigFile, RunConfig} from './image.ts';
import {configBytes} from './image-config.ts';
import {familiarText, type ImageReference, withDefaultTag} from './reference.ts';
import {spool} from './spool.ts';
import {type Chunks, processingFault} from './tar.ts';

/**
 * Makes an image of what a container has written. Throws 404 and, for `changes`, 400.
 * https://docs.docker.com/reference/api/engine/version/v1.46/#tag/Image/operation/ImageCommit
 */
export async function commit(
  daemon: Daemon,
  asked: {
    readonly container: string;
    readonly reference: ImageReference | undefined;
    readonly comment: string;
    readonly author: string;
    readonly changes: readonly string[];
    /** Instead of the container's own. */
    readonly config: RunConfig;
  },
): Promise<Image> {
  const {images, events} = daemon;
  const container = daemon.containers.require(asked.container);
  const own: ContainerConfig = container.config;
  const config = applyChanges({...own, ...asked.config}, asked.changes);
  const image = await images.add({
    parent: container.image,
    layer: copyLayer(container.layer, container.image.layers.at(-1)?.root),
    config,
    author: asked.author || undefined,
    container: container.id,
    containerConfig: own,
    history: {
      created: goTime(daemon.outside.clock.now()),
      created_by: (own.Cmd ?? []).join(' '),
      author: asked.author || undefined,
      comment: asked.comment || undefined,
    },
  });
  if (asked.reference) images.tag(image, asked.reference);
  events.tell('container', 'commit', container.id, {
    ...container.labels,
    comment: asked.comment,
    image: container.imageName,
    imageID: image.id,
    ...(asked.reference ? {imageRef: familiarText(withDefaultTag(asked.reference))} : {}),
    name: container.name,
  });
  return image;
}

/** Makes an image of one layer out of a tar of files, as `docker import` does. Throws TarFaults. */
export async function importImage(
  daemon: Daemon,
  asked: {
    readonly tar: Chunks;
    readonly reference: ImageReference | undefined;
    readonly comment: string;
    readonly changes: readonly string[];
  },
): Promise<Image> {
  const {images} = daemon;
  const config = applyChanges({}, asked.changes);
  const layer = await images.unpack(await spool(asked.tar, daemon.kernel), []).catch((error: unknown) => {
    throw processingFault(error);
  });
  const created = goTime(daemon.outside.clock.now());
  const file: ImageConfigFile = {
    architecture: 'amd64',
    os: 'linux',
    created,
    config,
    container_config: {},
    history: [{created, created_by: '', comment: asked.comment}],
    rootfs: {type: 'layers', diff_ids: [layer.diffId]},
  };
  const image = images.adopt({file, fileBytes: configBytes(file), layers: [layer], parentId: ''});
  if (asked.reference) images.tag(image, asked.reference);
  images.tell('import', image.id, image.id);
  return image;
}
