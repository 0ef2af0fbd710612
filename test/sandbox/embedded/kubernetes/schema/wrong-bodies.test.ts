import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {checkFields} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/check.ts';
import {parseJson} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/json.ts';
import {createSchema} from '../../../../../src/sandbox/embedded/kubernetes-api/schema/schema.ts';

/** What a real API server of 1.34 said to each of these bodies, with fieldValidation=Strict. */
const recorded: readonly {readonly body: unknown; readonly message: string}[] = JSON.parse(
  readFileSync(new URL('../../../../fixtures/kubernetes-schema/wrong-bodies.json', import.meta.url), 'utf8'),
);

const schema = createSchema();

/** What we say, as far as it is decided by schema and JSON. */
function said(body: unknown): string {
  try {
    const {value, duplicates} = parseJson(typeof body === 'string' ? body : JSON.stringify(body));
    if (typeof value !== 'object' || value === null || !('apiVersion' in value) || !('kind' in value)) return '';
    const type = schema.kind(String(value.apiVersion), String(value.kind));
    if (!type) return '';
    const {faults, wrong} = checkFields(value, type, {duplicates});
    return wrong ?? faults.join(', ');
  } catch (error) {
    return error instanceof SyntaxError ? error.message : String(error);
  }
}

/** The part of upstream's sentence that is the decoder's. */
function expected(message: string): string {
  const [, syntax] = /json parse error: (.*) \(.*\)$/.exec(message) ?? [];
  if (syntax !== undefined) return syntax.startsWith('json: cannot unmarshal') ? '' : syntax;
  const [, strict] = /strict decoding error: (.*)$/.exec(message) ?? [];
  if (strict !== undefined) return strict;
  return message.replace(/^\w+ in version "\w+" cannot be handled as a \w+: /, '');
}

describe('a body that is not as the schema has it', () => {
  it.each(recorded.map(({body, message}) => [message, body] as const))(
    'gets the sentence of the real server: %s',
    (message, body) => {
      expect(said(body)).toBe(expected(message));
    },
  );
});
