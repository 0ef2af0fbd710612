import type {Daemon} from '../daemon.ts';
import type {ContainerConfig, Image} from '../images/image.ts';
import {configBytes} from '../images/image-config.ts';

/**
 * The image a step would make, taken from images that came from elsewhere: their history says which step made which
 * layer. `local` is what was made here by the same step. https://docs.docker.com/reference/cli/docker/buildx/build/#cache-from
 */
export function restoreFrom(
  daemon: Daemon,
  from: readonly string[],
  step: {readonly parent: Image | undefined; readonly config: ContainerConfig; readonly local: Image | undefined},
): Image | undefined {
  const {images} = daemon;
  const sources = from.flatMap((reference) => find(daemon, reference) ?? []);
  const {parent, config, local} = step;
  if (local && sources.some((source) => isAncestor(daemon, local, source))) return local;
  const length = parent?.file.history.length ?? 0;
  const createdBy = (config.Cmd ?? []).join(' ');
  for (const source of sources) {
    if (!continues(source, parent) || source.file.history[length]?.created_by !== createdBy) continue;
    if (source.file.history.length === length + 1) return source;
    return images.adopt(partOf(source, length + 1, {parent, config}));
  }
  return undefined;
}

function find({images}: Daemon, reference: string): Image | undefined {
  try {
    return images.find(reference);
  } catch {
    // What is no name names no image, and is no reason not to build.
    return undefined;
  }
}

function isAncestor({images}: Daemon, ancestor: Image, of: Image): boolean {
  for (let at = of.parentId; at !== ''; at = images.find(at)?.parentId ?? '') if (at === ancestor.id) return true;
  return false;
}

/** Whether an image begins with all that another one is. */
function continues(image: Image, parent: Image | undefined): boolean {
  if (!parent) return true;
  const isLine = (line: object, index: number): boolean =>
    JSON.stringify(line) === JSON.stringify(image.file.history[index]);
  return (
    parent.file.history.length < image.file.history.length &&
    parent.file.history.every(isLine) &&
    parent.layers.every(({chainId}, index) => image.layers[index]?.chainId === chainId)
  );
}

/** The first steps of an image as an image of their own. */
function partOf(
  source: Image,
  steps: number,
  {parent, config}: {readonly parent: Image | undefined; readonly config: ContainerConfig},
): Pick<Image, 'file' | 'fileBytes' | 'layers' | 'parentId'> {
  const history = source.file.history.slice(0, steps);
  const layers = source.layers.slice(0, history.filter(({empty_layer}) => empty_layer !== true).length);
  const file = {
    ...source.file,
    created: history.at(-1)?.created ?? source.file.created,
    config,
    history,
    rootfs: {type: 'layers' as const, diff_ids: layers.map(({diffId}) => diffId)},
  };
  return {file, fileBytes: configBytes(file), layers, parentId: parent?.id ?? ''};
}
