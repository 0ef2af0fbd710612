import type {Directive} from './directive.ts';
import {parseLocationName} from './location-name.ts';
import {ConfigProblem} from './problem.ts';
import {compileRegex} from './regex.ts';
import {parseTemplate, variablesIn} from './template.ts';

/** Variables that are always there. https://nginx.org/en/docs/varindex.html */
const builtIn = new Set(
  (
    'args arg_ binary_remote_addr body_bytes_sent bytes_sent connection connection_requests connection_time content_length content_type ' +
    'document_root document_uri host hostname http_ https is_args limit_rate msec nginx_version pid pipe proxy_host ' +
    'proxy_port proxy_add_x_forwarded_for query_string realpath_root remote_addr remote_port remote_user request ' +
    'request_body request_completion request_filename request_id request_length request_method request_time request_uri ' +
    'scheme sent_http_ server_addr server_name server_port server_protocol status time_iso8601 time_local uri ' +
    'upstream_addr upstream_status upstream_response_time upstream_connect_time upstream_header_time ' +
    'upstream_response_length upstream_bytes_received upstream_bytes_sent upstream_cache_status ' +
    'gzip_ratio connections_active connections_reading connections_writing connections_waiting ' +
    'http2 proxy_protocol_addr ssl_protocol ssl_cipher'
  ).split(' '),
);

const families = ['http_', 'sent_http_', 'sent_trailer_', 'upstream_http_', 'upstream_cookie_', 'cookie_', 'arg_'];

/** Where variables can be, by directive: which arguments are texts with variables. */
const texts: {readonly [name: string]: (args: readonly string[]) => readonly string[]} = {
  return: (args) => args.slice(-1),
  rewrite: (args) => args.slice(1, 2),
  set: (args) => args.slice(1),
  if: (args) => args.map((arg) => arg.replace(/^\(|\)$/g, '')).filter((arg) => /^\$\w+$/.test(arg)),
  root: (args) => args,
  alias: (args) => args,
  index: (args) => args,
  try_files: (args) => args,
  add_header: (args) => args.slice(1, 2),
  proxy_set_header: (args) => args.slice(1),
  proxy_pass: (args) => args,
  proxy_redirect: (args) => args.slice(1),
  error_page: (args) => args.slice(-1),
  log_format: (args) => args.slice(1),
  map: (args) => args.slice(0, 1),
};

/** Throws ConfigProblem for the first variable that nobody defines. */
export function checkVariables(http: readonly Directive[]): void {
  const all = everything(http);
  const defined = new Set(all.flatMap(definedBy));
  for (const {name, args} of all)
    for (const text of texts[name]?.(args) ?? [])
      for (const variable of variablesIn(parseTemplate(text)))
        if (!isKnown(variable, defined)) throw new ConfigProblem(`unknown "${variable}" variable`);
}

function isKnown(name: string, defined: ReadonlySet<string>): boolean {
  return builtIn.has(name) || defined.has(name) || families.some((family) => name.startsWith(family));
}

function everything(directives: readonly Directive[]): readonly Directive[] {
  return directives.flatMap((directive) => [
    directive,
    ...(directive.name === 'types' || directive.name === 'map' ? [] : everything(directive.block ?? [])),
  ]);
}

/** What a directive makes known: variables it sets, names in its pattern. */
function definedBy(directive: Directive): readonly string[] {
  const {name, args, place, block = []} = directive;
  switch (name) {
    case 'set':
      return [(args[0] ?? '').slice(1).toLowerCase()];
    case 'map':
      return [(args[1] ?? '').slice(1).toLowerCase(), ...block.flatMap((entry) => namesIn(entry.name))];
    case 'location': {
      const location = parseLocationName(directive);
      return location.kind === 'regex' ? [...location.pattern.names.keys()] : [];
    }
    case 'server_name':
      return args.flatMap((arg) =>
        arg.startsWith('~') ? [...compileRegex(arg.slice(1), true, place).names.keys()] : [],
      );
    case 'rewrite':
      return namesIn(args[0] ?? '');
    case 'if':
      return args.flatMap((arg) => namesIn(arg.replace(/\)$/, '')));
    default:
      return [];
  }
}

/** Group names of what may be a pattern. */
function namesIn(source: string): readonly string[] {
  return [...source.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map(([, name = '']) => name.toLowerCase());
}
