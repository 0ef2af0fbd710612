import {fullText, type ImageReference, repositoryOf, withDefaultTag} from './reference.ts';

/** A name that leads to an image: with a tag, or with a digest, never with both. */
export type StoredName = ImageReference;

/** Which names lead to which image: Docker's reference store. */
export class ImageNames {
  /** By `docker.io/library/nginx:latest` and `docker.io/library/nginx@sha256:…`. */
  readonly #ids = new Map<string, {readonly name: StoredName; readonly id: string}>();

  /** The id a name leads to; of a name with a digest only that is looked at, without either it is `latest`. */
  idOf(reference: ImageReference): string | undefined {
    return this.#ids.get(fullText(stored(reference)))?.id;
  }

  /** Makes a name lead to an image; what it led to before loses it, and is returned. */
  set(reference: ImageReference, id: string): string | undefined {
    const name = stored(reference);
    const key = fullText(name);
    const before = this.#ids.get(key)?.id;
    this.#ids.set(key, {name, id});
    return before === id ? undefined : before;
  }

  /** True when there was such a name. */
  delete(reference: ImageReference): boolean {
    return this.#ids.delete(fullText(stored(reference)));
  }

  /** All names of an image, sorted. */
  of(id: string): readonly StoredName[] {
    return this.#sorted((entry) => entry.id === id);
  }

  /** All names of a repository, sorted. */
  in(repository: Pick<ImageReference, 'domain' | 'path'>): readonly StoredName[] {
    return this.#sorted(({name}) => repositoryOf(name) === repositoryOf(repository));
  }

  #sorted(wanted: (entry: {readonly name: StoredName; readonly id: string}) => boolean): readonly StoredName[] {
    return [...this.#ids.entries()]
      .filter(([, entry]) => wanted(entry))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, {name}]) => name);
  }
}

/** What of a reference a name is stored by. */
export function stored(reference: ImageReference): StoredName {
  return reference.digest === undefined ? withDefaultTag(reference) : {...reference, tag: undefined};
}
