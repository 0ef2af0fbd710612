import type {Directive, Scope} from './directive.ts';
import {parseTemplate, type Template} from './template.ts';
import {parseProxyPass, type UpstreamUrl} from './upstream-url.ts';
import {parseTime} from './values.ts';

/** Where a location hands requests on to. */
export type ProxyTarget =
  | {readonly kind: 'fixed'; readonly url: UpstreamUrl; readonly directive: Directive}
  /** It depends on variables, and is looked up for every request. */
  | {readonly kind: 'variable'; readonly url: Template};

export interface ProxySettings {
  readonly target: ProxyTarget | undefined;
  readonly method: Template | undefined;
  readonly body: Template | undefined;
  readonly headers: readonly {readonly name: string; readonly value: Template}[];
  /** Names in lower case. */
  readonly hides: ReadonlySet<string>;
  readonly passesHeaders: boolean;
  readonly passesBody: boolean;
  readonly version: '1.0' | '1.1';
  readonly connectMs: number;
  readonly readMs: number;
  readonly interceptsErrors: boolean;
  readonly next: ReadonlySet<string>;
  /** `Location` headers that begin with the first text get the second; `default`: the location's own. */
  readonly redirects: readonly ('default' | {readonly from: string; readonly to: Template})[];
  readonly resolvers: readonly string[];
}

const hidden = [
  'date',
  'server',
  'x-pad',
  'x-accel-expires',
  'x-accel-redirect',
  'x-accel-limit-rate',
  'x-accel-buffering',
  'x-accel-charset',
];

/** https://nginx.org/en/docs/http/ngx_http_proxy_module.html `isAnonymous`: of an `if`, which has the target of its location. */
export function readProxy(scope: Scope, isAnonymous: boolean): ProxySettings {
  const pass = scope.own('proxy_pass')[0] ?? (isAnonymous ? scope.parent?.own('proxy_pass')[0] : undefined);
  const passed = new Set(scope.all('proxy_pass_header').map(firstLower));
  const template = (name: string): Template | undefined => {
    const text = scope.text(name);
    return text === undefined ? undefined : parseTemplate(text);
  };
  return {
    target: pass && targetOf(pass),
    method: template('proxy_method'),
    body: template('proxy_set_body'),
    headers: scope
      .all('proxy_set_header')
      .map(({args}) => ({name: args[0] ?? '', value: parseTemplate(args[1] ?? '')})),
    hides: new Set([...hidden, ...scope.all('proxy_hide_header').map(firstLower)].filter((name) => !passed.has(name))),
    passesHeaders: scope.flag('proxy_pass_request_headers', true),
    passesBody: scope.flag('proxy_pass_request_body', true),
    version: scope.text('proxy_http_version') === '1.1' ? '1.1' : '1.0',
    connectMs: parseTime(scope.text('proxy_connect_timeout') ?? '60s') ?? 0,
    readMs: parseTime(scope.text('proxy_read_timeout') ?? '60s') ?? 0,
    interceptsErrors: scope.flag('proxy_intercept_errors', false),
    next: new Set(scope.one('proxy_next_upstream')?.args ?? ['error', 'timeout']),
    redirects: readRedirects(scope),
    resolvers: (scope.one('resolver')?.args ?? []).filter((arg) => !arg.includes('=')),
  };
}

function readRedirects(scope: Scope): ProxySettings['redirects'] {
  const all = scope.all('proxy_redirect');
  if (all.length === 0) return ['default'];
  return all.flatMap(({args}): ProxySettings['redirects'] => {
    const [from = '', to] = args;
    if (to === undefined) return from === 'default' ? ['default'] : [];
    return [{from, to: parseTemplate(to)}];
  });
}

function targetOf(directive: Directive): ProxyTarget {
  const [url = ''] = directive.args;
  if (url.includes('$')) return {kind: 'variable', url: parseTemplate(url)};
  return {kind: 'fixed', url: parseProxyPass(directive), directive};
}

function firstLower({args}: Directive): string {
  return (args[0] ?? '').toLowerCase();
}
