import type {Daemon} from '../daemon.ts';
import type {ApiRequest, ApiResponse} from './http.ts';

/** What the braces of a route's path matched, by name. */
export type PathParams = {readonly [name: string]: string};

/** Does one call. Throws an ApiRefusal, or a SystemError for trouble inside a container's files. */
export type Handler = (call: {
  readonly daemon: Daemon;
  readonly request: ApiRequest;
  readonly params: PathParams;
}) => ApiResponse | Promise<ApiResponse>;

/** One line of the routing table. `{name}` matches a part, `{name*}` one or more: image references have slashes. */
export interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly handler: Handler;
}

export interface Match {
  readonly handler: Handler;
  readonly params: PathParams;
}

/** Finds who answers a call; undefined when nobody does. `HEAD` is answered by its own route or by `GET`'s. */
export type Router = (method: string, path: string) => Match | undefined;

export function createRouter(routes: readonly Route[]): Router {
  const compiled = routes.map((route) => ({...route, pattern: patternOf(route.path)}));
  return (method, path) => {
    const methods = method === 'HEAD' ? ['HEAD', 'GET'] : [method];
    for (const wanted of methods)
      for (const route of compiled) {
        const found = route.method === wanted ? route.pattern.exec(path) : null;
        if (found) return {handler: route.handler, params: {...found.groups}};
      }
    return undefined;
  };
}

function patternOf(path: string): RegExp {
  const source = path.replaceAll(/\{(\w+)(\*?)\}/g, (_, name: string, many: string) =>
    many === '*' ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
  );
  return new RegExp(`^${source}$`);
}
