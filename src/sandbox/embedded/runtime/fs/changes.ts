import {OverlayDirectory, whiteout} from './overlay.ts';

/** One line of `docker diff`. Kinds as the API has them: 0 changed, 1 added, 2 deleted. */
export interface Change {
  readonly path: string;
  readonly kind: 0 | 1 | 2;
}

/** What a layer changed in the tree below it, parents before what is in them, by name. */
export function changesOf(root: OverlayDirectory): readonly Change[] {
  return changesIn(root, '');
}

function changesIn(directory: OverlayDirectory, path: string): readonly Change[] {
  return directory.ownEntries().flatMap(([name, entry]) => {
    const here = `${path}/${name}`;
    const below = directory.lower?.get(name);
    if (entry === whiteout) return [{path: here, kind: 2} as const];
    const kind = below === undefined ? 1 : 0;
    const change: Change = {path: here, kind};
    return entry instanceof OverlayDirectory ? [change, ...changesIn(entry, here)] : [change];
  });
}
