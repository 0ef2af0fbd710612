import {decode, encode} from '../../../src/sandbox/embedded/bytes/bytes.ts';
import {Pipe} from '../../../src/sandbox/embedded/bytes/pipe.ts';
import type {ManualClock} from '../../../src/sandbox/embedded/clock.ts';
import type {ApiResponse} from '../../../src/sandbox/embedded/docker-api/api/http.ts';
import {createEngine, type Engine} from '../../../src/sandbox/embedded/docker-api/engine.ts';
import type {EngineEvent} from '../../../src/sandbox/embedded/docker-api/events.ts';
import {installedPrograms} from '../../../src/sandbox/embedded/installed-programs.ts';
import type {ImageDefinition} from '../../../src/sandbox/embedded/runtime/images/define-image.ts';
import {manualClock, outsideOf} from './rig.ts';
import {smallCatalogue} from './small-images.ts';

/** What a call was answered with, as far as it has come. */
export interface Answer {
  readonly status: number;
  readonly kind: ApiResponse['kind'];
  readonly headers: {readonly [name: string]: string};
  text(): string;
  json<Body = {readonly [key: string]: unknown}>(): Body;
  /** A refusal's sentence; '' for anything else. */
  readonly message: string;
  isDone(): boolean;
}

export interface Call {
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown;
  readonly headers?: {readonly [name: string]: string};
  readonly signal?: AbortSignal;
  readonly upgrade?: boolean;
}

/** An engine a test calls without a transport; its clock goes by hand. */
export interface CalledEngine extends Engine {
  readonly clock: ManualClock;
  readonly events: readonly EngineEvent[];
  /** Errors of the engine's own; a call that has one throws it as well. */
  readonly faults: readonly unknown[];
  /** What was told since the last look: `network connect mynet`. */
  told(): readonly string[];
  call(method: string, url: string, call?: Call): Promise<Answer>;
  get(url: string): Promise<Answer>;
  post(url: string, body?: unknown): Promise<Answer>;
  delete(url: string): Promise<Answer>;
  /** Makes a container of `small:1` that sleeps, and starts it; its id. */
  run(name: string, more?: object): Promise<string>;
  /** Makes it alone. */
  make(name: string, more?: object): Promise<string>;
}

/** `more` are images beside the small ones. */
export async function calledEngine(more: readonly ImageDefinition[] = []): Promise<CalledEngine> {
  const clock = manualClock();
  const faults: unknown[] = [];
  const engine = createEngine({
    outside: outsideOf(clock),
    programs: installedPrograms(),
    catalogue: [...smallCatalogue, ...more],
    options: {downloadPace: 0, bindFolder: undefined},
    onFault: (error) => faults.push(error),
  });
  const events: EngineEvent[] = [];
  engine.daemon.events.listen((event) => events.push(event));
  let seen = 0;

  const call: CalledEngine['call'] = async (method, url, given = {}) => {
    const response = await engine.handle(await requestOf(method, url, given));
    if (faults.length > 0) throw faults[0];
    return answerOf(response);
  };
  const make: CalledEngine['make'] = async (name, wanted = {}) => {
    const answer = await call('POST', `/containers/create?name=${name}`, {
      body: {Image: 'small:1', Cmd: ['sleep', '1000'], ...wanted},
    });
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.message}`);
    return answer.json<{Id: string}>().Id;
  };
  const pulled = await call('POST', '/images/create?fromImage=small&tag=1');
  while (!pulled.isDone()) await clock.settle();
  seen = events.length;

  return {
    ...engine,
    clock,
    events,
    faults,
    told() {
      const fresh = events
        .slice(seen)
        .map(({type, action, attributes}) => `${type} ${action} ${attributes['name'] ?? ''}`.trim());
      seen = events.length;
      return fresh;
    },
    call,
    get: (url) => call('GET', url),
    post: (url, body = {}) => call('POST', url, {body}),
    delete: (url) => call('DELETE', url),
    make,
    async run(name, wanted) {
      const id = await make(name, wanted);
      const answer = await call('POST', `/containers/${name}/start`);
      if (answer.status !== 204) throw new Error(`${answer.status} ${answer.message}`);
      await clock.settle();
      return id;
    },
  };
}

async function requestOf(method: string, url: string, given: Call): Promise<Parameters<Engine['handle']>[0]> {
  const body = new Pipe(1 << 24);
  const text = typeof given.body === 'string' ? given.body : JSON.stringify(given.body);
  if (text) await body.writer.write(encode(text));
  body.writer.close();
  return {
    method,
    url,
    headers: new Map(Object.entries({...(text ? {'content-type': 'application/json'} : {}), ...given.headers})),
    body: body.reader,
    upgrade: given.upgrade ?? false,
    signal: given.signal ?? new AbortController().signal,
  };
}

function answerOf(response: ApiResponse): Answer {
  if (response.kind === 'hijack') throw new Error('the connection was taken over');
  const parts: string[] = [];
  let isDone = response.kind !== 'stream';
  if (response.kind === 'json') parts.push(JSON.stringify(response.body));
  if (response.kind === 'stream') {
    const end = (): void => {
      isDone = true;
    };
    response.write({write: async (bytes) => void parts.push(decode(bytes)), close() {}}).then(end, end);
  }
  const text = (): string => parts.join('');
  const message = response.kind === 'json' && response.status >= 400 ? String(JSON.parse(text()).message) : '';
  return {
    status: response.status,
    kind: response.kind,
    headers: response.headers ?? {},
    text,
    json: () => JSON.parse(text()),
    message,
    isDone: () => isDone,
  };
}

/** `{"name":["web"]}` in a query. */
export function filters(wanted: object): string {
  return `filters=${encodeURIComponent(JSON.stringify(wanted))}`;
}
