import {hex} from '../../../../../bytes/bytes.ts';
import {dateParts} from '../../dates.ts';
import type {Template} from '../config/template.ts';
import {findMapValue} from './map-value.ts';
import type {NginxRequest} from './request.ts';

/** A text with its variables put in; one that is not there is nothing. */
export function render(template: Template, request: NginxRequest): string {
  let text = '';
  for (const part of template) {
    if (part.kind === 'text') text += part.text;
    else text += (part.kind === 'capture' ? request.captures[part.index] : readVariable(request, part.name)) ?? '';
  }
  return text;
}

/** Undefined when it is not there. https://nginx.org/en/docs/varindex.html */
export function readVariable(request: NginxRequest, name: string): string | undefined {
  const own = request.variables.get(name);
  if (own !== undefined) return own;
  const map = request.worker.config.maps.get(name);
  if (map) return mapped(request, name);
  if (Object.hasOwn(variables, name)) return variables[name]?.(request);
  for (const [family, read] of families) if (name.startsWith(family)) return read(request, name.slice(family.length));
  return undefined;
}

function mapped(request: NginxRequest, name: string): string | undefined {
  const map = request.worker.config.maps.get(name);
  if (!map) return undefined;
  // Found once for a request; also, a map that is made of itself ends here.
  request.variables.set(name, '');
  const value = findMapValue(map, render(map.source, request), request);
  const text = render(value, request);
  request.variables.set(name, text);
  return text;
}

type Read = (request: NginxRequest) => string | undefined;

const variables: {readonly [name: string]: Read} = {
  args: ({args}) => args,
  query_string: ({args}) => args,
  is_args: ({args}) => (args === '' ? '' : '?'),
  uri: ({path}) => path,
  document_uri: ({path}) => path,
  request_uri: ({head}) => head.target,
  request_method: ({head}) => head.method,
  request: ({head}) => head.line,
  request_length: ({head}) => String(head.bytes),
  request_time: (request) => seconds(request.worker.process.now() - request.startedMs),
  request_id: (request) => requestId(request),
  request_completion: ({isComplete}) => (isComplete ? 'OK' : ''),
  request_filename: (request) => fileName(request),
  document_root: (request) => documentRoot(request),
  realpath_root: (request) => documentRoot(request),
  host: ({head, serverName}) => (head.host === '' ? serverName : head.host),
  server_name: ({serverName}) => serverName,
  server_addr: ({client}) => client.localAddress,
  server_port: ({client}) => String(client.localPort),
  server_protocol: ({head}) => `HTTP/${head.version}`,
  scheme: () => 'http',
  https: () => '',
  remote_addr: ({client}) => client.address,
  remote_port: ({client}) => String(client.port),
  remote_user: ({headers}) => remoteUser(headers.get('authorization')),
  connection: ({client}) => String(client.number),
  connection_requests: ({connectionRequests}) => String(connectionRequests),
  content_type: ({headers}) => headers.get('content-type'),
  content_length: ({headers}) => headers.get('content-length'),
  status: ({status}) => String(status).padStart(3, '0'),
  body_bytes_sent: ({bodyBytesSent}) => String(bodyBytesSent),
  bytes_sent: ({bytesSent}) => String(bytesSent),
  pipe: () => '.',
  limit_rate: () => '0',
  pid: ({worker}) => String(worker.process.pid),
  hostname: ({worker}) => worker.process.space.hostname,
  nginx_version: ({worker}) => worker.version,
  msec: ({worker}) => seconds(worker.process.now()),
  time_local: ({worker}) => localTime(worker.process.now()),
  time_iso8601: ({worker}) => isoTime(worker.process.now()),
  proxy_host: ({proxyHost}) => proxyHost,
  proxy_port: ({proxyHost}) => /:(\d+)$/.exec(proxyHost)?.[1] ?? '80',
  proxy_add_x_forwarded_for({headers, client}) {
    const before = headers.all('x-forwarded-for');
    return [...before, client.address].join(', ');
  },
  upstream_addr: ({upstreamTries}) => list(upstreamTries.map(({address}) => address)),
  upstream_status: ({upstreamTries}) => list(upstreamTries.map(({status}) => status)),
  upstream_response_time: ({upstreamTries}) => list(upstreamTries.map(({seconds: took}) => took.toFixed(3))),
  upstream_connect_time: ({upstreamTries}) => list(upstreamTries.map(() => '0.000')),
  upstream_header_time: ({upstreamTries}) => list(upstreamTries.map(({seconds: took}) => took.toFixed(3))),
  connections_active: ({worker}) => {
    const {reading, writing, waiting} = worker.statistics;
    return String(reading + writing + waiting);
  },
  connections_reading: ({worker}) => String(worker.statistics.reading),
  connections_writing: ({worker}) => String(worker.statistics.writing),
  connections_waiting: ({worker}) => String(worker.statistics.waiting),
};

const families: readonly (readonly [
  family: string,
  read: (request: NginxRequest, rest: string) => string | undefined,
])[] = [
  ['http_', ({headers}, rest) => headerValue(headers.all(rest.replaceAll('_', '-')), rest)],
  ['sent_http_', ({sentHeaders}, rest) => sentHeaders?.get(rest.replaceAll('_', '-'))],
  ['upstream_http_', ({upstreamTries}, rest) => upstreamTries.at(-1)?.headers?.get(rest.replaceAll('_', '-'))],
  ['cookie_', ({headers}, rest) => cookie(headers.all('cookie').join('; '), rest)],
  ['arg_', ({args}, rest) => argument(args, rest)],
];

function headerValue(values: readonly string[], name: string): string | undefined {
  return values.length === 0 ? undefined : values.join(name === 'cookie' ? '; ' : ', ');
}

function cookie(header: string, name: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
}

function argument(args: string, name: string): string | undefined {
  return args
    .split('&')
    .find((pair) => pair.toLowerCase().startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

function remoteUser(authorization: string | undefined): string | undefined {
  const [, coded] = /^basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '') ?? [];
  if (coded === undefined) return undefined;
  try {
    return atob(coded).split(':')[0];
  } catch {
    // No base64: then there is no user.
    return undefined;
  }
}

function requestId(request: NginxRequest): string {
  const known = request.variables.get('request_id');
  if (known !== undefined) return known;
  const made = hex(request.worker.process.space.kernel.outside.random(16));
  request.variables.set('request_id', made);
  return made;
}

export function documentRoot(request: NginxRequest): string {
  return render(request.settings.root, request);
}

/** The file a path means: below the root, or in the place of the location's name. */
export function fileName(request: NginxRequest, path = request.path): string {
  const {alias} = request.settings;
  const root = documentRoot(request);
  if (!alias) return `${root}${path}`;
  return alias.isRegex ? root : `${root}${path.slice(alias.nameLength)}`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function localTime(ms: number): string {
  const {year, monthName, day, time} = dateParts(ms);
  return `${day}/${monthName}/${year}:${time} +0000`;
}

function isoTime(ms: number): string {
  const {year, month, day, time} = dateParts(ms);
  return `${year}-${month}-${day}T${time}+00:00`;
}

function list(values: readonly string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(', ');
}
