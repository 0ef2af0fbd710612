/**
 * Asks a real registry what the tests expect, and writes it down: `npx tsx test/sandbox/embedded/runtime/servers/registry/record.ts`.
 * Needs Docker with the image `registry:2` (or IMAGE): the stand-in of `test/images` will do, it is Debian's.
 */
import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {request as httpRequest} from 'node:http';
import {fileURLToPath} from 'node:url';
import {comparable, type FlowAnswer, type FlowStep, flow, pathOf} from './flow.ts';

const image = process.env['IMAGE'] ?? 'registry:2';
const name = `h9-registry-record-${process.pid}`;
const docker = (...args: readonly string[]): string => execFileSync('docker', args, {encoding: 'utf8'});

interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

function ask(host: string, step: FlowStep, kept: ReadonlyMap<string, string>): Promise<Answer> {
  const {method, path} = pathOf(step, kept);
  return new Promise((resolve, reject) => {
    const asked = httpRequest(
      {host, port: 5000, method, path, headers: {...step.headers, 'Content-Length': step.body?.length ?? 0}},
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const headers = new Map(
            Object.entries(response.headers).map(([key, value]) => [key, String(value)] as const),
          );
          resolve({status: response.statusCode ?? 0, headers, body: Buffer.concat(parts).toString('utf8')});
        });
      },
    );
    asked.on('error', reject);
    asked.end(step.body ?? '');
  });
}

docker('run', '-d', '--name', name, '-e', 'REGISTRY_STORAGE_DELETE_ENABLED=true', image);
try {
  const host = docker('inspect', '-f', '{{.NetworkSettings.IPAddress}}', name).trim();
  docker('exec', name, 'sh', '-c', 'until wget -q -O /dev/null http://localhost:5000/; do sleep 0.1; done');
  const kept = new Map<string, string>();
  const answers: FlowAnswer[] = [];
  for (const step of flow) {
    const {status, headers, body} = await ask(host, step, kept);
    if (step.keep !== undefined) kept.set(step.keep, headers.get('location') ?? kept.get(step.keep) ?? '');
    answers.push(comparable(status, headers, body));
  }
  writeFileSync(fileURLToPath(new URL('flow.json', import.meta.url)), `${JSON.stringify(answers, null, 2)}\n`);
} finally {
  docker('rm', '-f', '-v', name);
}
