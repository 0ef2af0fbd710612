import {z} from 'zod';
import type {ApiRequest} from '../api/http.ts';
import {ApiRefusal, badRequest, notSimulated} from '../api/refusal.ts';
import {isBefore} from '../images/image-json.ts';
import {flagOf, textOf} from '../images/query.ts';
import {fullText, type ImageReference, parseReference, withDefaultTag} from '../images/reference.ts';
import {checkPlatform} from './platform.ts';

/** How a build is asked for. https://docs.docker.com/reference/api/engine/version/v1.46/#tag/Image/operation/ImageBuild */
export interface BuildOptions {
  readonly tags: readonly ImageReference[];
  /** '' for the usual one. */
  readonly dockerfile: string;
  readonly target: string;
  /** Of images that are pulled; '' for the usual one. */
  readonly platform: string;
  /** `null`: named without a value. */
  readonly buildArgs: {readonly [name: string]: string | null};
  readonly labels: {readonly [name: string]: string};
  readonly cacheFrom: readonly string[];
  readonly usesCache: boolean;
  /** Pulls bases that are here already. */
  readonly pulls: boolean;
  readonly isQuiet: boolean;
  /** Containers of steps go once they are done. */
  readonly removes: boolean;
  /** Also when a step fails. */
  readonly alwaysRemoves: boolean;
  readonly tellsIds: boolean;
  /** HostConfig of the containers of steps, as the API has it. */
  readonly host: {readonly [key: string]: unknown};
}

const texts = z.record(z.string(), z.string());
const argsSchema = z.record(z.string(), z.string().nullable());
const listSchema = z.array(z.string());

/** Reads the query of a build. Throws in the daemon's words. */
export function readBuildOptions({query, version}: ApiRequest): BuildOptions {
  refuseOthers(query);
  const host = hostOf(query);
  const buildArgs = jsonOf(query, 'buildargs', {schema: argsSchema, type: 'map[string]*string', doing: 'build args'});
  const labels = jsonOf(query, 'labels', {schema: texts, type: 'map[string]string', doing: 'labels'});
  const cacheFrom = jsonOf(query, 'cachefrom', {schema: listSchema, type: '[]string'});
  checkVersion(textOf(query, 'version'));
  checkRemote(textOf(query, 'remote'));
  const platform = textOf(query, 'platform');
  checkPlatform(platform);
  const alwaysRemoves = flagOf(query, 'forcerm');
  return {
    tags: tagsOf(query.getAll('t')),
    dockerfile: textOf(query, 'dockerfile'),
    target: textOf(query, 'target'),
    platform,
    buildArgs: buildArgs ?? {},
    labels: labels ?? {},
    cacheFrom: cacheFrom ?? [],
    usesCache: !flagOf(query, 'nocache'),
    pulls: flagOf(query, 'pull'),
    isQuiet: flagOf(query, 'q'),
    removes: alwaysRemoves || textOf(query, 'rm') === '' || flagOf(query, 'rm'),
    alwaysRemoves,
    tellsIds: !isBefore(version, 30),
    host,
  };
}

/** What the classic builder has never done, or only as an experiment. */
function refuseOthers(query: URLSearchParams): void {
  const isolation = textOf(query, 'isolation');
  if (!['', 'default'].includes(isolation.toLowerCase()))
    throw badRequest(`Unsupported isolation: ${JSON.stringify(isolation)}`);
  if (query.has('securityopt'))
    throw badRequest('The daemon on this platform does not support setting security options on build');
  if (flagOf(query, 'squash')) throw badRequest('squash is only supported with experimental mode');
}

function checkVersion(version: string): void {
  if (version === '2') throw notSimulated('BuildKit (version=2; the classic builder does it with DOCKER_BUILDKIT=0)');
  if (version !== '' && version !== '1') throw new ApiRefusal(500, `invalid version ${JSON.stringify(version)}`);
}

/** Nothing is fetched: the words are those of a daemon without a network. */
function checkRemote(remote: string): void {
  if (remote === '') return;
  if (/^(https?:\/\/\S+\.git(#.*)?$|git:\/\/|git@|github\.com\/)/.test(remote))
    throw new ApiRefusal(
      500,
      `error fetching: fatal: unable to access '${remote}': the embedded engine of k8s-learn reaches no network`,
    );
  if (!/^https?:\/\//.test(remote)) throw new ApiRefusal(500, `remoteURL (${remote}) could not be recognized as URL`);
  const host = /^https?:\/\/([^/:?#]*)/.exec(remote)?.[1] ?? '';
  throw new ApiRefusal(
    500,
    `error downloading remote context ${remote}: Get ${JSON.stringify(remote)}: dial tcp: lookup ${host}: no such host ` +
      '(the embedded engine of k8s-learn reaches no network)',
  );
}

/** Limits and the like; only what was given is in it, so that the defaults of containers hold. */
function hostOf(query: URLSearchParams): {readonly [key: string]: unknown} {
  const counts: readonly (readonly [string, string])[] = [
    ['memory', 'Memory'],
    ['memswap', 'MemorySwap'],
    ['cpushares', 'CpuShares'],
    ['cpuperiod', 'CpuPeriod'],
    ['cpuquota', 'CpuQuota'],
  ];
  const words: readonly (readonly [string, string])[] = [
    ['cpusetcpus', 'CpusetCpus'],
    ['cpusetmems', 'CpusetMems'],
    ['cgroupparent', 'CgroupParent'],
    ['networkmode', 'NetworkMode'],
  ];
  const ulimits = jsonOf(query, 'ulimits', {
    schema: z.array(z.looseObject({})),
    type: '[]*units.Ulimit',
    doing: 'ulimit settings',
  });
  const shmSize = textOf(query, 'shmsize');
  if (shmSize !== '' && !/^[+-]?\d+$/.test(shmSize))
    throw new ApiRefusal(500, `strconv.ParseInt: parsing ${JSON.stringify(shmSize)}: invalid syntax`);
  return {
    // What steps say goes to the client, and into no log.
    LogConfig: {Type: 'none'},
    // A number that is none counts as no number, as in Docker.
    ...Object.fromEntries(counts.map(([name, key]) => [key, Number.parseInt(textOf(query, name), 10) || 0])),
    ...Object.fromEntries(words.map(([name, key]) => [key, textOf(query, name)])),
    ShmSize: Number(shmSize),
    ExtraHosts: query.getAll('extrahosts'),
    ...(ulimits ? {Ulimits: ulimits} : {}),
  };
}

function tagsOf(names: readonly string[]): readonly ImageReference[] {
  const found = new Map<string, ImageReference>();
  for (const name of names.filter((each) => each !== '')) {
    const reference = withDefaultTag(parsedTag(name));
    if (reference.digest !== undefined) throw new ApiRefusal(500, 'build tag cannot contain a digest');
    found.set(fullText(reference), reference);
  }
  return [...found.values()];
}

function parsedTag(name: string): ImageReference {
  try {
    return parseReference(name);
  } catch (error) {
    throw error instanceof ApiRefusal ? new ApiRefusal(500, error.message) : error;
  }
}

/** A value of the query in JSON, as Go reads it. With `doing` a bad one is the client's fault, else the daemon's. */
function jsonOf<Schema extends z.ZodType>(
  query: URLSearchParams,
  name: string,
  given: {readonly schema: Schema; readonly type: string; readonly doing?: string},
): z.output<Schema> | undefined {
  const text = textOf(query, name);
  if (text === '') return undefined;
  const failed = (why: string): ApiRefusal =>
    given.doing === undefined ? new ApiRefusal(500, why) : badRequest(`error reading ${given.doing}: ${why}`);
  const value = parsedJson(text, failed);
  if (value === null) return undefined;
  const parsed = given.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const isInside = (parsed.error.issues[0]?.path.length ?? 0) > 0;
  const part = isInside ? Object.values(value ?? {}).find((each) => typeof each !== 'string') : value;
  throw failed(`json: cannot unmarshal ${kindOf(part)} into Go value of type ${isInside ? 'string' : given.type}`);
}

function parsedJson(text: string, failed: (why: string) => ApiRefusal): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const first = [...text.trim()][0];
    if (first === undefined) throw failed('unexpected end of JSON input');
    if (/[{["0-9tfn-]/.test(first)) throw failed('unexpected end of JSON input');
    throw failed(`invalid character '${first}' looking for beginning of value`);
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'string':
    case 'number':
      return typeof value;
    case 'boolean':
      return 'bool';
    default:
      return 'object';
  }
}
