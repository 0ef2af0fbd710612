/**
 * Writes down what the classic builder of a real daemon makes of the corpus: `npx tsx
 * test/sandbox/embedded/docker-api/build/corpus/record.ts [topic…]`. It removes what it made, by id, and nothing else.
 */
import {createHash} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import {request} from 'node:http';
import {buffer} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {unpackTar} from 'modern-tar';
import {type BuildCall, type BuildCase, contextTar, encodedQuery, type Outcome} from './build-case.ts';
import {corpus} from './index.ts';
import {createNames, type InspectedImage, outcomeOf, type Seen} from './outcome.ts';

const socketPath = new URL(process.env['DOCKER_HOST'] || 'unix:///var/run/docker.sock').pathname;
const recordedPath = fileURLToPath(new URL('recorded.json', import.meta.url));
const bases = ['busybox:1.36', 'alpine:3.20'] as const;

interface Reply {
  readonly status: number;
  readonly bytes: Buffer;
}

function ask(method: string, path: string, body?: Uint8Array): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = {'content-type': 'application/x-tar'};
    const outgoing = request({socketPath, method, path: `/v1.41${path}`, headers}, (incoming) => {
      buffer(incoming).then((bytes) => resolve({status: incoming.statusCode ?? 0, bytes}), reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function askJson<Body>(path: string): Promise<Body> {
  const {status, bytes} = await ask('GET', path);
  if (status >= 400) throw new Error(`${path}: ${status} ${bytes.toString()}`);
  return JSON.parse(bytes.toString());
}

type History = NonNullable<Seen['history']>;
type Tagged = InspectedImage & {readonly RootFS: {readonly Layers?: readonly string[]}};

const baseImages = await Promise.all(bases.map((name) => askJson<Tagged>(`/images/${name}/json`)));
const baseLayers = new Set(baseImages.flatMap(({RootFS}) => RootFS.Layers ?? []));
const baseNames = new Map(baseImages.map(({Id}, index) => [Id, bases[index] ?? '']));

/** Ids that were there before a case: whatever a build says of them, they are not ours to remove. */
async function idsThere(): Promise<ReadonlySet<string>> {
  const images = await askJson<readonly {readonly Id: string}[]>('/images/json?all=1');
  const containers = await askJson<readonly {readonly Id: string}[]>('/containers/json?all=1');
  return new Set([...images, ...containers].map(({Id}) => shortId(Id)));
}

async function play({name, builds}: BuildCase): Promise<readonly Outcome[]> {
  const before = await idsThere();
  const made = {images: new Set<string>(), containers: new Set<string>()};
  const names = createNames(baseNames);
  const outcomes: Outcome[] = [];
  try {
    for (const [index, build] of builds.entries()) {
      const reply = await ask('POST', `/build?${encodedQuery(build.query)}`, await contextTar(build));
      const body = reply.bytes.toString();
      note(body, made, before);
      if (index === 0 && body.includes('Using cache') && !repeats(build))
        throw new Error(`${name}: the daemon has steps of somebody else in its cache`);
      outcomes.push(outcomeOf({status: reply.status, body, ...(await imageOf(body))}, names));
    }
  } finally {
    for (const tag of builds.flatMap(({query}) => tagsOf(query))) await ask('DELETE', `/images/${tag}`);
    for (const id of made.containers) await ask('DELETE', `/containers/${id}?force=1&v=1`);
    for (const id of [...made.images].reverse()) await ask('DELETE', `/images/${id}?force=1`);
  }
  return outcomes;
}

/** Names of the corpus: a base that is built from nothing but itself gets one too. */
function tagsOf(query = ''): readonly string[] {
  return [...query.matchAll(/(?:^|&)t=(k8sl-built-[\w:-]+)(?=&|$)/g)].map(([, tag = '']) => tag);
}

/** Steps that are the same within one build find each other. */
function repeats({dockerfile = ''}: BuildCall): boolean {
  return dockerfile.split('FROM').length > 2;
}

function note(
  body: string,
  made: {readonly images: Set<string>; readonly containers: Set<string>},
  before: ReadonlySet<string>,
): void {
  for (const [, kind = '', id = ''] of body.matchAll(/(Running in|u003e|ID":"sha256:|"sha256:)\s?([0-9a-f]{12})/g))
    if (!before.has(id)) (kind === 'Running in' ? made.containers : made.images).add(id);
}

async function imageOf(body: string): Promise<{image?: InspectedImage; history?: History; layers?: string[][]}> {
  const id =
    /"ID":"(sha256:[0-9a-f]{64})"\}\}\s*\{"stream":"Success/.exec(body)?.[1] ??
    /"(sha256:[0-9a-f]{64})\\n"/.exec(body)?.[1];
  if (id === undefined) return {};
  const image = await askJson<InspectedImage>(`/images/${id}/json`);
  const history = (await askJson<History>(`/images/${id}/history`)).toReversed();
  return {image, history, layers: await layersOf(id)};
}

async function layersOf(id: string): Promise<string[][]> {
  const {status, bytes} = await ask('GET', `/images/${id}/get`);
  // An image without any layer cannot be saved.
  if (status >= 400) return [];
  const files = new Map((await unpackTar(bytes)).map(({header, data}) => [header.name, data]));
  const text = (name: string): string => Buffer.from(files.get(name) ?? []).toString();
  const [manifest]: readonly {Config: string; Layers: readonly string[] | null}[] = JSON.parse(text('manifest.json'));
  const {rootfs}: {rootfs: {diff_ids?: readonly string[]}} = JSON.parse(text(manifest?.Config ?? ''));
  const layers: string[][] = [];
  for (const [index, path] of (manifest?.Layers ?? []).entries())
    if (!baseLayers.has(rootfs.diff_ids?.[index] ?? ''))
      layers.push(await entriesOf(files.get(path) ?? new Uint8Array()));
  return layers;
}

async function entriesOf(tar: Uint8Array): Promise<string[]> {
  return (await unpackTar(tar)).map(({header, data}) => {
    const {name, type = 'file', mode = 0, uid, gid, linkname = ''} = header;
    const hash = data && type === 'file' ? createHash('sha256').update(data).digest('hex').slice(0, 8) : '';
    return `${name} ${type} ${(mode & 0o7777).toString(8)} ${uid}:${gid} ${linkname}${hash}`;
  });
}

function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

const wanted = process.argv.slice(2);
const recorded: {[topic: string]: {[name: string]: readonly Outcome[]}} =
  wanted.length === 0 ? {} : JSON.parse(readFileSync(recordedPath, 'utf8'));
for (const [topic, cases] of Object.entries(corpus)) {
  if (wanted.length > 0 && !wanted.includes(topic)) continue;
  const outcomes: {[name: string]: readonly Outcome[]} = {};
  for (const each of cases) outcomes[each.name] = await play(each);
  recorded[topic] = outcomes;
  process.stderr.write(`${topic}: ${cases.length}\n`);
}
writeFileSync(recordedPath, `${JSON.stringify(recorded, undefined, 1)}\n`);
