import type {Fields} from '../object.ts';
import type {FieldCause} from '../refusal.ts';
import {entryOf, fieldsOf, isFields, listOf, numberOf, textOf} from '../values/reading.ts';
import {faultOfFormat} from './formats.ts';
import {typesOf} from './structural-schema.ts';

/** What of a value is not as its schema has it, in upstream's sentences. `at` is where it stands: `spec.size`. */
export function faultsOfSchema(value: unknown, schema: Fields, at: string): readonly FieldCause[] {
  if (value === undefined) return [];
  if (value === null) return schema.nullable === true || at === '' ? [] : [wrongType(at, schema, 'null')];
  const type = typeOf(value);
  const types = typesOf(schema);
  const fits = types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'));
  if (!fits) return [wrongType(at, schema, type)];
  return [...faultsOfValue(value, schema, at), ...faultsOfChoices(value, schema, at)];
}

function faultsOfValue(value: unknown, schema: Fields, at: string): readonly FieldCause[] {
  const enumerated = faultsOfEnum(value, schema, at);
  if (typeof value === 'string') return [...enumerated, ...faultsOfText(value, schema, at)];
  if (typeof value === 'number') return [...enumerated, ...faultsOfNumber(value, schema, at)];
  if (Array.isArray(value)) return [...enumerated, ...faultsOfList(value, schema, at)];
  if (isFields(value)) return [...enumerated, ...faultsOfObject(value, schema, at)];
  return enumerated;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function wrongType(at: string, schema: Fields, type: string): FieldCause {
  const message = `Invalid value: "${type}": ${at} in body must be of type ${typesOf(schema).join(',')}: "${type}"`;
  return {reason: 'FieldValueTypeInvalid', message, field: at};
}

function wrong(at: string, value: unknown, why: string): FieldCause {
  const message = `Invalid value: ${JSON.stringify(value)}: ${at} in body ${why}`;
  return {reason: 'FieldValueInvalid', message, field: at};
}

function faultsOfEnum(value: unknown, schema: Fields, at: string): readonly FieldCause[] {
  const allowed = listOf(schema.enum);
  if (allowed.length === 0 || allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))) return [];
  const list = allowed.map((one) => JSON.stringify(one)).join(', ');
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`;
  return [{reason: 'FieldValueNotSupported', message, field: at}];
}

function faultsOfText(value: string, schema: Fields, at: string): readonly FieldCause[] {
  const {minLength, maxLength, pattern, format} = schema;
  const length = [...value].length;
  const faults: FieldCause[] = [];
  if (typeof maxLength === 'number' && length > maxLength)
    faults.push({reason: 'FieldValueTooLong', message: `Too long: may not be more than ${maxLength} bytes`, field: at});
  if (typeof minLength === 'number' && length < minLength)
    faults.push(wrong(at, value, `should be at least ${minLength} chars long`));
  if (typeof pattern === 'string' && !matches(pattern, value))
    faults.push(wrong(at, value, `should match '${pattern}'`));
  if (typeof format === 'string' && faultOfFormat(format, value))
    faults.push(wrong(at, value, `must be of type ${format}: ${JSON.stringify(value)}`));
  return faults;
}

/** Go's expressions are nearly JavaScript's; one that is not passes. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

function faultsOfNumber(value: number, schema: Fields, at: string): readonly FieldCause[] {
  const {minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf} = schema;
  const faults: FieldCause[] = [];
  if (typeof minimum === 'number' && (exclusiveMinimum === true ? value <= minimum : value < minimum))
    faults.push(
      wrong(at, value, `should be greater than ${exclusiveMinimum === true ? '' : 'or equal to '}${minimum}`),
    );
  if (typeof maximum === 'number' && (exclusiveMaximum === true ? value >= maximum : value > maximum))
    faults.push(wrong(at, value, `should be less than ${exclusiveMaximum === true ? '' : 'or equal to '}${maximum}`));
  if (typeof multipleOf === 'number' && !Number.isInteger(value / multipleOf))
    faults.push(wrong(at, value, `should be a multiple of ${multipleOf}`));
  return faults;
}

function faultsOfList(value: readonly unknown[], schema: Fields, at: string): readonly FieldCause[] {
  const {minItems, maxItems, uniqueItems} = schema;
  const faults: FieldCause[] = [];
  if (typeof maxItems === 'number' && value.length > maxItems) {
    const message = `Too many: ${value.length}: must have at most ${maxItems} items`;
    faults.push({reason: 'FieldValueTooMany', message, field: at});
  }
  if (typeof minItems === 'number' && value.length < minItems)
    faults.push(wrong(at, value.length, `should have at least ${minItems} items`));
  if (uniqueItems === true && new Set(value.map((one) => JSON.stringify(one))).size < value.length)
    faults.push(wrong(at, value, "shouldn't contain duplicates"));
  const items = fieldsOf(schema.items);
  return [...faults, ...value.flatMap((one, index) => faultsOfSchema(one, items, `${at}[${index}]`))];
}

function faultsOfObject(value: Fields, schema: Fields, at: string): readonly FieldCause[] {
  const {minProperties, maxProperties} = schema;
  const properties = fieldsOf(schema.properties);
  const count = Object.keys(value).length;
  const place = (name: string): string => (at === '' ? name : `${at}.${name}`);
  const faults: FieldCause[] = [];
  if (typeof minProperties === 'number' && count < minProperties)
    faults.push(wrong(at, count, `should have at least ${minProperties} properties`));
  if (typeof maxProperties === 'number' && count > maxProperties) {
    const message = `Too many: ${count}: must have at most ${maxProperties} items`;
    faults.push({reason: 'FieldValueTooMany', message, field: at});
  }
  const required = listOf(schema.required).map(textOf);
  const absent = required.filter((name) => value[name] === undefined || isVoid(value[name], entryOf(properties, name)));
  const others = schema.additionalProperties;
  const inner = Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, one]) => {
      const property = entryOf(properties, name) ?? (isFields(others) ? others : undefined);
      if (isVoid(one, property)) return [];
      return isFields(property) ? faultsOfSchema(one, property, place(name)) : [];
    });
  const missing = absent.map((name) => ({
    reason: 'FieldValueRequired',
    message: 'Required value',
    field: place(name),
  }));
  return [...faults, ...missing, ...inner];
}

/** Null where none may be is as good as nothing. */
function isVoid(value: unknown, property: unknown): boolean {
  return value === null && fieldsOf(property).nullable !== true;
}

function faultsOfChoices(value: unknown, schema: Fields, at: string): readonly FieldCause[] {
  const passes = (one: unknown): boolean => faultsOfSchema(value, fieldsOf(one), at).length === 0;
  const faults: FieldCause[] = listOf(schema.allOf).flatMap((one) => faultsOfSchema(value, fieldsOf(one), at));
  const anyOf = listOf(schema.anyOf);
  if (anyOf.length > 0 && !anyOf.some(passes))
    faults.push(wrong(at, shown(value), 'must validate at least one schema (anyOf)'));
  const oneOf = listOf(schema.oneOf);
  const passing = oneOf.filter(passes).length;
  if (oneOf.length > 0 && passing !== 1) {
    const found = passing === 0 ? 'Found none valid' : `Found ${numberOf(passing)} valid alternatives`;
    faults.push(wrong(at, shown(value), `must validate one and only one schema (oneOf). ${found}`));
  }
  if (isFields(schema.not) && passes(schema.not))
    faults.push(wrong(at, shown(value), 'must not validate the schema (not)'));
  return faults;
}

function shown(value: unknown): unknown {
  return isFields(value) || Array.isArray(value) ? '' : value;
}
