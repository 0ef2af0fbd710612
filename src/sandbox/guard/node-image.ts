import {readReference} from './references.ts';

const nodeRepository = 'kindest/node';

/** A reference to the image of the nodes, whichever version. */
export function isNodeImage(written: string): boolean {
  return readReference(written).repository === nodeRepository;
}
