import {spawn} from 'node:child_process';
import {mkdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {PassThrough, Readable} from 'node:stream';
import {type ContextCommand, runIn} from '../../src/sandbox/cli/node.ts';
import {temporaryFolder} from '../support/temporary-folder.ts';
import type {Scene, Step} from './corpus.ts';
import {normalise} from './normalise.ts';

/** How a command is called. */
export interface Invocation {
  readonly argv: readonly string[];
  readonly stdin: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What came of it. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command-line client, whichever way it runs. */
export interface Client {
  readonly name: string;
  run(invocation: Invocation): Promise<Outcome>;
}

/** A client that is a program on this machine. */
export function programClient(name: string, program: string, {timeoutMs = 30_000} = {}): Client {
  return {
    name,
    run: ({argv, stdin, folder, env}) =>
      new Promise((done, fail) => {
        const child = spawn(program, argv, {cwd: folder, env: {...process.env, ...env}, timeout: timeoutMs});
        const outcome = {stdout: '', stderr: ''};
        for (const stream of ['stdout', 'stderr'] as const) {
          child[stream].setEncoding('utf8').on('data', (text: string) => {
            outcome[stream] += text;
          });
        }
        child.on('error', fail);
        child.on('close', (code, signal) => done({...outcome, code: code ?? (signal === null ? -1 : 128)}));
        // A program that does not read its input may be gone before it is written.
        child.stdin.on('error', () => undefined);
        child.stdin.end(stdin);
      }),
  };
}

/** A client that is a function of ours, run in this process. */
export function functionClient(name: string, command: ContextCommand): Client {
  return {
    name,
    async run({argv, stdin, folder, env}) {
      const [stdout, stderr] = [new PassThrough(), new PassThrough()];
      const texts = Promise.all([stdout, stderr].map(textOf));
      const code = await runIn(command, {
        argv,
        env: {...process.env, ...env},
        folder,
        stdin: Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]),
        stdout,
        stderr,
      });
      stdout.end();
      stderr.end();
      const [out = '', err = ''] = await texts;
      return {code, stdout: out, stderr: err};
    },
  };
}

async function textOf(stream: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString('utf8');
}

/** Where a scene is played. */
export interface Stage {
  /** As in DOCKER_HOST. */
  readonly host: string;
  /** Who tidies up. */
  readonly keeper: Client;
}

/** One command and what came of it, without what differs from run to run. */
export interface Played {
  readonly command: string;
  readonly differs: string | undefined;
  readonly outcome: Outcome;
}

/** Plays a scene from its start; the world is tidied before and after. */
export async function playScene(scene: Scene, client: Client, {host, keeper}: Stage): Promise<readonly Played[]> {
  const {path: folder, remove} = await temporaryFolder('kl-parity-');
  const env = {DOCKER_HOST: host, DOCKER_CONFIG: join(folder, '.docker'), DOCKER_BUILDKIT: '0'};
  const words = (line: string) => splitWords(line.replaceAll('%c', client.name));
  const tidy = async () => {
    for (const command of scene.tidy ?? []) await keeper.run({argv: words(command), stdin: '', folder, env});
  };
  try {
    await tidy();
    await layFiles(folder, scene.files ?? {});
    const played: Played[] = [];
    for (const step of scene.steps.map(asStep)) {
      const outcome = await client.run({argv: words(step.docker), stdin: step.stdin ?? '', folder, env});
      played.push({
        command: step.docker,
        differs: step.differs,
        outcome: normalised(outcome, {folder, step, name: client.name}),
      });
    }
    return played;
  } finally {
    await tidy();
    await remove();
  }
}

function asStep(step: string | Step): Step {
  return typeof step === 'string' ? {docker: step} : step;
}

function normalised(
  {code, stdout, stderr}: Outcome,
  {folder, step, name}: {readonly folder: string; readonly step: Step; readonly name: string},
): Outcome {
  const plain = (text: string) => {
    const same = normalise(text.replaceAll(folder, '<folder>').replaceAll(`-${name}`, '-<client>'));
    return step.anyOrder ? same.split('\n').sort().join('\n') : same;
  };
  return {code, stdout: plain(stdout), stderr: plain(stderr)};
}

async function layFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), {recursive: true});
    await writeFile(join(folder, path), content);
  }
}

/** The words of a command line: blanks part them, quotes of either kind keep them together. */
export function splitWords(line: string): readonly string[] {
  const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''),
  );
}
