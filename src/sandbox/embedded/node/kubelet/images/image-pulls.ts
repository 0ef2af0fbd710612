import type {RecordedEvent} from '../../../controllers/event-recorder.ts';
import {parseReference} from '../../../docker-api/images/reference.ts';
import {ImageRefusal, type Node, type NodeImage} from '../../node.ts';
import type {Backoff} from '../backoff.ts';
import {goDuration} from '../durations.ts';
import type {KubePod, PodContainer} from '../pod.ts';

/** An image a container cannot have, with the reason its status shows. */
export class ImageTrouble extends Error {
  readonly reason: 'ErrImagePull' | 'ImagePullBackOff' | 'InvalidImageName' | 'ErrImageNeverPull';

  constructor(reason: ImageTrouble['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface WantedImage {
  readonly pod: KubePod;
  readonly container: PodContainer;
  readonly event: (event: Omit<RecordedEvent, 'fieldPath'>) => void;
  readonly signal: AbortSignal;
}

/**
 * Brings the images of containers to the node, one at a time.
 * https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy
 */
export class ImagePulls {
  readonly #node: Node;
  readonly #backoff: Backoff;
  /** Why the last pull failed, by Pod and image. */
  readonly #failures = new Map<string, string>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(node: Node, backoff: Backoff) {
    this.#node = node;
    this.#backoff = backoff;
  }

  /** Rejects with an ImageTrouble; events are told. */
  async ensure(wanted: WantedImage): Promise<NodeImage> {
    const {container, event} = wanted;
    const image = container.image ?? '';
    checkName(image, event);
    const policy = container.imagePullPolicy ?? usualPolicy(image);
    const present = this.#node.images.find(image);
    if (present && policy !== 'Always') {
      event({type: 'Normal', reason: 'Pulled', message: `Container image "${image}" already present on machine`});
      return present;
    }
    if (policy === 'Never') {
      const message = `Container image "${image}" is not present with pull policy of Never`;
      event({type: 'Warning', reason: 'ErrImageNeverPull', message});
      throw new ImageTrouble('ErrImageNeverPull', message);
    }
    return this.#pull(image, wanted);
  }

  /** Milliseconds until an image of a Pod is tried again; 0 when it may be now. */
  waitsMs(pod: KubePod, {image = ''}: PodContainer): number {
    return this.#backoff.remainingMs(keyOf(pod, image));
  }

  forget(pod: KubePod): void {
    for (const key of [...this.#failures.keys()])
      if (key.startsWith(`${pod.metadata.uid}_`)) {
        this.#failures.delete(key);
        this.#backoff.forget(key);
      }
  }

  async #pull(image: string, {pod, event, signal}: WantedImage): Promise<NodeImage> {
    const key = keyOf(pod, image);
    if (this.#backoff.remainingMs(key) > 0) {
      const message = `Back-off pulling image "${image}"`;
      event({type: 'Normal', reason: 'BackOff', message});
      const why = this.#failures.get(key);
      throw new ImageTrouble('ImagePullBackOff', why === undefined ? message : `${message}: ErrImagePull: ${why}`);
    }
    event({type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"`});
    try {
      const {found, pulledMs, allMs} = await this.#inTurn(image, signal);
      this.#failures.delete(key);
      this.#backoff.forget(key);
      const took = `in ${goDuration(pulledMs)} (${goDuration(allMs)} including waiting)`;
      const message = `Successfully pulled image "${image}" ${took}. Image size: ${found.sizeBytes} bytes.`;
      event({type: 'Normal', reason: 'Pulled', message});
      return found;
    } catch (error) {
      if (!(error instanceof ImageRefusal)) throw error;
      const why = error.code === 'Unknown' ? error.message : `rpc error: code = ${error.code} desc = ${error.message}`;
      this.#failures.set(key, why);
      this.#backoff.next(key);
      event({type: 'Warning', reason: 'Failed', message: `Failed to pull image "${image}": ${why}`});
      throw new ImageTrouble('ErrImagePull', why);
    }
  }

  async #inTurn(
    image: string,
    signal: AbortSignal,
  ): Promise<{readonly found: NodeImage; readonly pulledMs: number; readonly allMs: number}> {
    const {clock} = this.#node.kernel;
    const askedMs = clock.now();
    const turn = this.#last.then(async () => {
      signal.throwIfAborted();
      const beganMs = clock.now();
      const found = await this.#node.images.pull(image, signal);
      return {found, pulledMs: clock.now() - beganMs, allMs: clock.now() - askedMs};
    });
    this.#last = turn.catch(() => {});
    return turn;
  }
}

function checkName(image: string, event: WantedImage['event']): void {
  try {
    parseReference(image);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${why}`;
    event({type: 'Warning', reason: 'InspectFailed', message});
    throw new ImageTrouble('InvalidImageName', message);
  }
}

function usualPolicy(image: string): 'Always' | 'IfNotPresent' {
  const {tag, digest} = parseReference(image);
  return digest === undefined && (tag === undefined || tag === 'latest') ? 'Always' : 'IfNotPresent';
}

function keyOf({metadata}: KubePod, image: string): string {
  return `${metadata.uid}_${image}`;
}
