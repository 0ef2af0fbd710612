import {type AccessRule, parseAccessRule} from './access-rule.ts';
import type {Directive, Scope} from './directive.ts';
import {type ErrorPage, parseErrorPage} from './error-page.ts';
import {type Expires, parseExpires} from './expires.ts';
import {type LogTarget, readAccessLogs, readErrorLogs} from './logs.ts';
import {type ProxySettings, readProxy} from './proxy-settings.ts';
import {parseTemplate, type Template} from './template.ts';
import {parseSize, parseTime} from './values.ts';

export interface AddedHeader {
  readonly name: string;
  readonly value: Template;
  readonly always: boolean;
}

export interface AutoindexSettings {
  readonly on: boolean;
  readonly format: string;
  readonly exactSize: boolean;
}

/** What holds for requests in a location, or in a server for those that are in none. */
export interface LocationSettings {
  readonly root: Template;
  /** The length of the location's name that `root` stands for, for `alias`; undefined for `root`. */
  readonly alias: {readonly nameLength: number; readonly isRegex: boolean} | undefined;
  readonly index: readonly Template[];
  readonly types: ReadonlyMap<string, string>;
  readonly defaultType: string;
  readonly autoindex: AutoindexSettings;
  readonly errorPages: readonly ErrorPage[];
  readonly addedHeaders: readonly AddedHeader[];
  readonly expires: Expires;
  readonly charset: string;
  readonly hasEtag: boolean;
  readonly ifModifiedSince: string;
  readonly accessRules: readonly AccessRule[];
  readonly accessLogs: readonly LogTarget[];
  readonly errorLogs: readonly LogTarget[];
  readonly mostBodyBytes: number;
  readonly keepaliveMs: number;
  readonly keepaliveRequests: number;
  readonly mostRanges: number;
  readonly tryFiles: readonly Template[] | undefined;
  readonly absoluteRedirect: boolean;
  readonly serverNameInRedirect: boolean;
  readonly portInRedirect: boolean;
  /** `nginx/1.27.5` or `nginx`. */
  readonly showsVersion: boolean;
  readonly logsNotFound: boolean;
  readonly recursiveErrorPages: boolean;
  readonly isInternal: boolean;
  readonly hasStubStatus: boolean;
  readonly isEmptyGif: boolean;
  readonly proxy: ProxySettings;
}

export interface SettingsPlace {
  /** Absolute, with a slash at its end: what relative paths begin at. */
  readonly prefix: string;
  /** Settings of an `if` or `limit_except`: they have the `proxy_pass` of the location they are in. */
  readonly isAnonymous: boolean;
}

export function readSettings(scope: Scope, place: SettingsPlace): LocationSettings {
  const {root, alias} = readRoot(scope, place);
  return {
    root,
    alias,
    index: templates(
      scope.all('index').flatMap(({args}) => args),
      ['index.html'],
    ),
    types: readTypes(scope),
    defaultType: scope.text('default_type') ?? 'text/plain',
    autoindex: {
      on: scope.flag('autoindex', false),
      format: scope.text('autoindex_format') ?? 'html',
      exactSize: scope.flag('autoindex_exact_size', true),
    },
    errorPages: scope.all('error_page').map(parseErrorPage),
    addedHeaders: scope.all('add_header').map(addedHeader),
    expires: expiresOf(scope.one('expires')),
    charset: charsetOf(scope.text('charset')),
    hasEtag: scope.flag('etag', true),
    ifModifiedSince: scope.text('if_modified_since') ?? 'exact',
    accessRules: readAccess(scope),
    accessLogs: readAccessLogs(scope),
    errorLogs: readErrorLogs(scope),
    mostBodyBytes: parseSize(scope.text('client_max_body_size') ?? '1m') ?? 0,
    keepaliveMs: parseTime(scope.text('keepalive_timeout') ?? '75s') ?? 0,
    keepaliveRequests: Number(scope.text('keepalive_requests') ?? 1000),
    mostRanges: Number(scope.text('max_ranges') ?? Number.POSITIVE_INFINITY),
    tryFiles: scope.own('try_files')[0]?.args.map((arg) => parseTemplate(arg)),
    absoluteRedirect: scope.flag('absolute_redirect', true),
    serverNameInRedirect: scope.flag('server_name_in_redirect', false),
    portInRedirect: scope.flag('port_in_redirect', true),
    showsVersion: scope.text('server_tokens') !== 'off',
    logsNotFound: scope.flag('log_not_found', true),
    recursiveErrorPages: scope.flag('recursive_error_pages', false),
    isInternal: scope.own('internal').length > 0,
    hasStubStatus: scope.own('stub_status').length > 0,
    isEmptyGif: scope.own('empty_gif').length > 0,
    proxy: readProxy(scope, place.isAnonymous),
  };
}

function readRoot(scope: Scope, place: SettingsPlace): Pick<LocationSettings, 'root' | 'alias'> {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const [alias] = at.own('alias');
    const [root] = at.own('root');
    const path = (alias ?? root)?.args[0];
    if (path === undefined) continue;
    const template = parseTemplate(path.startsWith('/') || path.startsWith('$') ? path : `${place.prefix}${path}`);
    if (!alias) return {root: withoutSlash(template), alias: undefined};
    return {root: template, alias: {nameLength: at.label?.text.length ?? 0, isRegex: at.label?.isRegex ?? false}};
  }
  return {root: parseTemplate(`${place.prefix}html`), alias: undefined};
}

function withoutSlash(template: Template): Template {
  const last = template.at(-1);
  if (last?.kind !== 'text') return template;
  return [...template.slice(0, -1), {kind: 'text', text: last.text.replace(/\/$/, '')}];
}

/** Types without `types`: https://nginx.org/en/docs/http/ngx_http_core_module.html#types */
const usualTypes: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html'],
  ['gif', 'image/gif'],
  ['jpg', 'image/jpeg'],
]);

function readTypes(scope: Scope): ReadonlyMap<string, string> {
  const blocks = scope.all('types');
  if (blocks.length === 0) return usualTypes;
  const types = new Map<string, string>();
  for (const {block = []} of blocks)
    for (const {name, args} of block) for (const extension of args) types.set(extension.toLowerCase(), name);
  return types;
}

function readAccess(scope: Scope): readonly AccessRule[] {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const rules = at.directives.filter(({name}) => name === 'allow' || name === 'deny');
    if (rules.length > 0) return rules.map((rule) => parseAccessRule(rule, () => {}));
  }
  return [];
}

function addedHeader({args}: Directive): AddedHeader {
  const [name = '', value = '', always] = args;
  return {name, value: parseTemplate(value), always: always !== undefined};
}

function expiresOf(directive: Directive | undefined): Expires {
  return directive === undefined ? {kind: 'off'} : parseExpires(directive);
}

function charsetOf(text: string | undefined): string {
  return text === undefined || text === 'off' ? '' : text;
}

function templates(texts: readonly string[], usual: readonly string[]): readonly Template[] {
  return (texts.length === 0 ? usual : texts).map((text) => parseTemplate(text));
}
