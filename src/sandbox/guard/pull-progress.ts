import type {Clock} from '../../clock.ts';
import type {Operation} from '../../observation.ts';
import {number, object, type Raw, text} from './raw-json.ts';

/** Not more often than this: a fast line sends hundreds of progress lines a second. */
const leastMs = 100;

/**
 * Adds the daemon's progress lines up, layer by layer; `tell` hears of the whole pull, and at its end undefined.
 * See https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image/operation/ImageCreate
 */
export function followPull(
  what: string,
  clock: Clock,
  tell: (operation: Operation | undefined) => void,
): {line(line: Raw): void; end(): void} {
  const layers = new Map<string, {done: number; total: number}>();
  const beganAt = clock.now();
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    line(line) {
      const detail = object(line['progressDetail']);
      const total = number(detail['total']);
      const id = text(line['id']);
      if (text(line['status']) === 'Download complete') finish(layers.get(id));
      if (text(line['status']) !== 'Downloading' || total === 0) return;
      layers.set(id, {done: number(detail['current']), total});
      const now = clock.now();
      if (now - toldAt < leastMs) return;
      toldAt = now;
      const doneBytes = sum(layers, 'done');
      const bytesPerSecond = Math.round((doneBytes * 1000) / Math.max(1, now - beganAt));
      tell({kind: 'download', what, doneBytes, totalBytes: sum(layers, 'total'), bytesPerSecond});
    },
    end: () => tell(undefined),
  };
}

function finish(layer: {done: number; total: number} | undefined): void {
  if (layer) layer.done = layer.total;
}

function sum(
  layers: ReadonlyMap<string, {readonly done: number; readonly total: number}>,
  what: 'done' | 'total',
): number {
  return [...layers.values()].reduce((all, layer) => all + layer[what], 0);
}
