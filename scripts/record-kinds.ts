import {readFileSync, writeFileSync} from 'node:fs';
import {request} from 'node:https';
import {parse} from 'yaml';
import {connection} from './record/connection.ts';

/**
 * Records what a real API server makes of the drafts in test/fixtures/kubernetes-kinds/drafts.yaml:
 * `KUBECONFIG=… npx tsx scripts/record-kinds.ts`. It works in the namespace k3 and with objects called k3-*, and takes
 * them away again.
 */
interface Fields {
  readonly [field: string]: unknown;
}

interface Drafts {
  readonly bases: {readonly [name: string]: Fields};
  readonly accepted: readonly [string, Fields][];
  readonly refused: readonly [string, Fields][];
  readonly updates: readonly [string, Fields, Fields][];
  readonly subresources: readonly [string, Fields, string, Fields][];
  readonly tables: readonly [string, Fields, Fields | null, boolean?][];
}

interface Answer {
  readonly code: number;
  readonly body: Fields;
  readonly date: string;
  readonly warnings: readonly string[];
}

const folder = new URL('../test/fixtures/kubernetes-kinds/', import.meta.url);
const tableType = 'application/json;as=Table;v=v1;g=meta.k8s.io';

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** JSON merge patch, RFC 7386. */
function merge(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const result: Record<string, unknown> = {...fieldsOf(target)};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
}

const {server, ...tls} = connection();

function call(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> {
  const headers = {accept: path.includes('includeObject') ? tableType : 'application/json', 'content-type': type};
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, server), {method, headers, ...tls}, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const warnings = [answer.headers['warning'] ?? []].flat().map(String);
        const text = Buffer.concat(parts).toString();
        const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : {text};
        resolve({code: answer.statusCode ?? 0, body: fieldsOf(parsed), date: answer.headers.date ?? '', warnings});
      });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const known = new Map<string, Promise<Answer>>();

async function pathOf(base: Fields): Promise<string> {
  const version = String(base['apiVersion']);
  const root = version === 'v1' ? '/api/v1' : `/apis/${version}`;
  const listed = known.get(root) ?? call('GET', root);
  known.set(root, listed);
  const resources = (await listed).body['resources'];
  if (!Array.isArray(resources)) throw new Error(`nothing at ${root}`);
  const found = resources.find((one) => one.kind === base['kind'] && !one.name.includes('/'));
  if (!found) throw new Error(`no ${base['kind']} at ${root}`);
  return `${root}${found.namespaced ? '/namespaces/k3' : ''}/${found.name}`;
}

const volatile = ['managedFields', 'uid', 'resourceVersion', 'creationTimestamp'];

function trimmed(object: unknown): Fields {
  const {metadata, ...rest} = fieldsOf(object);
  const kept = Object.entries(fieldsOf(metadata)).filter(([key]) => !volatile.includes(key));
  return {...rest, metadata: Object.fromEntries(kept)};
}

const controllerKeys = ['node.alpha.kubernetes.io/ttl', 'deployment.kubernetes.io/revision'];

/** Controllers are at work while changes are recorded: what they say is not what the server makes of a change. */
function withoutStatus({status: _, ...object}: Fields): Fields {
  const {annotations, ...metadata} = fieldsOf(object['metadata']);
  const kept = Object.entries(fieldsOf(annotations)).filter(([key]) => !controllerKeys.includes(key));
  return {...object, metadata: kept.length === 0 ? metadata : {...metadata, annotations: Object.fromEntries(kept)}};
}

const drafts: Drafts = parse(readFileSync(new URL('drafts.yaml', folder), 'utf8'));

function baseOf(name: string): Fields {
  const base = drafts.bases[name];
  if (!base) throw new Error(`no base ${name}`);
  return base;
}

function write(name: string, records: readonly unknown[]): void {
  writeFileSync(new URL(name, folder), `[\n${records.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
  console.log(name, records.length);
}

async function recordCreates(name: 'accepted' | 'refused'): Promise<void> {
  const records: unknown[] = [];
  for (const [base, patch] of drafts[name]) {
    const draft = merge(baseOf(base), patch);
    const path = await pathOf(baseOf(base));
    // A dry run allocates no addresses and ports, and so refuses none.
    const query = name === 'refused' && base === 'Service' ? '' : '?dryRun=All';
    const {code, body, warnings} = await call('POST', path + query, draft);
    if (code < 300 !== (name === 'accepted'))
      console.log(`${name}: ${code} ${JSON.stringify(draft)} ${body['message']}`);
    const said = warnings.length > 0 ? {warnings} : {};
    records.push(code < 300 ? {path, draft, stored: trimmed(body), ...said} : {path, draft, status: body, ...said});
  }
  write(`${name}.json`, records);
}

async function recordUpdates(): Promise<void> {
  const records: unknown[] = [];
  for (const [index, [base, first, patch]] of drafts.updates.entries()) {
    const path = await pathOf(baseOf(base));
    const name = `k3-u${index}`;
    const draft = merge(merge(baseOf(base), first), {metadata: {name}});
    const created = await call('POST', path, draft);
    if (created.code > 299) throw new Error(`${JSON.stringify(draft)}: ${created.body['message']}`);
    const {code, body} = await call('PATCH', `${path}/${name}?dryRun=All`, patch, 'application/merge-patch+json');
    records.push({path, draft, patch, ...(code < 300 ? {stored: withoutStatus(trimmed(body))} : {status: body})});
    await call('DELETE', `${path}/${name}?gracePeriodSeconds=0`);
  }
  write('updates.json', records);
}

async function recordSubresources(): Promise<void> {
  const records: unknown[] = [];
  for (const [index, [base, first, subresource, patch]] of drafts.subresources.entries()) {
    const path = await pathOf(baseOf(base));
    const name = `k3-s${index}`;
    const draft = merge(merge(baseOf(base), first), {metadata: {name}});
    await call('POST', path, draft);
    const at = `${path}/${name}/${subresource}?dryRun=All`;
    const {code, body} = await call('PATCH', at, patch, 'application/strategic-merge-patch+json');
    const result = code < 300 ? {stored: withoutStatus(trimmed(body))} : {status: body};
    records.push({path, draft, subresource, patch, ...result});
    await call('DELETE', `${path}/${name}?gracePeriodSeconds=0`);
  }
  write('subresources.json', records);
}

async function recordTables(): Promise<void> {
  const records: unknown[] = [];
  for (const [index, [base, patch, status, deleted]] of drafts.tables.entries()) {
    const path = await pathOf(baseOf(base));
    const name = base === 'APIService' ? 'v1.k3.example' : `k3-t${index}`;
    const draft = merge(merge(baseOf(base), patch), {metadata: {name}});
    const created = await call('POST', path, draft);
    if (created.code > 299) console.log(`${JSON.stringify(draft)}: ${created.body['message']}`);
    if (status) {
      const answer = await call('PATCH', `${path}/${name}/status`, {status}, 'application/merge-patch+json');
      if (answer.code > 299) console.log(`${name} status: ${answer.body['message']}`);
    }
    if (deleted) await call('DELETE', `${path}/${name}`);
    const {body, date} = await call('GET', `${path}/${name}?includeObject=Object`);
    records.push(tableRecord(base, body, date));
    if (deleted) await call('PATCH', `${path}/${name}`, {metadata: {finalizers: null}}, 'application/merge-patch+json');
    await call('DELETE', `${path}/${name}?gracePeriodSeconds=0&propagationPolicy=Background`);
  }
  write('tables.json', records);
}

/** What every resource is called, by discovery. */
async function recordDiscovery(): Promise<void> {
  const groups = listOf((await call('GET', '/apis')).body['groups']);
  const versions = groups.flatMap((group) => listOf(fieldsOf(group)['versions']).map((one) => fieldsOf(one)));
  const records: unknown[] = [];
  for (const groupVersion of ['v1', ...versions.map((one) => String(one['groupVersion']))]) {
    const root = groupVersion === 'v1' ? '/api/v1' : `/apis/${groupVersion}`;
    for (const resource of listOf((await call('GET', root)).body['resources'])) {
      const {storageVersionHash: _hash, ...named} = fieldsOf(resource);
      if (!String(named['name']).includes('/')) records.push({groupVersion, ...named});
    }
  }
  write('discovery.json', records);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function tableRecord(base: string, {columnDefinitions, rows}: Fields, date: string): unknown {
  if (!Array.isArray(columnDefinitions) || !Array.isArray(rows)) throw new Error(`no table of a ${base}`);
  const columns = columnDefinitions.map(({name, type, format, priority}) => [name, type, format, priority]);
  const {cells, object} = rows[0];
  const {managedFields: _, ...metadata} = object.metadata;
  return {columns, cells, object: {...object, metadata}, now: new Date(date).toISOString()};
}

await call('POST', '/api/v1/namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'k3'}});
const wanted = process.argv.slice(2);
const wants = (name: string) => wanted.length === 0 || wanted.includes(name);
if (wants('accepted')) await recordCreates('accepted');
if (wants('refused')) await recordCreates('refused');
if (wants('updates')) await recordUpdates();
if (wants('subresources')) await recordSubresources();
if (wants('discovery')) await recordDiscovery();
if (wants('tables')) await recordTables();
