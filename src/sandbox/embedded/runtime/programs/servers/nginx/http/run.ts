import {encodeBytes} from '../../../text/codec.ts';
import {addedHeaders} from './added-headers.ts';
import {type Answer, bytesBody, type Outcome} from './answer.ts';
import {checkConditions} from './conditions.ts';
import {MatchFailed} from './match.ts';
import {runNamed, runServer} from './phases.ts';
import {withRanges} from './ranges.ts';
import {mostRedirects, type NginxRequest} from './request.ts';
import {headerTooLarge, pageFor} from './statuses.ts';
import {parseUri} from './uri.ts';
import {render} from './variables.ts';

/** The whole way of a request: phases, inner redirects, error pages, filters. `close`: nothing is answered. */
export async function answerRequest(request: NginxRequest, first?: Outcome): Promise<Answer | 'close'> {
  let outcome = first ?? (await guarded(request, () => runServer(request)));
  for (;;) {
    switch (outcome.kind) {
      case 'close':
        return 'close';
      case 'answer': {
        const filtered = filter(request, outcome.answer);
        if (filtered.kind === 'answer') return filtered.answer;
        outcome = filtered;
        break;
      }
      case 'status': {
        const page = errorPage(request, outcome.status);
        if (!page) return addTo(request, ownPage(request, outcome));
        outcome = page;
        break;
      }
      case 'redirect':
      case 'named':
        outcome = await moved(request, outcome);
        break;
    }
  }
}

/** Inner redirects, counted. */
async function moved(request: NginxRequest, to: Extract<Outcome, {kind: 'redirect' | 'named'}>): Promise<Outcome> {
  request.redirects += 1;
  if (request.redirects > mostRedirects) {
    const where = to.kind === 'named' ? 'redirect to named location' : 'internally redirecting to';
    const goal = to.kind === 'named' ? to.name : to.path;
    await request.complain('error', `rewrite or internal redirection cycle while ${where} "${goal}"`);
    return {kind: 'status', status: 500};
  }
  request.isInternal = true;
  if (to.kind === 'named') return guarded(request, () => runNamed(request, to.name));
  request.path = to.path;
  request.args = to.args;
  return guarded(request, () => runServer(request));
}

/** A pattern that takes too long is an error of the request, not of the server. */
async function guarded(request: NginxRequest, run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof MatchFailed)) throw error;
    await request.complain('alert', error.message);
    return {kind: 'status', status: 500};
  }
}

/** What `error_page` says about a status; undefined when nothing, or when this is an error page already. */
function errorPage(request: NginxRequest, status: number): Outcome | undefined {
  const {settings} = request;
  if (request.hasErrorPage || request.redirects > mostRedirects) return undefined;
  const page = settings.errorPages.find(({statuses}) => statuses.includes(status));
  request.errorStatus = status === headerTooLarge ? 400 : status;
  if (!page) return undefined;
  request.hasErrorPage = !settings.recursiveErrorPages;
  if (page.status === 'own') request.errorStatus = undefined;
  else if (page.status !== undefined) request.errorStatus = page.status;
  const target = render(page.target, request);
  if (target.startsWith('@')) return {kind: 'named', name: target};
  if (target.startsWith('/')) {
    if (request.method !== 'HEAD') request.method = 'GET';
    const uri = parseUri(target) ?? {path: target, args: ''};
    return {kind: 'redirect', path: uri.path, args: uri.args};
  }
  const isRedirect = [301, 302, 303, 307, 308].includes(request.errorStatus ?? 0);
  const code = isRedirect ? (request.errorStatus ?? 302) : 302;
  return {kind: 'answer', answer: ownPage(request, {kind: 'status', status: code, location: target})};
}

/** The page nginx makes itself. */
export function ownPage(request: NginxRequest, outcome: Extract<Outcome, {kind: 'status'}>): Answer {
  const {status, location, headers} = outcome;
  request.errorStatus = undefined;
  const page = pageFor(status, signatureOf(request));
  return {
    status: status === headerTooLarge ? 400 : status,
    ...(location === undefined ? {} : {location}),
    ...(headers ? {headers} : {}),
    ...(page === undefined ? {} : {type: 'text/html', body: bytesBody(encodeBytes(page))}),
  };
}

/** What nginx calls itself. */
export function signatureOf({settings, worker}: NginxRequest): string {
  return settings.showsVersion ? `nginx/${worker.version}` : 'nginx';
}

type Filtered = Extract<Outcome, {kind: 'answer' | 'status'}>;

function filter(request: NginxRequest, given: Answer): Filtered {
  const {errorStatus} = request;
  const answer: Answer = errorStatus === undefined ? given : pageAs(given, errorStatus);
  const result = checkConditions(request, answer);
  if (result === 'failed') return {kind: 'status', status: 412};
  if (result === 'not modified') return {kind: 'answer', answer: addTo(request, notModified(answer))};
  const withEtag = withEtagHeader(answer);
  const ranged = withRanges(request, addTo(request, withEtag));
  if (ranged !== 'unsatisfiable') return {kind: 'answer', answer: ranged};
  const total = answer.body?.kind === 'parts' ? answer.body.parts.reduce((sum, part) => sum + part.length, 0) : 0;
  return {kind: 'status', status: 416, headers: [['Content-Range', `bytes */${total}`]]};
}

/** What a page answers, under the status of the error it is shown for. */
function pageAs(answer: Answer, status: number): Answer {
  const {modifiedMs: _modifiedMs, reason: _reason, ...rest} = answer;
  return status === 200 ? {...answer, status} : {...rest, status};
}

function notModified({modifiedMs, etag}: Answer): Answer {
  const answer = {
    status: 304,
    ...(modifiedMs === undefined ? {} : {modifiedMs}),
    ...(etag === undefined ? {} : {etag}),
  };
  return withEtagHeader(answer);
}

function withEtagHeader(answer: Answer): Answer {
  if (answer.etag === undefined) return answer;
  return {...answer, headers: [['ETag', answer.etag], ...(answer.headers ?? [])]};
}

function addTo(request: NginxRequest, answer: Answer): Answer {
  const added = addedHeaders(request, answer);
  return added.length === 0 ? answer : {...answer, headers: [...(answer.headers ?? []), ...added]};
}
