/** A compressed layer in a registry. */
export interface KnownBlob {
  /** `sha256:` of it, compressed. */
  readonly digest: string;
  readonly bytes: number;
  readonly diffId: string;
  /** `localhost:5001/app`: where it is known to be. */
  readonly repository: string;
}

/** As which blobs layers came in or went out: so that none is sent, or fetched, twice. */
export class KnownBlobs {
  readonly #blobs: KnownBlob[] = [];

  note(blob: KnownBlob): void {
    const isKnown = this.#blobs.some(
      ({digest, repository}) => digest === blob.digest && repository === blob.repository,
    );
    if (!isKnown) this.#blobs.push(blob);
  }

  /** The diff id of what a blob unpacks to. */
  diffIdOf(digest: string): string | undefined {
    return this.#blobs.find((blob) => blob.digest === digest)?.diffId;
  }

  /** Blobs of a layer in a registry (`localhost:5001`), the latest first. */
  in(registry: string, diffId: string): readonly KnownBlob[] {
    return this.#blobs.filter((blob) => blob.diffId === diffId && blob.repository.startsWith(`${registry}/`)).reverse();
  }
}
