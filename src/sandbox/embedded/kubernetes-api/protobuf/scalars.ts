import {base64, decode} from '../../bytes/bytes.ts';
import type {ScalarKind} from '../schema/field.ts';
import {fieldsOf, type WireField} from './wire.ts';

type WireValue = WireField['value'];

/** A value that is not made of others, as the API's JSON has it; undefined for a time that is none. */
export function scalarOf(kind: ScalarKind, value: WireValue): unknown {
  switch (kind) {
    case 'string':
      return text(value);
    case 'boolean':
      return number(value) !== 0;
    case 'int32':
    case 'int64':
      return number(value);
    case 'double':
      return double(value);
    case 'bytes':
      return base64(bytes(value));
    case 'quantity':
      return text(fieldOf(value, 1) ?? new Uint8Array(0));
    case 'time':
    case 'micro-time':
      return timeOf(value, kind === 'micro-time');
    case 'duration':
      return `${number(fieldOf(value, 1) ?? 0n) / 1e9}s`;
    case 'int-or-string':
      return number(fieldOf(value, 1) ?? 0n) === 1
        ? text(fieldOf(value, 3) ?? new Uint8Array(0))
        : number(fieldOf(value, 2) ?? 0n);
    case 'any':
      return json(fieldOf(value, 1));
  }
}

function text(value: WireValue): string {
  return decode(bytes(value));
}

function bytes(value: WireValue): Uint8Array {
  if (typeof value === 'bigint') throw new Error('a number stands where text is expected');
  return value;
}

function number(value: WireValue): number {
  if (typeof value !== 'bigint') throw new Error('text stands where a number is expected');
  return Number(value);
}

function double(value: WireValue): number {
  if (typeof value === 'bigint' || value.length !== 8) throw new Error('a double has eight bytes');
  return new DataView(value.buffer, value.byteOffset, 8).getFloat64(0, true);
}

/** The last value of a field of a small message. */
function fieldOf(message: WireValue, number: number): WireValue | undefined {
  let found: WireValue | undefined;
  for (const field of fieldsOf(bytes(message))) if (field.number === number) found = field.value;
  return found;
}

/** Seconds since 1970 and nanoseconds. */
function timeOf(value: WireValue, isMicro: boolean): string | undefined {
  const seconds = fieldOf(value, 1);
  if (seconds === undefined) return undefined;
  const ms = number(seconds) * 1000;
  // Go's zero time is long before 1970, and beyond what JavaScript knows there is nothing to say either.
  if (number(seconds) <= -62_135_596_800 || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return undefined;
  const whole = new Date(ms).toISOString().slice(0, 19);
  if (!isMicro) return `${whole}Z`;
  const micros = Math.floor(number(fieldOf(value, 2) ?? 0n) / 1000);
  return `${whole}.${String(micros).padStart(6, '0')}Z`;
}

/** What has no schema travels as JSON. */
function json(value: WireValue | undefined): unknown {
  if (value === undefined) return undefined;
  const raw = bytes(value);
  return raw.length === 0 ? undefined : JSON.parse(decode(raw));
}
