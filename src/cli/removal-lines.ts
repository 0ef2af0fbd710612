import type {Messages} from '../messages/index.ts';
import type {Removal} from '../sandbox/sandbox.ts';

/** One line a kind of thing, with names. */
export function removalLines(removed: Removal, words: Messages): readonly string[] {
  const rows = [
    [words.kindContainers, removed.containers],
    [words.kindNetworks, removed.networks],
    [words.kindVolumes, removed.volumes],
    [words.kindImages, removed.images],
    [words.kindObjects, removed.objects],
  ] as const;
  const lines = rows
    .filter(([, names]) => names.length > 0)
    .map(([kind, names]) => words.labelled(kind, words.list(names)));
  return lines.length > 0 ? lines : [words.removedNothing];
}
