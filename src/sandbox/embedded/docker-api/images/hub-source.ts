import {type ApiRefusal, notFound} from '../api/refusal.ts';
import type {ImageKeeper} from '../daemon.ts';
import type {CatalogueImage} from './catalogue-image.ts';
import {downloadLayers} from './download.ts';
import type {PullSource} from './pull-source.ts';
import {familiarName, familiarText, type ImageReference, repositoryOf, withDefaultTag} from './reference.ts';

/** What the simulated registries of the outer world have under a name. Throws in Docker's words what they have not. */
export async function hubSources(daemon: ImageKeeper, reference: ImageReference): Promise<readonly PullSource[]> {
  const answer = daemon.images.hub.ask(reference, reference.digest === undefined ? reference.tag : undefined);
  switch (answer.kind) {
    case 'no-such-repository':
      throw notFound(
        `pull access denied for ${familiarName(reference)}, repository does not exist or may require 'docker login': ` +
          'denied: requested access to the resource is denied',
      );
    case 'not-here':
      throw notFound(`manifest for ${familiarText(withDefaultTag(reference))} not found: ${answer.sentence}`);
    case 'no-such-tag':
      throw unknownManifest(reference);
    case 'found': {
      const found = await Promise.all(
        answer.images.map(async ({tag, definition}) =>
          sourceOf(daemon, {...reference, tag}, await daemon.images.ofCatalogue(definition)),
        ),
      );
      if (reference.digest === undefined) return found;
      const wanted = found.find(({digest}) => digest === reference.digest);
      if (!wanted) throw unknownManifest(reference);
      return [{...wanted, reference}];
    }
  }
}

function unknownManifest(reference: ImageReference): ApiRefusal {
  return notFound(
    `manifest for ${familiarText(withDefaultTag(reference))} not found: manifest unknown: manifest unknown`,
  );
}

function sourceOf(daemon: ImageKeeper, reference: ImageReference, image: CatalogueImage): PullSource {
  return {
    reference,
    digest: image.manifestDigest,
    manifestBytes: image.manifestBytes,
    imageId: image.id,
    async fetch(tell, signal) {
      const {images} = daemon;
      const known = images.find(image.id);
      if (known) return known;
      const layers = image.layers.map((layer, index) => ({
        digest: image.blobs[index]?.digest ?? layer.diffId,
        bytes: image.blobs[index]?.size ?? layer.tarBytes,
        isHere: images.layer(layer.chainId) !== undefined,
      }));
      await downloadLayers({layers, tell, signal, kernel: daemon.kernel, pace: daemon.options.downloadPace});
      for (const [index, {digest, size}] of image.blobs.entries())
        images.blobs.note({
          digest,
          bytes: size,
          diffId: image.layers[index]?.diffId ?? '',
          repository: repositoryOf(reference),
        });
      return images.adopt({file: image.file, fileBytes: image.fileBytes, layers: image.layers, parentId: ''});
    },
  };
}
