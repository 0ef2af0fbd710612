import type {Service} from 'kubernetes-types/core/v1';
import type {EndpointSlice} from 'kubernetes-types/discovery/v1';
import type {Informer, Informers} from '../../controllers/informer.ts';
import {keyOf, keyOfObject, type Stored} from '../../kubernetes-api/object.ts';

const serviceLabel = 'kubernetes.io/service-name';

/** Services with the slices that belong to them, and who is told when one of them changes. */
export class ServiceTable {
  readonly services: Informer<Stored<Service>>;
  readonly #slices = new Map<string, Map<string, Stored<EndpointSlice>>>();

  constructor(informers: Informers, changed: (key: string) => void) {
    this.services = informers.of<Stored<Service>>('services');
    const slices = informers.of<Stored<EndpointSlice>>('endpointslices.discovery.k8s.io');
    const tell = (slice: Stored<EndpointSlice>): void => changed(ownerKey(slice));
    slices.on({
      added: (slice) => {
        this.#put(slice);
        tell(slice);
      },
      changed: (slice, before) => {
        this.#drop(before);
        this.#put(slice);
        tell(slice);
      },
      removed: (slice) => {
        this.#drop(slice);
        tell(slice);
      },
    });
    const told = (service: Stored<Service>): void => changed(keyOfObject(service));
    this.services.on({added: told, changed: told, removed: told});
  }

  slicesOf(key: string): readonly Stored<EndpointSlice>[] {
    return [...(this.#slices.get(key)?.values() ?? [])];
  }

  #put(slice: Stored<EndpointSlice>): void {
    const key = ownerKey(slice);
    const known = this.#slices.get(key) ?? new Map<string, Stored<EndpointSlice>>();
    this.#slices.set(key, known.set(keyOfObject(slice), slice));
  }

  #drop(slice: Stored<EndpointSlice>): void {
    const key = ownerKey(slice);
    const known = this.#slices.get(key);
    known?.delete(keyOfObject(slice));
    if (known?.size === 0) this.#slices.delete(key);
  }
}

function ownerKey({metadata}: Stored<EndpointSlice>): string {
  return keyOf(metadata.namespace, metadata.labels?.[serviceLabel] ?? '');
}
