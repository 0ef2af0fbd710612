import {collectionOf, type Resource} from './resource.ts';

/** Every resource the API has just now: the built-in ones, and those of CustomResourceDefinitions. */
export class ResourceTable {
  readonly #byPath = new Map<string, Resource>();
  readonly #kept = new Map<string, Resource>();

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) this.add(resource);
  }

  add(resource: Resource): void {
    this.#byPath.set(pathOf(resource), resource);
    if (!resource.view) this.#kept.set(collectionOf(resource), resource);
  }

  remove(resource: Resource): void {
    this.#byPath.delete(pathOf(resource));
    const collection = collectionOf(resource);
    if (this.#kept.get(collection) === resource) this.#kept.delete(collection);
  }

  /** By group, version and plural name, as a path of the API says it. */
  at(group: string, version: string, plural: string): Resource | undefined {
    return this.#byPath.get(pathOf({group, version, plural}));
  }

  /** The version that is stored, by the store's name: `deployments.apps`. */
  of(collection: string): Resource | undefined {
    return this.#kept.get(collection);
  }

  /** The version that is stored, by group and kind: what an owner reference or a `scaleTargetRef` names. */
  ofKind(group: string, kind: string): Resource | undefined {
    return this.all().find((one) => one.group === group && one.kind === kind && !one.view);
  }

  all(): readonly Resource[] {
    return [...this.#byPath.values()];
  }
}

function pathOf({group, version, plural}: Pick<Resource, 'group' | 'version' | 'plural'>): string {
  return `${group}/${version}/${plural}`;
}
