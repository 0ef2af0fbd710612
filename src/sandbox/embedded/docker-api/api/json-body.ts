import type {z} from 'zod';
import {parseGo, readJson} from '../containers/go-json.ts';
import type {ApiRequest} from './http.ts';
import {badRequest} from './refusal.ts';

/** The body of a call that must have one. `name` is the struct of Docker's source. Throws 400 in Docker's words. */
export async function readBody<Schema extends z.ZodType>(
  request: ApiRequest,
  name: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const value = await readJson(request);
  if (value === undefined) throw badRequest('invalid JSON: got EOF while reading request body');
  return parseGo(name, schema, value);
}
