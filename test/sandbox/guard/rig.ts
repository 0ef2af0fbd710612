import {spawn} from 'node:child_process';
import {mkdir, writeFile} from 'node:fs/promises';
import {request} from 'node:http';
import {join} from 'node:path';
import {realClock} from '../../../src/clock.ts';
import {createDockerClient} from '../../../src/sandbox/docker/client.ts';
import {resetDocker} from '../../../src/sandbox/docker/reset.ts';
import {createGuard, type Guard} from '../../../src/sandbox/guard/guard.ts';
import {type Ledger, openLedger} from '../../../src/sandbox/guard/ledger.ts';
import {temporaryFolder} from '../../support/temporary-folder.ts';

export type Ran = {readonly code: number; readonly out: string; readonly err: string};

/** A guard with a working folder and a ledger of its own before a real daemon. */
export interface Rig {
  readonly guard: Guard;
  readonly ledger: Ledger;
  readonly session: string;
  /** The working folder, the only place that may be mounted. */
  readonly work: string;
  readonly learnerSocket: string;
  readonly viewSocket: string;
  readonly callLogFile: string;
  readonly env: NodeJS.ProcessEnv;
  /** Runs the docker CLI as the learner. */
  docker(args: readonly string[], input?: string): Promise<Ran>;
  /** One raw request on the learner's socket. */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  /** Removes what the learner made, and the guard. */
  close(): Promise<void>;
}

export type Answered = {readonly status: number; readonly text: string; readonly message: string};

export type RigOptions = {
  readonly host: string;
  readonly mirror?: string;
  readonly courseImages?: readonly string[];
  /** Listens on the loopback address, as on Windows. */
  readonly tcp?: boolean;
};

export async function openRig({host, mirror, courseImages = [], tcp = false}: RigOptions): Promise<Rig> {
  const folder = await temporaryFolder('ga-');
  const work = join(folder.path, 'work');
  await mkdir(work);
  const session = `ga-${process.pid}-${Date.now().toString(36)}`;
  const ledger = await openLedger(join(folder.path, 'ledger.jsonl'), realClock);
  const learnerSocket = tcp ? 'tcp://127.0.0.1:0' : join(folder.path, 'run', 'd.sock');
  const viewSocket = join(folder.path, 'run', 'v.sock');
  const callLogFile = join(folder.path, 'calls.jsonl');
  const socketPath = new URL(host).pathname;
  const upstream = {host, found: 'default socket', context: '', transport: 'socket', socketPath} as const;
  const common = {upstream, learnerSocket, viewSocket, session, ledger, callLogFile, folder: work, clock: realClock};
  const guard = await createGuard({...common, courseImages, ...(mirror && {mirror})});
  const config = join(folder.path, 'docker');
  await mkdir(config);
  await writeFile(join(config, 'config.json'), '{}');
  const env = {
    ...process.env,
    DOCKER_HOST: guard.learnerHost,
    DOCKER_BUILDKIT: '0',
    DOCKER_CONFIG: config,
    DOCKER_CLI_HINTS: 'false',
  };
  return {
    ...{guard, ledger, session, work, learnerSocket, viewSocket, callLogFile, env},
    docker: (args, input) => run(['docker', ...args], {env, cwd: work, ...(input === undefined ? {} : {input})}),
    ask: (method, path, body, headers) => askSocket(learnerSocket, {method, path, body, ...(headers && {headers})}),
    async close() {
      await guard.close();
      await resetDocker({docker: await createDockerClient({socketPath}), ledger, session, includeKept: true});
      ledger.close();
      await folder.remove();
    },
  };
}

/** Runs a program to its end; `input` is its whole standard input, else it has none. */
export function run(
  [program = '', ...args]: readonly string[],
  {env, cwd, input}: {readonly env: NodeJS.ProcessEnv; readonly cwd: string; readonly input?: string},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {env, cwd, timeout: 50_000});
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({code: code ?? -1, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString()}),
    );
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

/** A string is sent as it is, anything else as JSON. */
export function askSocket(
  socketPath: string,
  question: {
    readonly method: string;
    readonly path: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Promise<Answered> {
  const {method, path, body} = question;
  const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const length = payload === undefined ? {} : {'content-length': String(Buffer.byteLength(payload))};
  const headers = {'content-type': 'application/json', ...length, ...question.headers};
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(30_000);
    const asking = request({socketPath, method, path, headers, signal, agent: false}, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? '';
        resolve({status: answer.statusCode ?? 0, text, message: message.replaceAll('\\"', '"')});
      });
    });
    asking.on('error', reject);
    asking.end(payload);
  });
}
