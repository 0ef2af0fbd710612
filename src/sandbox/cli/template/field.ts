import {GoCallError} from './errors.ts';
import {type GoValue, typeName} from './value.ts';

/** One `.Name` after a value. */
export interface FieldCall {
  readonly name: string;
  readonly receiver: GoValue;
  readonly args: readonly GoValue[];
  /** It came from where Go knows no type, so that its own cannot be told. */
  readonly untyped: boolean;
}

/** What `.Name` is: a method's result, a field, an entry; throws a GoCallError. */
export function callField({name, receiver, args, untyped}: FieldCall, missingKeyFails: boolean): GoValue {
  // What a key that is not there led to has no keys either.
  if (receiver === undefined && !missingKeyFails) return undefined;
  if (receiver === undefined || receiver === null) {
    if (missingKeyFails) throw new GoCallError(`nil data; no entry for key "${name}"`);
    throw new GoCallError(`nil pointer evaluating interface {}.${name}`);
  }
  if (typeof receiver !== 'object') throw unknownField(name, untyped ? undefined : receiver);
  switch (receiver.kind) {
    case 'struct':
      return structField({name, receiver, args, untyped});
    case 'map': {
      const method = receiver.methods?.get(name);
      if (method !== undefined) return method.call(args);
      rejectArguments(name, args);
      const value = receiver.entries.get(name);
      if (value === undefined && missingKeyFails) throw new GoCallError(`map has no entry for key "${name}"`);
      return value;
    }
    case 'nil':
      throw new GoCallError(`nil pointer evaluating ${receiver.type}.${name}`);
    default:
      throw unknownField(name, untyped ? undefined : receiver);
  }
}

function structField({
  name,
  receiver,
  args,
}: FieldCall & {readonly receiver: Extract<GoValue, {kind: 'struct'}>}): GoValue {
  const method = receiver.methods?.get(name);
  if (method !== undefined) {
    if (method.arity !== undefined && method.arity !== args.length) {
      throw new GoCallError(`wrong number of args for ${name}: want ${method.arity} got ${args.length}`);
    }
    return method.call(args);
  }
  if (!receiver.fields.has(name)) throw unknownField(name, receiver);
  rejectArguments(name, args);
  return receiver.fields.get(name);
}

function rejectArguments(name: string, args: readonly GoValue[]): void {
  if (args.length > 0) throw new GoCallError(`${name} has arguments but cannot be invoked as function`);
}

function unknownField(name: string, receiver: GoValue): GoCallError {
  return new GoCallError(`can't evaluate field ${name} in type ${typeName(receiver)}`);
}
