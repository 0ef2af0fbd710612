import {createHash} from 'node:crypto';
import {concat, decode} from '../../../../../src/sandbox/embedded/bytes/bytes.ts';
import {Pipe} from '../../../../../src/sandbox/embedded/bytes/pipe.ts';
import type {ManualClock} from '../../../../../src/sandbox/embedded/clock.ts';
import {createEngine, type Engine} from '../../../../../src/sandbox/embedded/docker-api/engine.ts';
import type {EngineEvent} from '../../../../../src/sandbox/embedded/docker-api/events.ts';
import type {CatalogueImage} from '../../../../../src/sandbox/embedded/docker-api/images/catalogue-image.ts';
import {layerTar} from '../../../../../src/sandbox/embedded/docker-api/images/layer-tar.ts';
import {parseReference} from '../../../../../src/sandbox/embedded/docker-api/images/reference.ts';
import {readTar} from '../../../../../src/sandbox/embedded/docker-api/images/tar.ts';
import {installedPrograms} from '../../../../../src/sandbox/embedded/installed-programs.ts';
import {manualClock, outsideOf} from '../../rig.ts';
import {baseCatalogue} from './base-images.ts';
import {type BuildCall, contextTar, encodedQuery} from './corpus/build-case.ts';
import type {InspectedImage, Seen} from './corpus/outcome.ts';

/** An answer, read to its end. */
export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** An engine with the bases of the corpus; its clock goes by hand. */
export interface BuildEngine {
  readonly daemon: Engine['daemon'];
  readonly clock: ManualClock;
  readonly events: readonly EngineEvent[];
  call(method: string, url: string, given?: {body?: Uint8Array; signal?: AbortSignal; onText?: OnText}): Promise<Reply>;
  /** `GET`, as JSON; throws what is refused. */
  get<Body>(url: string): Promise<Body>;
  build(call: BuildCall): Promise<Reply>;
  /** A build of a Dockerfile alone or with a few files: the text of its stream. */
  text(dockerfile: string, files?: BuildCall['files'], query?: string): Promise<string>;
}

type OnText = (soFar: string) => void;

/** So long a build may take of the simulated time; then it hangs. */
const mostMs = 120_000;

/** A base of the corpus, ready to be taken by any engine. */
type Base = CatalogueImage & {readonly names: readonly string[]};

/** Makes the bases once, for those who need many engines. */
export async function makeBases(): Promise<readonly Base[]> {
  const {daemon} = await buildEngine({bases: []});
  return basesOf(daemon);
}

async function basesOf({images}: Engine['daemon']): Promise<readonly Base[]> {
  const bases: Base[] = [];
  for (const definition of baseCatalogue)
    bases.push({...(await images.ofCatalogue(definition)), names: definition.names});
  return bases;
}

/** `bases`: what it has pulled already; all of the corpus when absent. */
export async function buildEngine(options: {readonly bases?: readonly Base[]} = {}): Promise<BuildEngine> {
  const clock = manualClock();
  const faults: unknown[] = [];
  const engine = createEngine({
    outside: outsideOf(clock),
    programs: installedPrograms(),
    catalogue: baseCatalogue,
    options: {downloadPace: 0, bindFolder: undefined},
    onFault: (error) => faults.push(error),
  });
  const {daemon} = engine;
  const events: EngineEvent[] = [];
  for (const {file, fileBytes, layers, names} of options.bases ?? (await basesOf(daemon))) {
    const image = daemon.images.adopt({file, fileBytes, layers, parentId: ''});
    for (const name of names) daemon.images.tag(image, parseReference(name));
  }
  daemon.events.listen((event) => events.push(event));

  const call: BuildEngine['call'] = async (method, url, {body, signal, onText = () => {}} = {}) => {
    const input = new Pipe(1 << 28);
    if (body && body.length > 0) await input.writer.write(body);
    input.writer.close();
    const parts: Uint8Array[] = [];
    let reply: Reply | undefined;
    const answering = (async () => {
      const response = await engine.handle({
        method,
        url,
        headers: new Map([['content-type', 'application/x-tar']]),
        body: input.reader,
        upgrade: false,
        signal: signal ?? new AbortController().signal,
      });
      if (response.kind === 'hijack') throw new Error(`${url} takes the connection over`);
      if (response.kind === 'json') reply = {status: response.status, text: JSON.stringify(response.body)};
      if (response.kind === 'empty') reply = {status: response.status, text: ''};
      if (response.kind !== 'stream') return;
      const write = async (bytes: Uint8Array): Promise<void> => {
        parts.push(bytes.slice());
        onText(decode(concat(parts)));
      };
      await response.write({write, close() {}});
      reply = {status: response.status, text: decode(concat(parts))};
    })();
    let failure: unknown;
    let isDone = false;
    void answering.then(
      () => {
        isDone = true;
      },
      (error: unknown) => {
        failure = error;
        isDone = true;
      },
    );
    await clock.settle();
    for (let passed = 0; !isDone; passed += 50) {
      if (passed > mostMs) throw new Error(`${url} hangs: ${decode(concat(parts))}`);
      await clock.advance(50);
    }
    if (faults.length > 0) throw faults[0];
    if (failure !== undefined) throw failure;
    if (!reply) throw new Error(`${url} answered nothing`);
    return reply;
  };
  const build: BuildEngine['build'] = async (given) =>
    call('POST', `/v1.41/build?${encodedQuery(given.query)}`, {body: await contextTar(given)});
  return {
    daemon,
    clock,
    events,
    call,
    async get(url) {
      const {status, text} = await call('GET', url);
      if (status >= 400) throw new Error(`${url}: ${status} ${text}`);
      return JSON.parse(text);
    },
    build,
    async text(dockerfile, files, query) {
      const {text} = await build({dockerfile, ...(files && {files}), ...(query === undefined ? {} : {query})});
      return textOf(text);
    },
  };
}

/** What a client shows of a stream: its text, and the error at its end. */
export function textOf(body: string): string {
  return body
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => {
      const {stream, error}: {readonly stream?: string; readonly error?: string} = JSON.parse(line);
      return stream ?? (error === undefined ? '' : `error: ${error}\n`);
    })
    .join('');
}

/** What was built, as the recorder saw it of the real daemon. */
export async function seenImage(engine: BuildEngine, body: string): Promise<Omit<Seen, 'status' | 'body'>> {
  const id =
    /"ID":"(sha256:[0-9a-f]{64})"\}\}\s*\{"stream":"Success/.exec(body)?.[1] ??
    /"(sha256:[0-9a-f]{64})\\n"/.exec(body)?.[1];
  if (id === undefined) return {};
  const image = await engine.get<InspectedImage>(`/v1.41/images/${id}/json`);
  const history = await engine.get<NonNullable<Seen['history']>>(`/v1.41/images/${id}/history`);
  const bases = new Set(
    engine.daemon.images
      .list()
      .flatMap((each) => (each.parentId === '' && !each.file.container_config ? each.layers : [])),
  );
  const layers: (readonly string[])[] = [];
  for (const layer of engine.daemon.images.require(id).layers)
    if (!bases.has(layer)) layers.push(await entriesOf(layerTar(layer.root)));
  return {image, history: history.toReversed(), layers};
}

async function entriesOf(tar: AsyncIterable<Uint8Array>): Promise<readonly string[]> {
  const entries: string[] = [];
  for await (const {header, body} of readTar(tar)) {
    const {name, type = 'file', mode = 0, uid, gid, linkname = ''} = header;
    const hash = createHash('sha256');
    for await (const piece of body) hash.update(piece);
    const content = type === 'file' ? hash.digest('hex').slice(0, 8) : '';
    entries.push(`${name} ${type} ${(mode & 0o7777).toString(8)} ${uid}:${gid} ${linkname}${content}`);
  }
  return entries;
}
