import {z} from 'zod';
import {decode} from '../../bytes/bytes.ts';
import {readAll} from '../../bytes/pipe.ts';
import {isSystemError} from '../../system-error.ts';
import type {ApiRequest} from '../api/http.ts';
import {ApiRefusal, badRequest} from '../api/refusal.ts';

/** More is no request of a client, but an accident or an attack. */
const mostBytes = 1024 * 1024;

/**
 * An object as Go reads it: keys match in whatever case, unknown ones are ignored, and null leaves the zero value,
 * which here is the schema's default.
 */
export function goStruct<Shape extends z.core.$ZodShape>(
  shape: Shape,
): z.ZodPreprocess<z.ZodObject<{-readonly [Key in keyof Shape]: Shape[Key]}, z.core.$strip>, unknown> {
  const known = new Map(Object.keys(shape).map((key) => [key.toLowerCase(), key]));
  const canonical = (input: unknown): unknown => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
    const fields: {[key: string]: unknown} = {};
    for (const [key, value] of Object.entries(input)) {
      const name = known.get(key.toLowerCase());
      if (name !== undefined && value !== null) fields[name] = value;
    }
    return fields;
  };
  return z.preprocess(canonical, z.object(shape));
}

/** The JSON body of a call; undefined when there is none. Throws 400 in the words of Docker's decoder. */
export async function readJson(request: ApiRequest): Promise<unknown> {
  const text = decode(await wholeBody(request));
  if (text.trim() === '') return undefined;
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type))
    throw badRequest(`unsupported Content-Type header (${type}): must be 'application/json'`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw badRequest(`invalid JSON: ${reason}`);
  }
}

async function wholeBody(request: ApiRequest): Promise<Uint8Array> {
  try {
    return await readAll(request.body, mostBytes);
  } catch (error) {
    if (isSystemError(error, 'E2BIG')) throw new ApiRefusal(413, `the request body is larger than ${mostBytes} bytes`);
    throw error;
  }
}

/**
 * A value as the schema has it. Throws 400 and names the field, as Go does. `name` is the struct of Docker's source.
 */
export function parseGo<Schema extends z.ZodType>(name: string, schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path ?? [];
  const received = goTypeOf(path.reduce((here: unknown, key) => fieldOf(here, String(key)), value));
  const expected = issue?.code === 'invalid_type' ? goNames[issue.expected] : undefined;
  const field = path.filter((key) => typeof key === 'string').join('.');
  const where = field === '' ? 'Go value' : `Go struct field ${name}.${field}`;
  throw badRequest(`invalid JSON: json: cannot unmarshal ${received} into ${where} of type ${expected ?? name}`);
}

const goNames: {readonly [type: string]: string} = {
  string: 'string',
  number: 'int64',
  int: 'int64',
  boolean: 'bool',
  array: '[]string',
  record: 'map[string]string',
};

/** The part of a value under a key, in whatever case the client wrote it. */
function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'string':
    case 'number':
      return typeof value;
    case 'boolean':
      return 'bool';
    default:
      return 'object';
  }
}

/** A slice of texts, which stays null when it was. */
export const texts = z.array(z.string()).nullable().default(null);
export const text = z.string().default('');
export const flag = z.boolean().default(false);
export const count = z.number().int().default(0);
export const textMap = z.record(z.string(), z.string());
