import type {Observation} from '../../observation.ts';
import {ask, type DockerClient, DockerRefusal, open} from './client.ts';
import {containerPath} from './paths.ts';
import {flag} from './read-json.ts';

/** Of a long log, the end is what counts. */
const tailLines = 1000;
const mostBytes = 4 * 1024 * 1024;

/** The newest lines of a container's log, stdout and stderr as they came. Rejects as `ask` does. */
export async function observeLogs(docker: DockerClient, container: string): Promise<Observation> {
  const path = containerPath(container);
  if (path === undefined) return {state: 'absent', similar: []};
  const tty = flag(await ask(docker, {path: `${path}/json`}), 'Config', 'Tty');
  return {state: 'present', object: {lines: await readLines(docker, {path, tty, tail: tailLines})}};
}

/** The last `tail` lines of the container at a path. A log driver that cannot be read from has no lines. */
export async function readLines(
  docker: DockerClient,
  {path, tty, tail}: {readonly path: string; readonly tty: boolean; readonly tail: number},
): Promise<readonly string[]> {
  try {
    const stream = await open(docker, {path: `${path}/logs`, query: {stdout: true, stderr: true, tail}});
    const body = await collect(stream, mostBytes);
    return linesOf(tty ? body : withoutFrames(body));
  } catch (error) {
    if (error instanceof DockerRefusal && /logging driver|log driver/i.test(error.message)) return [];
    throw error;
  }
}

async function collect(stream: NodeJS.ReadableStream, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // Leaving the loop early ends the request.
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    sizeBytes += bytes.length;
    if (sizeBytes > limitBytes) break;
  }
  return Buffer.concat(chunks);
}

/**
 * Without a terminal, every piece of a log has a head of eight bytes: the stream's number, three zeros, its length.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
export function withoutFrames(body: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let start = 0;
  while (start + 8 <= body.length) {
    const end = start + 8 + body.readUInt32BE(start + 4);
    pieces.push(body.subarray(start + 8, end));
    start = end;
  }
  return Buffer.concat(pieces);
}

function linesOf(body: Buffer): readonly string[] {
  const lines = body.toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.replace(/\r$/, ''));
}
