import {type Directive, Scope} from './directive.ts';
import {checkVariables} from './known-variables.ts';
import {type Listen, parseListen} from './listen.ts';
import {type HttpListener, listenersOf} from './listeners.ts';
import {type Location, type Locations, readLocations} from './locations.ts';
import {type LogTarget, readErrorLogs} from './logs.ts';
import {type MapTable, parseMap} from './map-table.ts';
import {ConfigProblem, type Place} from './problem.ts';
import {readScript, type ScriptStep} from './script.ts';
import {parseServerNames, type ServerName} from './server-names.ts';
import {type LocationSettings, readSettings} from './settings.ts';
import {parseTemplate, type Template} from './template.ts';
import {type ResolveHost, readUpstream, type Upstream, upstreamOf} from './upstreams.ts';

export interface Server {
  readonly names: readonly ServerName[];
  readonly listens: readonly Listen[];
  readonly settings: LocationSettings;
  readonly script: readonly ScriptStep[];
  readonly locations: Locations;
  readonly mergesSlashes: boolean;
}

export interface LogFormat {
  readonly template: Template;
  readonly escaping: string;
}

export interface HttpConfig {
  readonly servers: readonly Server[];
  readonly listeners: readonly HttpListener<Server>[];
  /** By name, and those a `proxy_pass` names by itself, by what it says. */
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly maps: ReadonlyMap<string, MapTable>;
  readonly logFormats: ReadonlyMap<string, LogFormat>;
}

export interface MainConfig {
  readonly isDaemon: boolean;
  readonly hasMaster: boolean;
  /** 0: as many as there are CPUs. */
  readonly workers: number;
  readonly user: readonly string[];
  /** Where `user` is said; undefined when it is not. */
  readonly userPlace: Place | undefined;
  readonly hasEvents: boolean;
  readonly pidPath: string;
  readonly errorLogs: readonly LogTarget[];
  readonly http: HttpConfig | undefined;
}

export interface CompileOptions {
  readonly hostname: string;
  /** Folder of the configuration, with a slash at its end. */
  readonly prefix: string;
  readonly addressOf: (host: string) => string | undefined;
  readonly resolve: ResolveHost;
  readonly warn: (message: string) => void;
}

/** What the directives come to, once all of them have been read. Throws ConfigProblem. */
export async function compileConfig(directives: readonly Directive[], options: CompileOptions): Promise<MainConfig> {
  const main = new Scope(directives);
  const [http] = main.own('http');
  const workers = main.text('worker_processes') ?? '1';
  return {
    isDaemon: main.flag('daemon', true),
    hasMaster: main.flag('master_process', true),
    workers: workers === 'auto' ? 0 : Number(workers),
    user: main.one('user')?.args ?? ['nginx'],
    userPlace: main.one('user')?.place,
    hasEvents: main.own('events').length > 0,
    pidPath: main.text('pid') ?? '/run/nginx.pid',
    errorLogs: readErrorLogs(main),
    http: http && (await compileHttp(http, main, options)),
  };
}

async function compileHttp({block = []}: Directive, main: Scope, options: CompileOptions): Promise<HttpConfig> {
  const scope = new Scope(block, new Scope(main.own('error_log')));
  const upstreams = new Map<string, Upstream>();
  for (const directive of scope.own('upstream'))
    upstreams.set(directive.args[0] ?? '', await readUpstream(directive, options.resolve));
  const servers = scope.own('server').map((directive) => compileServer(directive, scope, options));
  await addTargets(servers, upstreams, options.resolve);
  checkVariables(block);
  const listeners = listenersOf(servers, options.warn);
  return {
    servers,
    listeners,
    upstreams,
    maps: new Map(
      scope
        .own('map')
        .map(parseMap)
        .map((map) => [map.variable, map]),
    ),
    logFormats: new Map([['combined', combined], ...scope.own('log_format').map(logFormat)]),
  };
}

function compileServer({block = []}: Directive, http: Scope, options: CompileOptions): Server {
  const scope = new Scope(block, http);
  const place = {prefix: options.prefix, isAnonymous: false};
  const listens = scope.own('listen').map((directive) => parseListen(directive, options.addressOf));
  return {
    names: parseServerNames(scope.own('server_name'), options.hostname),
    listens: listens.length > 0 ? listens : [{address: '0.0.0.0', port: 80, isDefault: false}],
    settings: readSettings(scope, place),
    script: readScript(scope, place, true),
    locations: readLocations(scope, options.prefix),
    mergesSlashes: scope.flag('merge_slashes', true),
  };
}

/** Upstreams that a `proxy_pass` names and no block defines. */
async function addTargets(
  servers: readonly Server[],
  upstreams: Map<string, Upstream>,
  resolve: ResolveHost,
): Promise<void> {
  for (const {target} of servers.flatMap(({locations}) => allSettings(locations)).map(({proxy}) => proxy)) {
    if (target?.kind !== 'fixed') continue;
    const {url, directive} = target;
    if (upstreams.has(url.text)) continue;
    if (url.port !== undefined && upstreams.has(url.host))
      throw new ConfigProblem(`upstream "${url.host}" may not have port ${url.port}`, directive.place);
    upstreams.set(url.text, await upstreamOf(url, directive.place, resolve));
  }
}

function allSettings({exact, prefixes, patterns, named}: Locations): readonly LocationSettings[] {
  return [...exact.values(), ...prefixes, ...patterns, ...named.values()].flatMap((location: Location) => [
    location.settings,
    ...(location.except ? [location.except.settings] : []),
    ...location.script.flatMap(settingsOfStep),
    ...allSettings(location.inner),
  ]);
}

function settingsOfStep(step: ScriptStep): readonly LocationSettings[] {
  if (step.kind !== 'if') return [];
  return [...(step.settings ? [step.settings] : []), ...step.script.flatMap(settingsOfStep)];
}

const combined: LogFormat = {
  template: parseTemplate(
    '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"',
  ),
  escaping: 'default',
};

function logFormat({args}: Directive): readonly [string, LogFormat] {
  const [name = '', ...texts] = args;
  const escaping = texts[0]?.startsWith('escape=') ? texts[0].slice('escape='.length) : undefined;
  const template = texts.slice(escaping === undefined ? 0 : 1).flatMap((text) => parseTemplate(text));
  return [name, {template, escaping: escaping ?? 'default'}];
}
