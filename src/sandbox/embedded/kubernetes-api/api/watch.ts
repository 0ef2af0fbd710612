import {encode} from '../../bytes/bytes.ts';
import type {ByteWriter} from '../../bytes/pipe.ts';
import type {KubeObject} from '../object.ts';
import {KubeRefusal} from '../refusal.ts';
import {apiVersionOf} from '../resources/resource.ts';
import type {StoreEvent} from '../store/store.ts';
import {type ApiCall, shown} from './api-call.ts';
import {LineQueue} from './line-queue.ts';
import type {ListOptions} from './list-options.ts';
import {metadataOf} from './metadata.ts';
import {tableOptions} from './present.ts';
import type {KubeResponse} from './request.ts';
import {type Selection, selectionOf} from './selection.ts';
import {statusOf} from './status.ts';
import {tableOf} from './table.ts';

/** Seconds a watch lasts when nobody says otherwise; upstream takes between half an hour and an hour. */
const usualTimeoutSeconds = 1800;
/** Upstream's bookmarks come about once a minute. */
const bookmarkMs = 60_000;

type Change = 'ADDED' | 'MODIFIED' | 'DELETED';

/**
 * A line for every change of what a selection matches, until the client goes or the time is over. Throws 400; what comes
 * up later, and a revision that is too old, is an ERROR line.
 */
export function answerWatch(call: ApiCall, options: ListOptions): KubeResponse {
  const selection = selectionOf(call.target.resource, call.target.namespace, options);
  const watch = new ObjectWatch(call, options, selection);
  return {
    kind: 'stream',
    status: 200,
    type: 'application/json',
    headers: {'cache-control': 'no-cache, private'},
    write: (to) => watch.run(to),
  };
}

class ObjectWatch {
  readonly #call: ApiCall;
  readonly #options: ListOptions;
  readonly #selection: Selection;
  readonly #lines = new LineQueue();
  #columnsTold = false;

  constructor(call: ApiCall, options: ListOptions, selection: Selection) {
    this.#call = call;
    this.#options = options;
    this.#selection = selection;
  }

  async run(to: ByteWriter): Promise<void> {
    const {store} = this.#call.backend.state;
    const {signal} = this.#call.request;
    const end = (): void => this.#lines.end();
    const seconds = this.#options.timeoutSeconds || usualTimeoutSeconds;
    const stops = [store.clock.after(seconds * 1000, end), ...this.#start()];
    signal.addEventListener('abort', end, {once: true});
    if (signal.aborted) end();
    try {
      for (let line = await this.#lines.next(); line !== undefined; line = await this.#lines.next())
        await to.write(encode(line));
      to.close();
    } finally {
      signal.removeEventListener('abort', end);
      for (const stop of stops) stop();
    }
  }

  /** Begins to listen; gives back how to stop. */
  #start(): readonly (() => void)[] {
    const {store} = this.#call.backend.state;
    const {revision = 0, initialEvents, bookmarks} = this.#options;
    try {
      const fromNow = revision === 0 || initialEvents;
      if (fromNow) this.#tellAll();
      if (initialEvents && bookmarks) this.#bookmark({'k8s.io/initial-events-end': 'true'});
      const since = fromNow ? store.revision : revision;
      const stop = store.watch(this.#call.target.collection, since, (event) => this.#take(event));
      return bookmarks ? [stop, this.#bookmarkLater()] : [stop];
    } catch (error) {
      if (!(error instanceof KubeRefusal)) throw error;
      this.#push('ERROR', statusOf(error));
      this.#lines.end();
      return [];
    }
  }

  #tellAll(): void {
    const {backend, target} = this.#call;
    for (const object of backend.state.store.list(target.collection, target.namespace))
      if (this.#selection.matches(object)) this.#tell('ADDED', object);
  }

  #take({type, object, before}: StoreEvent): void {
    const {namespace, narrowed, matches} = this.#selection;
    if (namespace !== '' && object.metadata.namespace !== namespace) return;
    if (!narrowed) return this.#tell(type, object);
    const was = before !== undefined && matches(before);
    const is = type !== 'DELETED' && matches(object);
    if (is) this.#tell(was ? 'MODIFIED' : 'ADDED', object);
    // What does not match any more is gone for this client: its last state, with the revision of the change.
    else if (was) this.#tell('DELETED', withRevision(before, object.metadata.resourceVersion));
  }

  #tell(type: Change, object: KubeObject): void {
    this.#push(type, this.#formOf(shown(this.#call, object)));
  }

  #formOf(object: KubeObject): unknown {
    const {format} = this.#call;
    switch (format.as) {
      case 'object':
        return object;
      case 'metadata':
        return metadataOf(object, format.version);
      case 'table': {
        const table = tableOf([object], {resourceVersion: object.metadata.resourceVersion}, tableOptions(this.#call));
        const told = this.#columnsTold;
        this.#columnsTold = true;
        return told ? {...table, columnDefinitions: null} : table;
      }
    }
  }

  #bookmarkLater(): () => void {
    const {clock} = this.#call.backend.state.store;
    let stop: () => void = () => undefined;
    const next = (): void => {
      stop = clock.after(bookmarkMs, () => {
        this.#bookmark({});
        next();
      });
    };
    next();
    return () => stop();
  }

  #bookmark(annotations: {readonly [name: string]: string}): void {
    const {asked, backend, format} = this.#call;
    const metadata = {
      resourceVersion: String(backend.state.store.revision),
      ...(Object.keys(annotations).length > 0 ? {annotations} : {}),
    };
    const of = format.as === 'object' ? {kind: asked.kind, apiVersion: apiVersionOf(asked)} : metadataKind(format);
    if (format.as === 'table')
      return this.#push('BOOKMARK', {
        ...tableOf([], metadata, tableOptions(this.#call)),
        columnDefinitions: null,
        rows: [{cells: [], object: {...metadataKind(format), metadata}}],
      });
    this.#push('BOOKMARK', {...of, metadata});
  }

  #push(type: string, object: unknown): void {
    this.#lines.push(`${JSON.stringify({type, object})}\n`);
  }
}

function metadataKind({version}: {readonly version: string}) {
  return {kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`};
}

function withRevision(object: KubeObject, resourceVersion: string): KubeObject {
  return {...object, metadata: {...object.metadata, resourceVersion}};
}
