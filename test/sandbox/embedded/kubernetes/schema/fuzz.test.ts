import fc from 'fast-check';
import {describe, expect, it, vi} from 'vitest';
import {concat, encode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {decodeProtobuf} from '../../../../../src/sandbox/embedded/kubernetes-api/protobuf/decode.ts';
import {KubeRefusal} from '../../../../../src/sandbox/embedded/kubernetes-api/refusal.ts';
import {checkFields} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/check.ts';
import {parseJson} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/json.ts';
import {createSchema} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/schema.ts';
import {structuralType} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/structural.ts';

const schema = createSchema();
const pod = schema.kind('v1', 'Pod');
const deployment = schema.kind('apps/v1', 'Deployment');

/** An object of the API with anything at some places. */
const objects = fc.letrec((tie) => ({
  field: fc.constantFrom(
    'metadata',
    'spec',
    'status',
    'containers',
    'name',
    'ports',
    'labels',
    'template',
    'x',
    '__proto__',
  ),
  value: fc.oneof(
    {maxDepth: 5, depthSize: 'medium'},
    fc.jsonValue({maxDepth: 1}),
    tie('object'),
    fc.array(tie('value'), {maxLength: 3}),
  ),
  object: fc.dictionary(
    fc.oneof(
      fc.constantFrom('metadata', 'spec', 'containers', 'name', 'template', '__proto__'),
      fc.string({maxLength: 5}),
    ),
    tie('value'),
    {
      maxKeys: 4,
    },
  ),
})).object;

// Thousands of cases beside other tests on a slow machine.
vi.setConfig({testTimeout: 120_000});

describe('whatever a client sends', () => {
  it('is compared with its type, and never with an error of ours', () => {
    fc.assert(
      fc.property(objects, (object) => {
        for (const type of [pod, deployment])
          if (type) expect(checkFields(object, type).faults.length).toBeLessThanOrEqual(100);
      }),
      {numRuns: 4000},
    );
  });

  it('is JSON for us exactly when it is for the language we are written in', () => {
    const nearlyJson = fc.tuple(
      fc.json({maxDepth: 3}),
      fc.nat(),
      fc.constantFrom('', ',', '"', '{', ']', '\\', '\n', '1', 'e', 'x', ' '),
    );
    fc.assert(
      fc.property(nearlyJson, ([text, place, extra]) => {
        const at = place % (text.length + 1);
        const damaged = text.slice(0, at) + extra + text.slice(at);
        expect(outcome(() => parseJson(damaged).value)).toEqual(outcome(() => JSON.parse(damaged)));
      }),
      {numRuns: 4000},
    );
  });

  it('is a type of a custom resource, whatever the schema is', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('type', 'properties', 'items', 'required', 'enum'), fc.jsonValue({maxDepth: 2})),
        objects,
        (openApi, object) => {
          const made = JSON.parse(JSON.stringify(openApi));
          checkFields(object, structuralType(made, schema));
        },
      ),
      {numRuns: 1000},
    );
  });

  it('is protobuf, or is refused', () => {
    const envelope = (apiVersion: string, kind: string, raw: Uint8Array): Uint8Array => {
      const meta = concat([field(1, encode(apiVersion)), field(2, encode(kind))]);
      return concat([encode('k8s\0'), field(1, meta), field(2, raw)]);
    };
    const message = fc.oneof(
      fc.uint8Array({maxLength: 60}),
      fc
        .array(fc.tuple(fc.integer({min: 1, max: 40}), fc.uint8Array({maxLength: 20})), {maxLength: 5})
        .map((fields) => concat(fields.map(([number, bytes]) => field(number, bytes)))),
    );
    const kinds = fc.constantFrom(
      ['v1', 'Pod'],
      ['apps/v1', 'Deployment'],
      ['v1', 'ConfigMap'],
      ['v1', 'Secret'],
      ['batch/v1', 'CronJob'],
    );
    fc.assert(
      fc.property(kinds, message, fc.boolean(), ([apiVersion = '', kind = ''], inner, isNested) => {
        const raw = isNested ? field(2, inner) : inner;
        try {
          expect(decodeProtobuf(envelope(apiVersion, kind, raw), schema)).toMatchObject({apiVersion, kind});
        } catch (error) {
          expect(error).toBeInstanceOf(KubeRefusal);
        }
      }),
      {numRuns: 5000},
    );
  });
});

function field(number: number, bytes: Uint8Array): Uint8Array {
  const tag = number < 16 ? [(number << 3) | 2] : [((number << 3) & 0x7f) | 0x82, number >> 4];
  const size = bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
  return concat([new Uint8Array([...tag, ...size]), bytes]);
}

function outcome(read: () => unknown): unknown {
  try {
    return {value: read()};
  } catch (error) {
    return error instanceof SyntaxError ? 'not JSON' : error;
  }
}
