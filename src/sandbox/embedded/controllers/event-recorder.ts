import {type Client, Unreachable} from '../kubernetes-api/client.ts';
import type {Draft, KubeObject} from '../kubernetes-api/object.ts';
import {KubeRefusal} from '../kubernetes-api/refusal.ts';
import type {EngineClock} from '../outside.ts';

/** What happened to an object, in one of upstream's reasons and sentences. */
export interface RecordedEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** `spec.containers{web}`: which part of the object it is about. */
  readonly fieldPath?: string;
}

export interface EventRecorderOptions {
  readonly client: Client;
  readonly clock: EngineClock;
  /** `deployment-controller`, `kubelet` */
  readonly component: string;
  /** The node a kubelet's events come from. */
  readonly host?: string;
}

/** What an event has to say of the object it is about: enough for one that is gone already. */
export type About = Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>;

/** https://pkg.go.dev/k8s.io/client-go/tools/record#CorrelatorOptions */
const maxSimilar = 10;
const similarWithinMs = 600_000;
const burst = 25;
const msPerToken = 300_000;
const rememberedKeys = 4096;

interface Similar {
  readonly messages: Set<string>;
  lastMs: number;
}

interface Seen {
  readonly name: string;
  readonly firstTimestamp: string;
  /** Upstream leaves the reporter out of these. */
  readonly combined: boolean;
  count: number;
}

interface Combined {
  readonly message: string;
  readonly key: string;
  readonly combined: boolean;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/**
 * Writes events as client-go does: the same one again is counted up, many that differ only in their message are
 * combined, and an object that has too many of them is not heard for a while.
 */
export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #similar = new Map<string, Similar>();
  readonly #seen = new Map<string, Seen>();
  readonly #buckets = new Map<string, Bucket>();
  #written: number;

  constructor(options: EventRecorderOptions) {
    this.#options = options;
    // Two that write of the same object in the same instant must not choose the same name.
    this.#written = scatter(`${options.component} ${options.host ?? ''}`);
  }

  /** Never throws: what cannot be written is not said, as upstream. */
  record(about: About, event: RecordedEvent): void {
    const {uid, namespace, name} = about.metadata;
    const subject = [about.kind, namespace, name, uid, about.apiVersion, event.fieldPath].join('/');
    const {message, key, combined} = this.#combine(subject, event);
    const seen = this.#observe(key, name, combined);
    if (!this.#mayWrite(subject)) return;
    try {
      this.#write(about, {...event, message}, seen);
    } catch (error) {
      if (!(error instanceof KubeRefusal || error instanceof Unreachable)) throw error;
    }
  }

  #combine(subject: string, event: RecordedEvent): Combined {
    const {type, reason, message} = event;
    const now = this.#options.clock.now();
    const similarKey = [subject, type, reason].join('/');
    const known = this.#similar.get(similarKey);
    const fresh = known && now - known.lastMs <= similarWithinMs;
    const similar = fresh ? known : {messages: new Set<string>(), lastMs: now};
    similar.lastMs = now;
    similar.messages.add(message);
    remember(this.#similar, similarKey, similar);
    if (similar.messages.size < maxSimilar) return {message, key: `${similarKey}/${message}`, combined: false};
    const [oldest] = similar.messages;
    if (oldest !== undefined) similar.messages.delete(oldest);
    return {message: `(combined from similar events): ${message}`, key: similarKey, combined: true};
  }

  #observe(key: string, about: string, combined: boolean): Seen {
    const known = this.#seen.get(key);
    if (known) known.count += 1;
    const seen = known ?? {name: this.#eventName(about), firstTimestamp: this.#now(), count: 1, combined};
    remember(this.#seen, key, seen);
    return seen;
  }

  /** A bucket of tokens for every object. */
  #mayWrite(subject: string): boolean {
    const now = this.#options.clock.now();
    const known = this.#buckets.get(subject) ?? {tokens: burst, atMs: now};
    const tokens = Math.min(burst, known.tokens + (now - known.atMs) / msPerToken);
    const may = tokens >= 1;
    remember(this.#buckets, subject, {tokens: may ? tokens - 1 : tokens, atMs: now});
    return may;
  }

  #write(about: About, event: RecordedEvent, seen: Seen): void {
    const {client} = this.#options;
    const namespace = about.metadata.namespace ?? 'default';
    const {count, name} = seen;
    if (count > 1 && client.find('events', namespace, name)) {
      const patch = {count, lastTimestamp: this.#now(), message: event.message};
      client.patch('events', {namespace, name}, {type: 'strategic', patch});
      return;
    }
    client.create('events', namespace, this.#draft(about, event, seen));
  }

  #draft(
    {apiVersion, kind, metadata}: About,
    event: RecordedEvent,
    {name, firstTimestamp, count, combined}: Seen,
  ): Draft {
    const {component, host} = this.#options;
    const {uid, resourceVersion, namespace} = metadata;
    const {type, reason, message, fieldPath} = event;
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {name, namespace: namespace ?? 'default'},
      involvedObject: {
        kind,
        ...(namespace === undefined ? {} : {namespace}),
        name: metadata.name,
        uid,
        apiVersion,
        ...(resourceVersion === undefined ? {} : {resourceVersion}),
        ...(fieldPath === undefined ? {} : {fieldPath}),
      },
      reason,
      message,
      source: {component, ...(host === undefined ? {} : {host})},
      firstTimestamp,
      lastTimestamp: this.#now(),
      count,
      type,
      eventTime: null,
      reportingComponent: combined ? '' : component,
      reportingInstance: combined ? '' : (host ?? ''),
    };
  }

  /** `web.18a1f0c2d3e4f506`: the nanosecond it happened in, in hexadecimal; ours are told apart by counting. */
  #eventName(about: string): string {
    this.#written += 1;
    const nanoseconds = BigInt(Math.trunc(this.#options.clock.now())) * 1_000_000n + BigInt(this.#written % 1_000_000);
    return `${about}.${nanoseconds.toString(16)}`;
  }

  #now(): string {
    return timestamp(this.#options.clock.now());
  }
}

/** `2026-01-01T00:00:00Z`, as `metav1.Time` is written. */
export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** `2026-01-01T00:00:00.000000Z`, as `metav1.MicroTime` is written. */
export function microTimestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}

/** The keys that were used last stay. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= rememberedKeys) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

/** A number below a million that differs from text to text. */
function scatter(text: string): number {
  let number = 0;
  for (const letter of text) number = (number * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_000;
  return number;
}
