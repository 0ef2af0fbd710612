import {json} from '../api/http.ts';
import {notFound} from '../api/refusal.ts';
import type {Handler} from '../api/route.ts';
import {imageDetails, imageHistory} from './image-json.ts';
import {listImages} from './list-images.ts';
import {manifestType} from './manifest.ts';
import {findSources} from './pull.ts';
import {familiarText, parseReference, withDefaultTag} from './reference.ts';
import {searchHub} from './search.ts';

/** `docker images` */
export const listAll: Handler = ({daemon, request}) => json(listImages(daemon, request));

/** `docker search` */
export const search: Handler = ({daemon, request}) => json(searchHub(daemon, request.query));

/** `docker image inspect` */
export const inspectImage: Handler = ({daemon, request, params}) =>
  json(imageDetails(daemon, daemon.images.require(params.name ?? ''), request.version));

/** `docker history` */
export const inspectHistory: Handler = ({daemon, params}) =>
  json(imageHistory(daemon, daemon.images.require(params.name ?? '')));

/** https://docs.docker.com/reference/api/engine/version/v1.46/#tag/Distribution */
export const inspectDistribution: Handler = async ({daemon, request, params}) => {
  const reference = withDefaultTag(parseReference(params.name ?? ''));
  const [source] = await findSources(daemon, reference, request.signal);
  if (!source) throw notFound(`manifest for ${familiarText(reference)} not found: manifest unknown: manifest unknown`);
  return json({
    Descriptor: {mediaType: manifestType, digest: source.digest, size: source.manifestBytes},
    Platforms: [{architecture: 'amd64', os: 'linux'}],
  });
};
