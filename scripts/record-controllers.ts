import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Fields} from '../src/sandbox/embedded/kubernetes-api/object.ts';
import {fieldsOf, listOf} from '../src/sandbox/embedded/kubernetes-api/values/reading.ts';
import {type ScenarioCluster, scenarios} from '../test/sandbox/embedded/kubernetes/controllers/scenarios.ts';
import {lookedAt, type Snapshot, snapshot, sorted} from '../test/sandbox/embedded/kubernetes/controllers/snapshot.ts';

/**
 * Records what the controllers of a real three-node cluster make of test/…/controllers/scenarios.ts:
 * `KUBECONFIG=… npx tsx scripts/record-controllers.ts [scenario …]`. It works in namespaces called controllers-* and
 * takes them away again.
 */
const target = new URL('../test/sandbox/embedded/kubernetes/controllers/recorded.json', import.meta.url);
const longestMs = 150_000;

function kubectl(args: readonly string[], input?: Fields): string {
  return execFileSync('kubectl', args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...(input === undefined ? {} : {input: JSON.stringify(input)}),
  });
}

function openCluster(namespace: string, looks: Record<string, Snapshot>): ScenarioCluster {
  const inside = ['-n', namespace];
  const list = (resource: string) =>
    listOf(fieldsOf(JSON.parse(kubectl([...inside, 'get', resource, '-o', 'json']))).items).map(fieldsOf);
  return {
    async create(object) {
      kubectl([...inside, 'create', '-f', '-'], object);
    },
    async patch(at, change) {
      kubectl([...inside, 'patch', at, '--type=merge', '-p', JSON.stringify(change)]);
    },
    async remove(at, propagation = 'Background') {
      kubectl([...inside, 'delete', at, `--cascade=${propagation.toLowerCase()}`]);
    },
    get: async (at) => fieldsOf(JSON.parse(kubectl([...inside, 'get', at, '-o', 'json']))),
    list: async (resource) => list(resource),
    async until(holds) {
      for (const end = Date.now() + longestMs; !(await holds()); await sleep(300))
        if (Date.now() > end) throw new Error(`${namespace}: what is waited for does not come`);
    },
    async look(name) {
      await sleep(1500);
      const objects = lookedAt.flatMap(list);
      looks[name] = sorted(snapshot(objects, list('events')));
    },
  };
}

async function record(name: string): Promise<Record<string, Snapshot>> {
  const looks: Record<string, Snapshot> = {};
  const namespace = `controllers-${name}`;
  kubectl(['create', 'namespace', namespace]);
  try {
    await scenarios.find((scenario) => scenario.name === name)?.run(openCluster(namespace, looks));
  } finally {
    kubectl(['delete', 'namespace', namespace, '--wait=false']);
  }
  process.stdout.write(`${name}: ${Object.keys(looks).join(', ')}\n`);
  return looks;
}

const asked = process.argv.slice(2);
const names = asked.length > 0 ? asked : scenarios.map(({name}) => name);
const recorded: Record<string, unknown> = existsSync(target) ? Object(JSON.parse(readFileSync(target, 'utf8'))) : {};
for (const name of names) {
  recorded[name] = await record(name);
  writeFileSync(target, `${JSON.stringify(recorded, null, 1)}\n`);
}
