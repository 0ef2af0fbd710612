import {parseAddress} from '../../../../net/address.ts';
import {parseAccessRule} from './access-rule.ts';
import {parseCondition} from './condition.ts';
import type {Directive} from './directive.ts';
import {parseErrorPage} from './error-page.ts';
import {parseExpires} from './expires.ts';
import type {BlockKind} from './forms.ts';
import {parseListen} from './listen.ts';
import {checkNesting, type LocationName, parseLocationName} from './location-name.ts';
import {ConfigProblem} from './problem.ts';
import {compileRegex} from './regex.ts';
import {parseReturn, parseRewrite} from './rewrite-rule.ts';
import {parseTemplate} from './template.ts';
import {parseProxyPass, parseUpstreamServer} from './upstream-url.ts';
import {parseTime} from './values.ts';

/** What a directive is checked against when it is read. */
export interface CheckContext {
  readonly block: BlockKind;
  /** What the block had before it. */
  readonly before: readonly Directive[];
  /** The location it is in; undefined outside of any. */
  readonly location: LocationName | undefined;
  /** Names given so far, in the whole configuration. */
  readonly logFormats: Set<string>;
  /** Addresses that have a default server. */
  readonly defaults: Set<string>;
  readonly upstreams: Set<string>;
  readonly warn: (message: string) => void;
  readonly hasUser: (name: string) => boolean;
  readonly hasGroup: (name: string) => boolean;
  /** The address /etc/hosts has for a name. */
  readonly addressOf: (host: string) => string | undefined;
}

type Check = (directive: Directive, context: CheckContext) => unknown;

const oneOf =
  (...values: readonly string[]): Check =>
  ({args, place}) => {
    const wrong = args.find((arg) => !values.includes(arg));
    if (wrong !== undefined) throw new ConfigProblem(`invalid value "${wrong}"`, place);
  };

const levels = ['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'];

/** What is looked at beyond the form, by name; throws ConfigProblem. Order and words are nginx's. */
export const checks: {readonly [name: string]: Check} = {
  user: checkUser,
  worker_processes({args, place}) {
    if (!/^(auto|\d{1,4})$/.test(args[0] ?? ''))
      throw new ConfigProblem('"worker_processes" directive invalid value', place);
  },
  worker_connections({args, place}) {
    if (!/^\d{1,9}$/.test(args[0] ?? '')) throw new ConfigProblem(`invalid number "${args[0]}"`, place);
  },
  use({args, place}) {
    if (!['epoll', 'poll', 'select'].includes(args[0] ?? ''))
      throw new ConfigProblem(`invalid event type "${args[0]}"`, place);
  },
  error_log({args, place}) {
    const level = args[1];
    if (level !== undefined && !levels.includes(level)) throw new ConfigProblem(`invalid log level "${level}"`, place);
  },
  listen: checkListen,
  server_name: checkServerName,
  location(directive, {location}) {
    const name = parseLocationName(directive);
    if (location) checkNesting(name, location, directive);
  },
  root: (directive, context) => checkRoot(directive, context),
  alias: (directive, context) => checkRoot(directive, context),
  if: parseCondition,
  limit_except: checkMethods,
  return: parseReturn,
  rewrite: parseRewrite,
  set: checkSet,
  error_page: parseErrorPage,
  expires: parseExpires,
  allow: (directive, {warn}) => parseAccessRule(directive, warn),
  deny: (directive, {warn}) => parseAccessRule(directive, warn),
  satisfy: oneOf('all', 'any'),
  server_tokens: oneOf('on', 'off', 'build'),
  autoindex_format: oneOf('html', 'json', 'jsonp', 'xml'),
  if_modified_since: oneOf('off', 'exact', 'before'),
  proxy_http_version: oneOf('1.0', '1.1'),
  gzip_comp_level({args, place}) {
    const level = Number(args[0]);
    if (!Number.isInteger(level)) throw new ConfigProblem('"gzip_comp_level" directive invalid number', place);
    if (level < 1 || level > 9) throw new ConfigProblem('value must be between 1 and 9', place);
  },
  keepalive_timeout({args, place}) {
    if (args.some((arg) => parseTime(arg) === undefined))
      throw new ConfigProblem('"keepalive_timeout" directive invalid value', place);
  },
  add_header({args, place}) {
    if (args[2] !== undefined && args[2] !== 'always') throw new ConfigProblem(`invalid parameter "${args[2]}"`, place);
    parseTemplate(args[1] ?? '', place);
  },
  try_files({args, place}) {
    const last = args.at(-1) ?? '';
    if (/^=(?!\d{1,3}$)/.test(last)) throw new ConfigProblem(`invalid code "${last}"`, place);
    for (const arg of args) parseTemplate(arg, place);
  },
  proxy_pass: checkProxyPass,
  proxy_set_header: ({args, place}) => parseTemplate(args[1] ?? '', place),
  log_format: checkLogFormat,
  access_log: checkAccessLog,
  resolver: checkResolver,
  upstream: checkUpstream,
  map({args, place}) {
    if (!/^\$\w+$/.test(args[1] ?? '')) throw new ConfigProblem(`invalid variable name "${args[1]}"`, place);
  },
};

/** `server` has this only where it is a line of an upstream. */
export function checkDirective(directive: Directive, context: CheckContext): void {
  if (directive.name === 'server' && context.block === 'upstream') parseUpstreamServer(directive);
  if (Object.hasOwn(checks, directive.name)) checks[directive.name]?.(directive, context);
}

function checkUser({args, place}: Directive, {hasUser, hasGroup}: CheckContext): void {
  const [user = '', group = user] = args;
  if (!hasUser(user)) throw new ConfigProblem(`getpwnam("${user}") failed`, place);
  if (!hasGroup(group)) throw new ConfigProblem(`getgrnam("${group}") failed`, place);
}

function checkListen(directive: Directive, {before, addressOf, defaults}: CheckContext): void {
  const {address, port, isDefault} = parseListen(directive, addressOf);
  for (const other of before) {
    if (other.name !== 'listen') continue;
    const taken = parseListen(other, addressOf);
    if (taken.address === address && taken.port === port)
      throw new ConfigProblem(`a duplicate listen ${listenText(address, port)}`, directive.place);
  }
  const text = listenText(address, port);
  if (isDefault && defaults.has(text))
    throw new ConfigProblem(`a duplicate default server for ${text}`, directive.place);
  if (isDefault) defaults.add(text);
}

/** An address as nginx names it. */
export function listenText(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function checkServerName({args, place}: Directive, {warn}: CheckContext): void {
  for (const name of args) {
    if (name.startsWith('~')) compileRegex(name.slice(1), true, place);
    else if (name.includes('/')) warn(`server name "${name}" has suspicious symbols`);
  }
}

/** `root` and `alias` exclude each other. */
function checkRoot({name, place}: Directive, {before}: CheckContext): void {
  const other = name === 'root' ? 'alias' : 'root';
  if (before.some((directive) => directive.name === other))
    throw new ConfigProblem(`"${name}" directive is duplicate, "${other}" directive was specified earlier`, place);
}

const methods = 'GET HEAD POST PUT DELETE MKCOL COPY MOVE OPTIONS PROPFIND PROPPATCH LOCK UNLOCK PATCH'.split(' ');

function checkMethods({args, place}: Directive): void {
  const wrong = args.find((method) => !methods.includes(method));
  if (wrong !== undefined) throw new ConfigProblem(`invalid method "${wrong}"`, place);
}

function checkSet({args, place}: Directive): void {
  const [name = '', value = ''] = args;
  if (!/^\$\w+$/.test(name)) throw new ConfigProblem(`invalid variable name "${name}"`, place);
  parseTemplate(value, place);
}

function checkProxyPass(directive: Directive, {block, location}: CheckContext): void {
  const [url = ''] = directive.args;
  if (url.includes('$')) {
    parseTemplate(url, directive.place);
    return;
  }
  const {path} = parseProxyPass(directive);
  const isFixed = block !== 'location' || location?.kind === 'regex' || location?.kind === 'named';
  if (path !== '' && isFixed)
    throw new ConfigProblem(
      '"proxy_pass" cannot have URI part in location given by regular expression, or inside named location, ' +
        'or inside "if" statement, or inside "limit_except" block',
      directive.place,
    );
}

function checkLogFormat({args, place}: Directive, {logFormats}: CheckContext): void {
  const [name = '', ...texts] = args;
  if (logFormats.has(name)) throw new ConfigProblem(`duplicate "log_format" name "${name}"`, place);
  const [first = ''] = texts;
  if (first.startsWith('escape=') && !/^escape=(default|json|none)$/.test(first))
    throw new ConfigProblem(`unknown log format escaping "${first.slice('escape='.length)}"`, place);
  for (const text of texts) parseTemplate(text, place);
  logFormats.add(name);
}

function checkAccessLog({args, place}: Directive, {logFormats}: CheckContext): void {
  const [path, format, ...parameters] = args;
  if (path === 'off') {
    if (format !== undefined) throw new ConfigProblem(`invalid parameter "${format}"`, place);
    return;
  }
  if (path?.startsWith('syslog:')) throw new ConfigProblem('syslog is not simulated by k8s-learn', place);
  if (format !== undefined && !format.includes('=') && !logFormats.has(format))
    throw new ConfigProblem(`unknown log format "${format}"`, place);
  const wrong = parameters.find((parameter) => !/^(buffer|flush|gzip|if)(=|$)/.test(parameter));
  if (wrong !== undefined) throw new ConfigProblem(`invalid parameter "${wrong}"`, place);
}

function checkResolver({args, place}: Directive, {addressOf}: CheckContext): void {
  for (const arg of args) {
    if (/^(valid=.+|ipv[46]=(on|off)|status_zone=.+)$/.test(arg)) continue;
    const host = arg.replace(/:\d+$/, '');
    if (parseAddress(host) === undefined && !arg.startsWith('[') && addressOf(host) === undefined)
      throw new ConfigProblem(`host not found in resolver "${arg}"`, place);
  }
}

function checkUpstream({args, place}: Directive, {upstreams}: CheckContext): void {
  const [name = ''] = args;
  if (upstreams.has(name)) throw new ConfigProblem(`duplicate upstream "${name}"`, place);
  upstreams.add(name);
}
