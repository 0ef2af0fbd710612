import {createHash} from 'node:crypto';
import {type IncomingHttpHeaders, request} from 'node:http';
import {request as requestTls} from 'node:https';
import {systemCode} from '../errors.ts';
import type {Observation} from '../observation.ts';
import {similarTo} from './similar.ts';

const answerTimeoutMs = 3000;
const mostBytes = 4 * 1024 * 1024;

/** Without these a registry makes an old manifest up, with another digest. */
const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

interface Place {
  /** `localhost:5001` */
  readonly registry: string;
  readonly repository: string;
  /** '' when a digest was given. */
  readonly tag: string;
  /** '' when a tag was given. */
  readonly digest: string;
}

/**
 * Asks a registry itself for a tag or digest. A repository without that tag is present with digest ''; a missing
 * repository is absent. Never rejects: a registry that gives no answer is `unreachable` with cause
 * registry-not-reachable. https://distribution.github.io/distribution/spec/api/
 */
export async function observeRegistry(reference: string, timeoutMs = answerTimeoutMs): Promise<Observation> {
  const place = parsePlace(reference);
  try {
    return await look(place, await findBase(place.registry, timeoutMs), timeoutMs);
  } catch (error) {
    const reason = codeOf(error);
    return {
      state: 'unreachable',
      reason: {cause: 'registry-not-reachable', params: {registry: place.registry, reason}},
    };
  }
}

function parsePlace(reference: string): Place {
  const [named = '', digest = ''] = reference.split('@', 2);
  const slash = named.indexOf('/');
  const first = slash < 0 ? '' : named.slice(0, slash);
  const hasRegistry = /[.:]/.test(first) || first === 'localhost';
  const rest = hasRegistry ? named.slice(slash + 1) : named;
  const colon = rest.lastIndexOf(':');
  const repository = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? (digest === '' ? 'latest' : '') : rest.slice(colon + 1);
  return {registry: hasRegistry ? first : 'docker.io', repository, tag: digest === '' ? tag : '', digest};
}

/** As Docker: loopback speaks HTTP; others HTTPS, and HTTP only when nothing secure is there. */
async function findBase(registry: string, timeoutMs: number): Promise<string> {
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  if (/^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/.test(host)) return `http://${host}`;
  try {
    await send(`https://${host}/v2/`, {timeoutMs});
    return `https://${host}`;
  } catch (error) {
    const isPlain = /EPROTO|SSL|ECONNREFUSED|ECONNRESET/.test(codeOf(error));
    if (!isPlain || registry === 'docker.io') throw error;
    return `http://${host}`;
  }
}

async function look(place: Place, base: string, timeoutMs: number): Promise<Observation> {
  const {registry, repository, tag, digest} = place;
  const listed = await send(`${base}/v2/${repository}/tags/list`, {timeoutMs});
  if (listed.status === 404) return {state: 'absent', similar: await otherRepositories(place, base, timeoutMs)};
  if (listed.status !== 200) throw new Error(`HTTP ${listed.status}`);
  const tags = textsIn(listed.body, 'tags');
  const found = await digestOf(`${base}/v2/${repository}/manifests/${digest || tag}`, timeoutMs);
  return {state: 'present', object: {repository: `${registry}/${repository}`, tag, digest: found, tags}};
}

/** '' when there is no such manifest. */
async function digestOf(url: string, timeoutMs: number): Promise<string> {
  const head = await send(url, {method: 'HEAD', accept: manifestTypes, timeoutMs});
  if (head.status === 404 || head.status === 400) return '';
  if (head.status !== 200) throw new Error(`HTTP ${head.status}`);
  const said = head.headers['docker-content-digest'];
  if (typeof said === 'string') return said;
  const {body} = await send(url, {accept: manifestTypes, timeoutMs});
  return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}

async function otherRepositories(
  {registry, repository}: Place,
  base: string,
  timeoutMs: number,
): Promise<readonly string[]> {
  try {
    const {body} = await send(`${base}/v2/_catalog?n=1000`, {timeoutMs});
    return similarTo(repository, textsIn(body, 'repositories')).map((name) => `${registry}/${name}`);
  } catch {
    return [];
  }
}

function textsIn(body: Buffer, key: string): readonly string[] {
  const parsed: unknown = JSON.parse(body.toString('utf8'));
  const found = typeof parsed === 'object' && parsed !== null && key in parsed ? Object.entries(parsed) : [];
  const value: unknown = found.find(([name]) => name === key)?.[1];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Ask {
  readonly method?: 'GET' | 'HEAD';
  readonly accept?: string;
  readonly timeoutMs: number;
}

function send(url: string, {method = 'GET', accept = 'application/json', timeoutMs}: Ask): Promise<Answer> {
  const start = url.startsWith('https:') ? requestTls : request;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const outgoing = start(url, {method, agent: false, signal, headers: {accept}}, (answer) => {
      const body: Buffer[] = [];
      let sizeBytes = 0;
      answer.on('data', (chunk: Buffer) => {
        body.push(chunk);
        sizeBytes += chunk.length;
        if (sizeBytes > mostBytes) answer.destroy(new Error('the answer is too long'));
      });
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(body)}),
      );
    });
    outgoing.on('error', (error) => reject(signal.aborted ? new Error(`no answer within ${timeoutMs} ms`) : error));
    outgoing.end();
  });
}

function codeOf(error: unknown): string {
  const code = systemCode(error instanceof AggregateError ? (error.errors.at(-1) ?? error) : error);
  return code || (error instanceof Error ? error.message : String(error));
}
