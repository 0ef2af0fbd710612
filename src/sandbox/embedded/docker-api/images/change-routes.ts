import {decode} from '../../bytes/bytes.ts';
import {readAll} from '../../bytes/pipe.ts';
import {isSystemError} from '../../system-error.ts';
import {type ApiRequest, type ApiResponse, empty, json} from '../api/http.ts';
import {ApiRefusal, badRequest, notFound} from '../api/refusal.ts';
import type {Handler} from '../api/route.ts';
import type {Daemon} from '../daemon.ts';
import {commit, importImage} from './commit.ts';
import {parseRunConfig} from './image-config.ts';
import {booleanFilter, readFilters} from './image-filters.ts';
import {imageFilter} from './list-images.ts';
import {progressResponse} from './progress.ts';
import {pruneImages} from './prune.ts';
import {preparePull, pulledReference} from './pull.ts';
import {push} from './push.ts';
import {flagOf, textOf} from './query.ts';
import {familiarName, parseReference, repositoryAndTag, withTag} from './reference.ts';
import {removeImage} from './remove.ts';
import {chunksOf} from './spool.ts';

const mostBodyBytes = 1024 * 1024;

/** Pulls, or imports, as the query says. */
export const createImage: Handler = ({daemon, request}) =>
  textOf(request.query, 'fromImage') === '' ? importOne(daemon, request) : pullOne(daemon, request);

/** Gives an image one more name. */
export const tagImage: Handler = ({daemon, request, params}) => {
  const {query} = request;
  const reference = repositoryAndTag(textOf(query, 'repo'), textOf(query, 'tag'));
  if (!reference) throw badRequest('invalid reference format');
  if (familiarName(reference) === 'sha256')
    throw badRequest('refusing to create an ambiguous tag using digest algorithm as name');
  daemon.images.tag(daemon.images.require(params.name ?? ''), reference);
  return empty(201);
};

/** Removes a name, and the image with its last one. */
export const deleteImage: Handler = ({daemon, request, params}) =>
  json(
    removeImage(daemon, params.name ?? '', {
      force: flagOf(request.query, 'force'),
      prune: !flagOf(request.query, 'noprune'),
    }),
  );

/** Removes what no container uses. */
export const prune: Handler = ({daemon, request}) => {
  const filters = readFilters(textOf(request.query, 'filters'), ['dangling', 'label', 'label!', 'until']);
  const onlyDangling = booleanFilter(filters, 'dangling', true);
  return json(pruneImages(daemon, {onlyDangling, wanted: imageFilter(daemon, filters)}));
};

/** Pushes to a registry. A client sends its credentials along; without any, the header says `{}` in base64. */
export const pushImage: Handler = async ({daemon, request, params}) => {
  if (!request.headers.has('x-registry-auth') && (await bodyText(request)).trim() === '')
    throw badRequest('bad parameters and missing X-Registry-Auth: EOF');
  const name = parseReference(params.name ?? '');
  const tag = textOf(request.query, 'tag');
  const reference = tag === '' ? name : withTag(name, tag);
  if (reference.digest !== undefined) throw badRequest('cannot push a digest reference');
  return progressResponse((tell) => push(daemon, reference, {tell, signal: request.signal}));
};

/** Makes an image of a container. */
export const commitContainer: Handler = async ({daemon, request}) => {
  const {query} = request;
  const reference = repositoryAndTag(textOf(query, 'repo'), textOf(query, 'tag'));
  const body = await bodyText(request);
  const container = textOf(query, 'container');
  if (container === '') throw badRequest('invalid name or ID supplied: ""');
  const image = await commit(daemon, {
    container,
    reference,
    comment: textOf(query, 'comment'),
    author: textOf(query, 'author'),
    changes: query.getAll('changes'),
    config: parseRunConfig(parsedBody(body)),
  });
  return json({Id: image.id}, 201);
};

async function pullOne(daemon: Daemon, {query, signal}: ApiRequest): Promise<ApiResponse> {
  const reference = pulledReference(textOf(query, 'fromImage'), textOf(query, 'tag'));
  const platform = textOf(query, 'platform').toLowerCase();
  if (platform !== '' && !/^(linux(\/amd64(\/v\d)?)?|amd64|x86_64)$/.test(platform))
    throw notFound(
      `no matching manifest for ${platform} in the manifest list entries: ` +
        'the embedded engine of k8s-learn has linux/amd64',
    );
  const pull = await preparePull(daemon, reference, signal);
  return progressResponse(async (tell) => {
    await pull(tell);
  });
}

async function importOne(daemon: Daemon, {query, body, signal}: ApiRequest): Promise<ApiResponse> {
  const source = textOf(query, 'fromSrc');
  const reference = repositoryAndTag(textOf(query, 'repo'), textOf(query, 'tag'));
  if (source !== '-') throw new ApiRefusal(500, whyNoDownload(source));
  const image = await importImage(daemon, {
    tar: chunksOf(body, signal),
    reference,
    comment: textOf(query, 'message') || `Imported from ${source}`,
    changes: query.getAll('changes'),
  });
  return progressResponse((tell) => tell({status: image.id}));
}

/** Nothing real is ever fetched; the words are those of a daemon without a network. */
function whyNoDownload(source: string): string {
  const url = source.includes('://') ? source : `http://${source}`;
  const host = /^[a-z]+:\/\/([^/:]+)/i.exec(url)?.[1];
  if (host === undefined) return `Get ${JSON.stringify(url)}: http: no Host in request URL`;
  return `Get ${JSON.stringify(url)}: dial tcp: lookup ${host}: no such host`;
}

async function bodyText({body}: ApiRequest): Promise<string> {
  try {
    return decode(await readAll(body, mostBodyBytes));
  } catch (error) {
    if (isSystemError(error, 'E2BIG'))
      throw new ApiRefusal(413, `the request body is larger than ${mostBodyBytes} bytes`);
    throw error;
  }
}

function parsedBody(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`invalid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
