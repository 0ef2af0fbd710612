import {parseAllDocuments} from 'yaml';
import {decode, hex} from '../../bytes/bytes.ts';
import {readAll} from '../../bytes/pipe.ts';
import type {Draft, Fields} from '../object.ts';
import {draftOf} from '../patch/draft.ts';
import {decodeProtobuf} from '../protobuf/decode.ts';
import {badRequest, KubeRefusal} from '../refusal.ts';
import {apiVersionOf, type Resource} from '../resources/resource.ts';
import {checkFields} from '../schema/check.ts';
import type {ObjectType, Schema} from '../schema/field.ts';
import {parseJson} from '../schema/json.ts';
import {isFields} from '../values/reading.ts';
import type {ChangeOptions} from './options.ts';
import type {KubeRequest} from './request.ts';
import {bodyLimit} from './status.ts';
import {withoutNulls} from './without-nulls.ts';

/** An object as it was sent, and what of it is not as the schema has it. */
export interface ReadBody {
  readonly draft: Draft;
  /** `unknown field "spec.replica"`, for the client to be told of. */
  readonly warnings: readonly string[];
}

/** What a body is to be. */
export interface Expected {
  readonly resource: Pick<Resource, 'group' | 'version' | 'kind' | 'schema'>;
  readonly schema: Schema;
  /** Undefined where nobody knows the fields. */
  readonly type: ObjectType | undefined;
  readonly fieldValidation: ChangeOptions['fieldValidation'];
}

const jsonType = 'application/json';
const yamlTypes: readonly string[] = ['application/yaml', 'text/yaml', 'application/x-yaml'];
const protobufType = 'application/vnd.kubernetes.protobuf';

/** The media type of a body, without its parameters; JSON where nothing is said. */
export function mediaTypeOf({headers}: KubeRequest): string {
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  return type.trim() === '' ? jsonType : type.trim().toLowerCase();
}

/** Reads the object of a write. Throws 400, 413, 415 as upstream does. */
export async function readObject(request: KubeRequest, expected: Expected): Promise<ReadBody> {
  const type = mediaTypeOf(request);
  const bytes = await readAll(request.body, bodyLimit);
  if (type === protobufType) {
    const value = decodeProtobuf(bytes, expected.schema);
    return checked({value, duplicates: []}, bytes, expected);
  }
  if (type !== jsonType && !yamlTypes.includes(type)) throw unknownFormat();
  const parsed = type === jsonType ? parsedJson(bytes, expected) : parsedYaml(bytes, expected);
  return checked(parsed, bytes, expected);
}

function unknownFormat(): KubeRefusal {
  const message =
    'the body of the request was in an unknown format - accepted media types include: ' +
    'application/json, application/yaml, application/vnd.kubernetes.protobuf';
  return new KubeRefusal(415, 'UnsupportedMediaType', message);
}

interface Parsed {
  readonly value: unknown;
  readonly duplicates: readonly string[];
}

function parsedJson(bytes: Uint8Array, {resource}: Expected): Parsed {
  const text = decode(bytes);
  try {
    return parseJson(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw unrecognized(resource, `couldn't get version/kind; json parse error: ${why} (${shownBytes(bytes)})`);
  }
}

function parsedYaml(bytes: Uint8Array, {resource}: Expected): Parsed {
  const [document] = parseAllDocuments(decode(bytes), {prettyErrors: false, uniqueKeys: false, logLevel: 'error'});
  if (!document || !('toJS' in document)) return {value: null, duplicates: []};
  const [fault] = document.errors;
  if (fault) throw unrecognized(resource, `yaml: ${fault.message} (${shownBytes(bytes)})`);
  return {value: document.toJS({maxAliasCount: 100}), duplicates: []};
}

/** What could not be read, as upstream shows it: text that begins like an object, and bytes of anything else. */
function shownBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) return '<empty>';
  const first = bytes.subarray(0, 30);
  if (bytes[0] !== openBrace) return hex(first);
  return bytes.length > 30 ? `${decode(first)} ...` : decode(first);
}

const openBrace = 0x7b;

function unrecognized({kind}: Expected['resource'], why: string): KubeRefusal {
  return badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why}`);
}

/** An object of another kind is refused; fields there are not are refused, told of or passed over. */
function checked({value, duplicates}: Parsed, bytes: Uint8Array, expected: Expected): ReadBody {
  const sent = shownBytes(bytes);
  const {resource} = expected;
  if (!isFields(value) && value !== null)
    throw unrecognized(resource, `couldn't get version/kind; json parse error: ${unmarshal(value)} (${sent})`);
  const draft: Fields = value ?? {};
  refuseOtherKind(draft, expected);
  const warnings = refuseWrongFields(draft, duplicates, expected);
  const {type} = expected;
  // In a custom resource a null says something; its schema tells what.
  const given = type && !resource.schema ? withoutNulls(draft, type) : draft;
  return {draft: withKind(given, resource), warnings};
}

/** Fields there are not are refused, told of, or passed over; values of another type are always refused. */
export function refuseWrongFields(draft: Fields, duplicates: readonly string[], expected: Expected): readonly string[] {
  const {resource, type, fieldValidation} = expected;
  const {faults: all, wrong} = type ? checkFields(draft, type, {duplicates}) : {faults: duplicates, wrong: undefined};
  // Values of a custom resource are its own schema's to judge.
  if (wrong !== undefined && !resource.schema) throw unhandled(resource, wrong);
  const faults = fieldValidation === 'Ignore' ? [] : all;
  if (faults.length > 0 && fieldValidation === 'Strict')
    throw unhandled(resource, `strict decoding error: ${faults.join(', ')}`);
  return faults;
}

function unhandled({kind, version}: Expected['resource'], why: string): KubeRefusal {
  return badRequest(`${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: ${why}`);
}

function unmarshal(value: unknown): string {
  const what = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  const type =
    'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
  return `json: cannot unmarshal ${what} into Go value of type ${type}`;
}

/** Looks whether an object says that it is of the kind and version it is sent to; neither need be said. */
function refuseOtherKind({apiVersion, kind}: Fields, {resource, schema}: Expected): void {
  const expected = apiVersionOf(resource);
  const version = typeof apiVersion === 'string' && apiVersion !== '' ? apiVersion : expected;
  const name = typeof kind === 'string' && kind !== '' ? kind : resource.kind;
  if (version === expected && name === resource.kind) return;
  const short = version.split('/').at(-1) ?? '';
  const says = `${name} in version ${JSON.stringify(short)} cannot be handled as a ${resource.kind}`;
  if (!schema.kind(version, name)) {
    const scheme = 'scheme "pkg/runtime/scheme.go:110"';
    throw badRequest(
      `${says}: no kind ${JSON.stringify(name)} is registered for version ${JSON.stringify(version)} in ${scheme}`,
    );
  }
  if (name === resource.kind)
    throw badRequest(`the API version in the data (${version}) does not match the expected API version (${expected})`);
  const into = resource.group === '' ? 'core' : resource.group.split('.')[0];
  throw badRequest(`${says}: converting (${short}.${name}) to (${into}.${resource.kind}): unknown conversion`);
}

function withKind(draft: Fields, resource: Expected['resource']): Draft {
  return draftOf({...draft, apiVersion: apiVersionOf(resource), kind: resource.kind});
}
