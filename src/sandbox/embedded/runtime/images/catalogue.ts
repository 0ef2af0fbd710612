import type {ImageDefinition} from './define-image.ts';

/** Every image that can be pulled. A new one is a file and a line here. */
export const catalogue: readonly ImageDefinition[] = [];
