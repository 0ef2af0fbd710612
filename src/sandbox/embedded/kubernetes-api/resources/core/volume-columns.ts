import type {Draft} from '../../object.ts';
import {listOf, textOf} from '../../values/reading.ts';

const shortModes: {readonly [mode: string]: string} = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** `RWO,ROX,RWX,RWOP`: each once, always in this order. */
export function modesText(modes: unknown): string {
  const given = new Set(listOf(modes).map(textOf));
  return Object.entries(shortModes)
    .flatMap(([mode, short]) => (given.has(mode) ? [short] : []))
    .join(',');
}

/** A text, or that there is none, in the words of the columns of volumes. */
export function unsetText(value: unknown): string {
  return textOf(value) || '<unset>';
}

/** A draft with a finalizer that keeps it while it is in use. */
export function withFinalizer(object: Draft, finalizer: string): Draft {
  const finalizers = object.metadata?.finalizers ?? [];
  if (finalizers.includes(finalizer)) return object;
  return {...object, metadata: {...object.metadata, finalizers: [...finalizers, finalizer]}};
}
