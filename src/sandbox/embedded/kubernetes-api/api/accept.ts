import {KubeRefusal} from '../refusal.ts';
import {entryOf} from '../values/reading.ts';

/** How a client wants objects shown. */
export interface Format {
  readonly encoding: 'json' | 'yaml';
  /** `Table`, `PartialObjectMetadata`, or the objects as they are. */
  readonly as: 'object' | 'table' | 'metadata';
  /** `meta.k8s.io/v1`, of a Table or of metadata. */
  readonly version: string;
}

const plain: Format = {encoding: 'json', as: 'object', version: 'v1'};

/**
 * The first of the accepted forms that is there. Protobuf is not: clients that ask for it take JSON as well. Throws 406.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources
 */
export function formatOf(accept: string | undefined, streams = false): Format {
  if (accept === undefined || accept.trim() === '') return plain;
  for (const range of accept.split(',')) {
    const format = formatOfRange(range);
    if (format) return format;
  }
  // What nobody can be without: a client that asks for protobuf alone is told so.
  throw notAcceptable(accept, streams);
}

function formatOfRange(range: string): Format | undefined {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
  const encoding = entryOf(encodings, type);
  if (!encoding) return undefined;
  const asked = new Map(parameters.map((one) => [one.split('=')[0] ?? '', one.split('=')[1] ?? '']));
  const as = asked.get('as');
  if (as === undefined) return {...plain, encoding};
  const version = asked.get('v') ?? '';
  if (asked.get('g') !== 'meta.k8s.io' || !['v1', 'v1beta1'].includes(version)) return undefined;
  if (as === 'Table') return {encoding, as: 'table', version};
  if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return {encoding, as: 'metadata', version};
  return undefined;
}

const encodings: {readonly [type: string]: Format['encoding']} = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  'application/*': 'json',
  '*/*': 'json',
};

const available = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
const streamed = 'application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';

function notAcceptable(accept: string, streams: boolean): KubeRefusal {
  // JSON is wanted, but as something that it is not given as.
  const isKnown = accept
    .split(',')
    .some((range) => entryOf(encodings, range.split(';')[0]?.trim() ?? '') !== undefined);
  if (isKnown)
    return new KubeRefusal(406, 'NotAcceptable', `only the following media types are accepted: ${available}`);
  const all = streams ? `${available}, ${streamed}` : available;
  return new KubeRefusal(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${all}`);
}
