import {faultOfSubdomain} from '../objects/names.ts';
import {compareQuantities, formatQuantity, parseQuantity} from '../values/quantity.ts';
import type {At} from './at.ts';
import {checkLabelSelector} from './label-selector.ts';
import {checkName, checkOptionalWord} from './names.ts';

/** How volumes may be mounted, in the order upstream lists them. */
export const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

/** Ways to mount; one Pod alone goes with no other way. */
export function checkAccessModes(modes: At, none: string): void {
  if (modes.count === 0) modes.required(none);
  for (const mode of modes.items()) if (!accessModes.includes(mode.text)) modes.unsupported(accessModes, mode.text);
  if (modes.count > 1 && modes.items().some(({text}) => text === 'ReadWriteOncePod'))
    modes.forbidden('may not use ReadWriteOncePod with other access modes');
}

/** The spec of a PersistentVolumeClaim. */
export function checkClaimSpec(spec: At): void {
  checkLabelSelector(spec.field('selector'));
  checkAccessModes(spec.field('accessModes'), 'at least 1 access mode is required');
  const resources = spec.field('resources');
  const storage = resources.field('requests').key('storage').called(`${resources.path}[storage]`);
  if (!storage.isSet) storage.required();
  else checkMoreThanNothing(storage);
  const storageClass = spec.field('storageClassName');
  if (storageClass.text !== '') checkName(storageClass, faultOfSubdomain);
  checkOptionalWord(spec.field('volumeMode'), ['Block', 'Filesystem']);
}

/** An amount of storage, which must be some. */
export function checkMoreThanNothing(storage: At): void {
  if (compareQuantities(storage.value, '0') > 0) return;
  storage.invalid(
    'must be greater than zero',
    formatQuantity(parseQuantity(storage.value) ?? {nanos: 0n, format: 'decimal'}),
  );
}
