import type {Client} from '../kubernetes-api/client.ts';
import type {KubeObject} from '../kubernetes-api/object.ts';
import type {EngineClock} from '../outside.ts';
import type {Informers} from './informer.ts';

/** What a controller works with. */
export interface ControllerContext {
  readonly client: Client;
  readonly informers: Informers;
  readonly clock: EngineClock;
  readonly random: (count: number) => Uint8Array;
  /** Notes an event about an object; the same one again is counted up, as upstream does. */
  event(
    about: KubeObject,
    event: {readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string},
  ): void;
}

/**
 * One control loop: brings what is to what the spec asks for, key by key, and knows nothing of how it came about. One key
 * is never worked on twice at a time; what throws is tried again, later and later.
 */
export interface Controller {
  /** `deployment`: as upstream's `--controllers` names it. */
  readonly name: string;
  /** Who its events are from; `NAME-controller` when absent. */
  readonly component?: string;
  /** Tells which keys to look at when something changes. Called once, before the first reconcile. */
  setup(context: ControllerContext, enqueue: (key: string, afterMs?: number) => void): void;
  /** Looks at one key. Called again when it throws. */
  reconcile(key: string, context: ControllerContext): void;
}
