import {type Draft, same} from '../object.ts';
import {faultOfSubdomain} from '../objects/names.ts';
import type {FieldCause} from '../refusal.ts';
import type {Strategy} from '../resources/resource.ts';
import {type At, causesIn} from './at.ts';
import {checkLabels, faultsOfQualifiedName} from './names.ts';

const standardFinalizers = ['foregroundDeletion', 'orphan', 'kubernetes'];
const mostAnnotationBytes = 256 * 1024;

/** Labels, annotations, owners and finalizers of an object; its name is looked at where it gets one. */
export function checkMetadata(metadata: At): void {
  checkLabels(metadata.field('labels'));
  checkAnnotations(metadata.field('annotations'));
  checkOwners(metadata.field('ownerReferences'));
  for (const finalizer of metadata.field('finalizers').items()) {
    for (const fault of faultsOfQualifiedName(finalizer.text)) finalizer.invalid(fault);
    if (!finalizer.text.includes('/') && !standardFinalizers.includes(finalizer.text))
      finalizer.invalid('name is neither a standard finalizer name nor is it fully qualified');
  }
}

/** Annotations: their keys, and how much they hold together. */
export function checkAnnotations(annotations: At): void {
  let size = 0;
  for (const [key, value] of annotations.entries()) {
    for (const fault of faultsOfQualifiedName(key.toLowerCase())) annotations.invalid(fault, key);
    size += key.length + value.text.length;
  }
  if (size > mostAnnotationBytes) annotations.tooLong(`may not be more than ${mostAnnotationBytes} bytes`);
}

function checkOwners(owners: At): void {
  let controller = '';
  for (const owner of owners.items()) {
    const {apiVersion, kind, name, uid, controller: isController} = owner.fields;
    const said = owner.called(owners.path);
    if (apiVersion === undefined || apiVersion === '')
      said.field('apiVersion').invalid('version must not be empty', '');
    if (kind === undefined || kind === '') said.field('kind').invalid('must not be empty', '');
    if (name === undefined || name === '') said.field('name').invalid('must not be empty', '');
    if (uid === undefined || uid === '') said.field('uid').invalid('must not be empty', '');
    if (isController !== true) continue;
    const shown = `${kind}/${name}`;
    if (controller !== '')
      owners.invalidAs(
        `${JSON.stringify(owners.value)}: Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${shown}`,
      );
    controller = shown;
  }
}

/** A strategy's validation: what all objects must be, then what is the kind's own. */
export function validating(look: (root: At) => void): NonNullable<Strategy['validate']> {
  return (object) =>
    causesIn(object, (root) => {
      checkMetadata(root.field('metadata'));
      look(root);
    });
}

/** A strategy's validation of a change. */
export function comparing(look: (root: At, old: At) => void): NonNullable<Strategy['validateUpdate']> {
  return (object, before) => causesOfChange(object, before, look);
}

/** What is wrong with a change; `old` has the same paths as `root`. */
export function causesOfChange(object: Draft, before: Draft, look: (root: At, old: At) => void): readonly FieldCause[] {
  return causesIn(object, (root) => causesIn(before, (old) => look(root, old)));
}

/** A field that stays as it was made. */
export function checkImmutable(at: At, old: At): void {
  if (!same(at.value ?? null, old.value ?? null)) at.invalid('field is immutable');
}

export function checkSubdomain(at: At): void {
  const fault = faultOfSubdomain(at.text);
  if (fault !== undefined) at.invalid(fault);
}
