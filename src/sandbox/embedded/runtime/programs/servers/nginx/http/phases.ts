import {isAllowed} from '../config/access-rule.ts';
import type {LocationSettings} from '../config/settings.ts';
import {type Outcome, statusOutcome} from './answer.ts';
import {findLocation} from './find-location.ts';
import {serveFolder} from './folder.ts';
import {serveProxied} from './proxy.ts';
import {mostRedirects, type NginxRequest} from './request.ts';
import {runScript, type ScriptResult} from './script-run.ts';
import {serveEmptyGif, serveStatus} from './small-handlers.ts';
import {serveFile} from './static.ts';
import {tryFiles} from './try-files.ts';
import {escapePath} from './uri.ts';

/** A request from the beginning: the server's rewriting, then the location. https://nginx.org/en/docs/dev/development_guide.html#http_phases */
export async function runServer(request: NginxRequest): Promise<Outcome> {
  request.settings = request.server.settings;
  const result = runScript(request, request.server.script);
  if (isOutcome(result)) return result;
  return runLocation(request);
}

/** Finds the location of the path, as often as its rewriting gives another path. */
async function runLocation(request: NginxRequest): Promise<Outcome> {
  for (;;) {
    const {location, slash} = findLocation(request);
    if (slash) return toSlash(request);
    request.location = location;
    request.settings = settingsFor(request);
    if (request.settings.isInternal && !request.isInternal) return statusOutcome(404);
    const length = Number(request.headers.get('content-length') ?? 0);
    const {mostBodyBytes} = request.settings;
    if (mostBodyBytes > 0 && length > mostBodyBytes) {
      await request.complain('error', `client intended to send too large body: ${length} bytes`);
      return statusOutcome(413);
    }
    const before = request.path;
    const result = runScript(request, location?.script ?? []);
    if (isOutcome(result)) return result;
    if (result.kind === 'break' || (request.path === before && result.kind === 'through')) return serve(request);
    request.redirects += 1;
    if (request.redirects > mostRedirects) {
      await request.complain('error', `rewrite or internal redirection cycle while processing "${request.path}"`);
      return statusOutcome(500);
    }
  }
}

/** A named location: the path stays, the server's rewriting is over. */
export async function runNamed(request: NginxRequest, name: string): Promise<Outcome> {
  const location = request.server.locations.named.get(name);
  if (!location) {
    await request.complain('error', `could not find named location "${name}"`);
    return statusOutcome(500);
  }
  request.location = location;
  request.settings = location.settings;
  const result = runScript(request, location.script);
  if (isOutcome(result)) return result;
  return result.kind === 'last' ? runLocation(request) : serve(request);
}

function isOutcome(result: ScriptResult): result is Outcome {
  return result.kind !== 'through' && result.kind !== 'break' && result.kind !== 'last';
}

function settingsFor({location, server, method}: NginxRequest): LocationSettings {
  const except = location?.except;
  if (except && !except.methods.has(method)) return except.settings;
  return location?.settings ?? server.settings;
}

function toSlash({path, args}: NginxRequest): Outcome {
  const target = `${escapePath(path)}/`;
  return {kind: 'status', status: 301, location: args === '' ? target : `${target}?${args}`};
}

/** Who may come in, what is there, and what makes the answer. */
async function serve(request: NginxRequest): Promise<Outcome> {
  if (!isAllowed(request.settings.accessRules, request.client.address)) {
    await request.complain('error', 'access forbidden by rule');
    return statusOutcome(403);
  }
  const {tryFiles: candidates} = request.settings;
  const moved = candidates && (await tryFiles(request, candidates));
  if (moved) return moved;
  const {settings, method, path} = request;
  if (settings.proxy.target) return serveProxied(request, settings.proxy.target);
  if (settings.hasStubStatus) return serveStatus(request);
  if (settings.isEmptyGif) return serveEmptyGif(request);
  if (!['GET', 'HEAD', 'POST'].includes(method)) return statusOutcome(405);
  return path.endsWith('/') ? serveFolder(request) : serveFile(request);
}
