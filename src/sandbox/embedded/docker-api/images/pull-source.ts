import type {Image} from './image.ts';
import type {Tell} from './progress.ts';
import type {ImageReference} from './reference.ts';

/** One image somewhere else, about to be pulled. */
export interface PullSource {
  /** The tag or digest it was asked for by; both lead to it afterwards. */
  readonly reference: ImageReference;
  /** Of its manifest, and how many bytes that has. */
  readonly digest: string;
  readonly manifestBytes: number;
  readonly imageId: string;
  /** Brings what is not here yet, telling how far it is. */
  fetch(tell: Tell, signal: AbortSignal): Promise<Image>;
}
