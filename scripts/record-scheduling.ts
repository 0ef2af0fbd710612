import {readFileSync, writeFileSync} from 'node:fs';
import {request} from 'node:https';
import {setTimeout as sleep} from 'node:timers/promises';
import {parse} from 'yaml';
import {
  nodeDraft,
  nodeStatus,
  podDraft,
  priorityClasses,
  type Recorded,
  type Scenario,
} from '../test/sandbox/embedded/kubernetes/controllers/scheduler/scenario.ts';
import {connection} from './record/connection.ts';

/**
 * Records what a real scheduler makes of test/fixtures/kubernetes-scheduling/scenarios.yaml:
 * `KUBECONFIG=… npx tsx scripts/record-scheduling.ts`. It needs a cluster without kubelets, or one whose nodes are all
 * tainted; its own nodes are tainted too, so that nobody else's Pods come there. It takes away what it makes.
 */
interface Fields {
  readonly [field: string]: unknown;
}

const folder = new URL('../test/fixtures/kubernetes-scheduling/', import.meta.url);
const namespace = 'k5-scheduling';

const {server, ...tls} = connection();

// biome-ignore lint/suspicious/noExplicitAny: answers of the API are read as they come.
type Answer = any;

function call(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    // Node tells the length of a body by itself only where a body is usual, which it is not of a DELETE.
    const headers = {'content-type': type, 'content-length': Buffer.byteLength(text)};
    const options = {method, headers, ...tls};
    const sent = request(new URL(path, server), options, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString())));
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

const pods = `/api/v1/namespaces/${namespace}/pods`;

/** Where objects of a kind are; the namespaced ones in ours. */
function pathOf({kind, apiVersion}: Fields): string {
  const base = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  if (kind === 'PersistentVolumeClaim') return `${base}/namespaces/${namespace}/persistentvolumeclaims`;
  return `${base}/${String(kind).toLowerCase()}${String(kind).endsWith('s') ? 'es' : 's'}`;
}

async function makeNodes({nodes}: Scenario, prefix: string): Promise<void> {
  for (const [name, draft] of Object.entries(nodes)) {
    await call('POST', '/api/v1/nodes', nodeDraft(name, draft, prefix));
    const status = {status: nodeStatus(draft)};
    await call('PATCH', `/api/v1/nodes/${prefix}${name}/status`, status, 'application/merge-patch+json');
  }
  for (const name of Object.keys(nodes)) await untilReady(prefix + name);
}

/** The node lifecycle controller has seen that a node is ready, and whether it is cordoned. */
async function untilReady(name: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const {spec} = await call('GET', `/api/v1/nodes/${name}`);
    const keys = (spec.taints ?? []).map(({key}: Answer) => key);
    const isCordoned = keys.includes('node.kubernetes.io/unschedulable');
    if (!keys.includes('node.kubernetes.io/not-ready') && isCordoned === (spec.unschedulable === true)) return;
    await sleep(100);
  }
  throw new Error(`node ${name} is not ready`);
}

/** What became of a Pod once the scheduler has had its say. */
async function outcomeOf(name: string, prefix: string): Promise<Recorded> {
  let pod: Answer;
  for (let tries = 0; tries < 40; tries += 1) {
    pod = await call('GET', `${pods}/${name}`);
    if (pod.spec.nodeName || pod.status.conditions?.some(({type}: Answer) => type === 'PodScheduled')) break;
    await sleep(50);
  }
  const condition = pod.status.conditions?.find(({type}: Answer) => type === 'PodScheduled');
  const items = condition && condition.reason !== 'SchedulingGated' ? await eventsOf(pod) : [];
  const all = await call('GET', pods);
  const victims = all.items
    .filter(({metadata}: Answer) => metadata.deletionTimestamp)
    .map((one: Answer) => one.metadata.name);
  return {
    node: pod.spec.nodeName?.replace(prefix, '') ?? null,
    nominated: (await call('GET', `${pods}/${name}`)).status.nominatedNodeName?.replace(prefix, '') ?? null,
    reason: condition?.reason ?? null,
    message: condition?.message ?? null,
    events: [
      ...new Set<string>(
        items.map(({type, reason, message}: Answer) => `${type} ${reason} ${message}`.replace(prefix, '')),
      ),
    ],
    victims,
  };
}

/** Events come a little after what they tell of. */
async function eventsOf({metadata}: Answer): Promise<readonly Answer[]> {
  const path = `/api/v1/namespaces/${namespace}/events?fieldSelector=involvedObject.uid=${metadata.uid}`;
  for (let tries = 0; tries < 100; tries += 1) {
    const {items} = await call('GET', path);
    if (items.length > 0) return items;
    await sleep(100);
  }
  throw new Error(`${metadata.name} has no events`);
}

async function clean({nodes, objects = []}: Scenario, prefix: string): Promise<void> {
  const now = {gracePeriodSeconds: 0};
  for (const {metadata} of (await call('GET', pods)).items) await call('DELETE', `${pods}/${metadata.name}`, now);
  for (const name of Object.keys(nodes)) await call('DELETE', `/api/v1/nodes/${prefix}${name}`);
  for (const object of objects)
    await call('DELETE', `${pathOf(object)}/${(object['metadata'] as {name: string}).name}`);
  await sleep(500);
}

async function record(scenario: Scenario, prefix: string): Promise<Fields> {
  await makeNodes(scenario, prefix);
  for (const object of scenario.objects ?? []) await call('POST', pathOf(object), object);
  // The scheduler hears of all this a little later than we do.
  await sleep(1500);
  const others = (await call('GET', '/api/v1/nodes')).items.length - Object.keys(scenario.nodes).length;
  const outcomes: Record<string, Recorded> = {};
  for (const [name, draft] of Object.entries(scenario.pods)) {
    const made = await call('POST', pods, podDraft(name, draft, prefix));
    if (made.kind === 'Status') throw new Error(`${scenario.name}, ${name}: ${made.message}`);
    outcomes[name] = await outcomeOf(name, prefix);
  }
  const all = (await call('GET', '/api/v1/pods')).items;
  const foreign = all.filter(
    ({metadata, spec}: Answer) => metadata.namespace !== namespace && spec.nodeName?.startsWith(prefix),
  );
  await clean(scenario, prefix);
  if (foreign.length > 0) throw new Error(`${scenario.name}: ${foreign[0].metadata.name} came to our nodes`);
  return {others, outcomes};
}

async function main(): Promise<void> {
  const scenarios: readonly Scenario[] = parse(readFileSync(new URL('scenarios.yaml', folder), 'utf8'));
  await call('POST', '/api/v1/namespaces', {metadata: {name: namespace}});
  for (const draft of priorityClasses) await call('POST', '/apis/scheduling.k8s.io/v1/priorityclasses', draft);
  await sleep(1000);
  const recorded: Record<string, Fields> = {};
  for (const [index, scenario] of scenarios.entries()) {
    recorded[scenario.name] = await record(scenario, `k5-${process.pid}-${index}-`);
    console.error(scenario.name);
  }
  for (const {metadata} of priorityClasses)
    await call('DELETE', `/apis/scheduling.k8s.io/v1/priorityclasses/${metadata.name}`);
  await call('DELETE', `/api/v1/namespaces/${namespace}`);
  writeFileSync(new URL('recorded.json', folder), `${JSON.stringify(recorded, null, 1)}\n`);
}

await main();
