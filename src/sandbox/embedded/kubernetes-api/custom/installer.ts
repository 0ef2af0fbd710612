import type {KubeObject} from '../object.ts';
import {same} from '../object.ts';
import {removeObject} from '../objects/remove.ts';
import {type ApiState, timestamp} from '../objects/state.ts';
import {updateObject} from '../objects/update.ts';
import {collectionOf, type Resource} from '../resources/resource.ts';
import {fieldsOf, listOf, textOf} from '../values/reading.ts';
import {customResources} from './custom-resource.ts';
import {cleanupFinalizer, customResourceDefinition, definitions} from './definition.ts';

/** How soon objects of a definition that goes are looked at again, while their own finalizers keep them. */
const againMs = 1000;

const user = {name: 'system:apiserver', groups: ['system:masters'], manager: 'kube-apiserver'};

/** Serves what the stored CustomResourceDefinitions define, as they come and go; returns how to stop. */
export function installCustomResources(state: ApiState): () => void {
  const installer = new Installer(state);
  for (const definition of state.store.list(definitions)) installer.look(definition.metadata.name);
  // Within a change nothing else may be changed: those who watch would be told in the wrong order.
  return state.store.watch(definitions, state.store.revision, ({object}) =>
    state.store.clock.soon(() => installer.look(object.metadata.name)),
  );
}

class Installer {
  readonly #state: ApiState;
  readonly #installed = new Map<string, {readonly spec: unknown; readonly resources: readonly Resource[]}>();

  constructor(state: ApiState) {
    this.#state = state;
  }

  look(name: string): void {
    const definition = this.#state.store.get(definitions, name);
    if (!definition) return this.#uninstall(name);
    if (definition.metadata.deletionTimestamp !== undefined) return this.#clean(definition);
    this.#install(definition);
    this.#tellNames(definition);
  }

  #install(definition: KubeObject): void {
    const {name} = definition.metadata;
    if (same(this.#installed.get(name)?.spec, definition.spec)) return;
    this.#uninstall(name);
    const resources = customResources(definition);
    for (const resource of resources) this.#state.resources.add(resource);
    this.#installed.set(name, {spec: definition.spec, resources});
  }

  #uninstall(name: string): void {
    for (const resource of this.#installed.get(name)?.resources ?? []) this.#state.resources.remove(resource);
    this.#installed.delete(name);
  }

  #tellNames(definition: KubeObject): void {
    const status = fieldsOf(definition.status);
    const {names} = fieldsOf(definition.spec);
    const known = listOf(status.conditions).length > 0;
    if (known && same(status.acceptedNames, names)) return;
    const now = timestamp(this.#state.store.clock.now());
    const condition = (type: string, reason: string, message: string) => ({
      type,
      status: 'True',
      lastTransitionTime: now,
      reason,
      message,
    });
    const conditions = known
      ? status.conditions
      : [
          condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
          condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
        ];
    this.#update(definition, {...definition, status: {...status, acceptedNames: names, conditions}}, 'status');
  }

  /** Deletes every object of a definition that is to go, and lets it go after them. */
  #clean(definition: KubeObject): void {
    const {store} = this.#state;
    const {name, finalizers = []} = definition.metadata;
    const [resource] = this.#installed.get(name)?.resources ?? customResources(definition);
    const collection = resource ? collectionOf(resource) : '';
    for (const object of resource ? store.list(collection) : []) {
      if (object.metadata.deletionTimestamp !== undefined || !resource) continue;
      const {namespace = '', name: one} = object.metadata;
      removeObject(this.#state, {resource, collection, namespace, name: one, user}, {});
    }
    if (store.count(collection) > 0) {
      store.clock.after(againMs, () => this.look(name));
      return;
    }
    const kept = finalizers.filter((one) => one !== cleanupFinalizer);
    if (kept.length === finalizers.length) return;
    this.#uninstall(name);
    this.#update(definition, {...definition, metadata: {...definition.metadata, finalizers: kept}}, '');
  }

  #update(definition: KubeObject, draft: KubeObject, subresource: string): void {
    updateObject(this.#state, {
      target: {
        resource: customResourceDefinition,
        collection: definitions,
        namespace: '',
        name: textOf(definition.metadata.name),
        user,
      },
      draft,
      dryRun: false,
      manager: user.manager,
      subresource,
    });
  }
}
