import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {request} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {findPaths} from '../../src/paths.ts';
import {hostSocket} from '../../src/sandbox/host.ts';
import {placesOf} from '../../src/sandbox/places.ts';

const program = 'dist/k8s-learn.js';

/** The host with the embedded engine in it, as `npm start` has it where there is no Docker. */
export interface EmbeddedHost {
  readonly env: NodeJS.ProcessEnv;
  readonly socketPath: string;
  readonly child: ChildProcess;
  /** From its start to its first answer. */
  readonly upMs: number;
  stop(): void;
}

export async function startHost(): Promise<EmbeddedHost> {
  const home = mkdtempSync(join(tmpdir(), 'k8sl-bench-'));
  const env = {...process.env, K8S_LEARN_HOME: home, XDG_RUNTIME_DIR: home, DOCKER_BUILDKIT: '0'};
  const argument = {images: {course: [], cluster: []}, mirror: '', sandbox: 'embedded', context: '', fast: true};
  const {dockerSocket: socketPath} = placesOf(findPaths(env));
  const began = performance.now();
  const child = spawn(process.execPath, [program, '__host', JSON.stringify(argument)], {env, stdio: 'ignore'});
  while (!(await answers(socketPath))) {
    if (child.exitCode !== null) throw new Error('the host ended early');
  }
  const upMs = performance.now() - began;
  // A host that nobody attends ends soon.
  const attending = request({socketPath: hostSocket(findPaths(env)), path: '/attend'}).on('error', () => {});
  await new Promise((resolve) => attending.once('response', resolve).end());
  return {
    env: {...env, DOCKER_HOST: `unix://${socketPath}`},
    socketPath,
    child,
    upMs,
    stop() {
      attending.destroy();
      child.kill();
      rmSync(home, {recursive: true, force: true});
    },
  };
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    request({socketPath, path: '/_ping'}, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    })
      .on('error', () => setImmediate(() => resolve(false)))
      .end();
  });
}
