import {decode, encode} from '../../../../src/sandbox/embedded/bytes/bytes.ts';
import {Pipe} from '../../../../src/sandbox/embedded/bytes/pipe.ts';
import type {ManualClock} from '../../../../src/sandbox/embedded/clock.ts';
import type {ApiResponse} from '../../../../src/sandbox/embedded/docker-api/api/http.ts';
import {createEngine, type Engine} from '../../../../src/sandbox/embedded/docker-api/engine.ts';
import {nodeHttps} from '../../../../src/sandbox/embedded/edge/kubernetes/https.ts';
import {installedPrograms} from '../../../../src/sandbox/embedded/installed-programs.ts';
import {at} from '../../../../src/sandbox/embedded/kubernetes-api/values/reading.ts';
import type {Backplane} from '../../../../src/sandbox/embedded/node/backplane.ts';
import {createBackplane} from '../../../../src/sandbox/embedded/node/programs.ts';
import {manualClock, outsideOf} from '../rig.ts';

/** What a command in a container came to. */
export interface RanCommand {
  readonly code: number;
  readonly out: string;
}

/** An engine whose clock a test moves by hand, and does so itself while a call waits. */
export interface DrivenEngine {
  readonly engine: Engine;
  readonly clock: ManualClock;
  readonly backplane: Backplane;
  /** A call of the Engine API; rejects for a refusal. */
  docker(method: string, url: string, body?: unknown): Promise<ApiResponse>;
  /** The same for a call that streams, to its end; what it wrote. */
  stream(method: string, url: string, body?: unknown): Promise<string>;
  /** `docker pull` */
  pull(image: string): Promise<void>;
  /** `docker exec`, to its end. */
  exec(container: string, argv: readonly string[], input?: string): Promise<RanCommand>;
  /** Moves the clock until it is so; throws when it does not come about within a simulated time. */
  until(what: string, is: () => boolean, withinMs?: number): Promise<void>;
}

const stepMs = 20;

export function drivenEngine(): DrivenEngine {
  const clock = manualClock();
  const faults: unknown[] = [];
  const backplane = createBackplane({downloadPace: 0});
  // Published ports are reached from inside alone.
  const ports = {listen: async (_: string, port: number) => ({port, close() {}})};
  const outside = {
    ...outsideOf(clock),
    ports,
    https: nodeHttps({now: clock.now, onFault: (error) => faults.push(error)}),
  };
  const engine = createEngine({
    outside,
    programs: installedPrograms({downloadPace: 0, backplane}),
    options: {downloadPace: 0, bindFolder: undefined},
    onFault: (error) => faults.push(error),
  });
  const docker: DrivenEngine['docker'] = (method, url, body) => driven(clock, call(engine, method, url, body));
  const stream: DrivenEngine['stream'] = async (method, url, body) => drain(await docker(method, url, body), clock);
  const until: DrivenEngine['until'] = async (what, is, withinMs = 60_000) => {
    for (const end = clock.now() + withinMs; !is(); ) {
      if (faults.length > 0) throw faults[0];
      if (clock.now() >= end) throw new Error(`it did not come about that ${what}`);
      await clock.advance(stepMs);
    }
  };
  return {
    ...{engine, clock, backplane, docker, until},
    exec: execIn({engine, clock, until}),
    stream,
    async pull(image) {
      await stream('POST', `/images/create?fromImage=${encodeURIComponent(image)}`);
    },
  };
}

function execIn({
  engine,
  clock,
  until,
}: {
  readonly engine: Engine;
  readonly clock: ManualClock;
  readonly until: DrivenEngine['until'];
}): DrivenEngine['exec'] {
  return async (node, argv, input = '') => {
    const wish = {Cmd: argv, AttachStdin: input !== '', AttachStdout: true, AttachStderr: true, Tty: false};
    const made = await driven(clock, call(engine, 'POST', `/containers/${node}/exec`, wish));
    const id = made.kind === 'json' ? String(at(made.body, 'Id')) : '';
    const out: string[] = [];
    const start = {Detach: false, Tty: false};
    const started = await driven(clock, call(engine, 'POST', `/exec/${id}/start`, start, {upgrade: true}));
    if (started.kind !== 'hijack') throw new Error(JSON.stringify(started));
    const given = new Pipe(1 << 22);
    await given.writer.write(encode(input));
    given.writer.close();
    const over = {is: false};
    const stream = {
      reader: given.reader,
      writer: {write: async (bytes: Uint8Array) => void out.push(decode(bytes.subarray(8))), close() {}},
    };
    void started.run(stream).finally(() => {
      over.is = true;
    });
    await until(`${argv.join(' ')} ends`, () => over.is, 400_000);
    const seen = await call(engine, 'GET', `/exec/${id}/json`);
    await clock.settle();
    return {code: seen.kind === 'json' ? Number(at(seen.body, 'ExitCode')) : -1, out: out.join('')};
  };
}

async function call(
  engine: Engine,
  method: string,
  url: string,
  body?: unknown,
  {upgrade = false} = {},
): Promise<ApiResponse> {
  const sent = new Pipe(1 << 22);
  if (body !== undefined) await sent.writer.write(encode(JSON.stringify(body)));
  sent.writer.close();
  const response = await engine.handle({
    method,
    url,
    headers: new Map([
      ['content-type', 'application/json'],
      ['x-registry-auth', 'e30='],
    ]),
    body: sent.reader,
    upgrade,
    signal: new AbortController().signal,
  });
  if (response.kind === 'json' && response.status >= 400)
    throw new Error(`${method} ${url}: ${JSON.stringify(response.body)}`);
  return response;
}

async function drain(response: ApiResponse, clock: ManualClock): Promise<string> {
  const parts: string[] = [];
  const to = {write: async (bytes: Uint8Array) => void parts.push(decode(bytes)), close() {}};
  if (response.kind === 'stream') await driven(clock, response.write(to));
  return parts.join('');
}

/** Moves the clock until it has settled. */
async function driven<T>(clock: ManualClock, promise: Promise<T>): Promise<T> {
  const over = {is: false};
  const end = (): void => {
    over.is = true;
  };
  promise.then(end, end);
  await clock.settle();
  while (!over.is) await clock.advance(stepMs);
  return promise;
}
