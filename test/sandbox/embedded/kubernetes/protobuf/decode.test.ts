import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {concat, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {decodeProtobuf} from '../../../../../src/sandbox/embedded/kubernetes-api/protobuf/decode.ts';
import {checkFields} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/check.ts';
import {createSchema} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/schema.ts';

/** Commands, what kubectl 1.34 sends for them, and the JSON that 1.29 sends for the same. */
const recorded: readonly {readonly command: string; readonly protobuf: string; readonly json: unknown}[] = JSON.parse(
  readFileSync(new URL('../../../../fixtures/kubernetes-protobuf/bodies.json', import.meta.url), 'utf8'),
);

const schema = createSchema();

/** Without nulls and empty objects, which Go's JSON writes for what is not there. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, bare(inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== null && !isEmpty(inner)));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

describe('a body in protobuf', () => {
  it.each(recorded)('says the same as the JSON of an older kubectl: kubectl $command', ({protobuf, json}) => {
    const object = decodeProtobuf(new Uint8Array(Buffer.from(protobuf, 'base64')), schema);
    expect(bare(object)).toEqual(bare(json));
    const type = schema.kind(String(object.apiVersion), String(object.kind));
    expect(type && checkFields(object, type)).toMatchObject({faults: [], wrong: undefined});
  });

  it('is refused when it does not begin as it must', () => {
    expect(() => decodeProtobuf(encode('{"kind":"Pod"}'), schema)).toThrow('expected prefix [107 56 115 0]');
  });

  it('is refused when it is of a kind there is none of', () => {
    const typeMeta = concat([new Uint8Array([10, 2]), encode('v9'), new Uint8Array([18, 3]), encode('Foo')]);
    const body = concat([encode('k8s\0'), new Uint8Array([10, typeMeta.length]), typeMeta]);
    expect(() => decodeProtobuf(body, schema)).toThrow('no kind "Foo" is registered for version "v9"');
  });

  it('is refused when it is cut off', () => {
    const [{protobuf} = {protobuf: ''}] = recorded;
    const whole = new Uint8Array(Buffer.from(protobuf, 'base64'));
    expect(() => decodeProtobuf(whole.subarray(0, whole.length - 40), schema)).toThrow('unexpected EOF');
  });
});
