import {encodeText, linesOf} from '../../bytes.ts';
import {defineCommand, type Kubectl, type KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import type {Query} from '../client/kube-api.ts';
import {isNotFound, StatusError, UsageError} from '../errors.ts';
import {type Json, metaOf, text} from '../json.ts';
import {containerNames, defaultContainer} from '../streams/containers.ts';
import {ownerOf, podSelectorOf, podsWith} from '../streams/pod-of.ts';
import {logsFlags as flags} from './flags.ts';

const expected =
  "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";

export const logs = defineCommand({
  usage: '[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  short: 'Print the logs for a container in a pod',
  long: 'Print the logs for a container in a pod or specified resource. If the pod has only one container, the container name is optional.',
  examples: `# What a pod with one container has said
kubectl logs nginx

# What all pods with a label say, as they say it
kubectl logs -f -l app=nginx

# What the container said before it was started anew
kubectl logs -p -c ruby web-1

# The last 20 lines
kubectl logs --tail=20 nginx`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const sources = await sourcesOf(call, checked(call));
    if (sources === undefined) return 0;
    return show(call, sources);
  },
});

interface Asked {
  readonly target: string;
  readonly container: string;
  readonly query: Query;
}

function checked(call: KubectlCall): Asked {
  const {args, get, changed} = call;
  const bySelector = get(flags.selector) !== '';
  if (bySelector && args.length > 0) throw new UsageError('only a selector (-l) or a POD name is allowed');
  if (!bySelector && (args.length === 0 || args.length > 2)) throw new UsageError(expected);
  const [target = '', second] = args;
  if (second !== undefined && get(flags.container) !== '')
    throw new UsageError('only one of -c or an inline [CONTAINER] arg is allowed');
  const container = second ?? get(flags.container);
  if (get(flags.allContainers) && container !== '')
    throw new Error(`--all-containers=true should not be specified with container name ${container}`);
  if (changed(flags.tail) && get(flags.tail) < -1) throw new Error('--tail must be greater than or equal to -1');
  if (get(flags.since) !== 0 && get(flags.sinceTime) !== '')
    throw new Error('at most one of `sinceTime` or `sinceSeconds` may be specified');
  if (changed(flags.limitBytes) && get(flags.limitBytes) < 1) throw new Error('--limit-bytes must be greater than 0');
  return {target, container, query: queryOf(call)};
}

function queryOf({get, changed}: KubectlCall): Query {
  const tail = get(flags.selector) !== '' && !changed(flags.tail) ? 10 : get(flags.tail);
  const seconds = Math.ceil(get(flags.since) / 1e9);
  return {
    ...(get(flags.follow) ? {follow: true} : {}),
    ...(get(flags.previous) ? {previous: true} : {}),
    ...(get(flags.timestamps) ? {timestamps: true} : {}),
    ...(tail >= 0 ? {tailLines: tail} : {}),
    ...(seconds > 0 ? {sinceSeconds: seconds} : {}),
    ...(get(flags.sinceTime) === '' ? {} : {sinceTime: get(flags.sinceTime)}),
    ...(get(flags.limitBytes) > 0 ? {limitBytes: get(flags.limitBytes)} : {}),
    ...(get(flags.insecure) ? {insecureSkipTLSVerifyBackend: true} : {}),
  };
}

/** One log that is read. */
interface Source {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly query: Query;
}

/** Undefined when a selector selects nothing, which has been told. */
async function sourcesOf(call: KubectlCall, asked: Asked): Promise<readonly Source[] | undefined> {
  const {app, get} = call;
  const pods = await podsOf(call, asked.target);
  if (pods.length === 0) {
    await app.warn(`No resources found in ${await app.namespace()} namespace.\n`);
    return undefined;
  }
  const sources: Source[] = [];
  for (const pod of pods) {
    const {name, namespace} = metaOf(pod);
    for (const container of await containersOf(call, pod, asked.container)) {
      sources.push({namespace, pod: name, container, query: asked.query});
    }
  }
  const limit = get(flags.maxRequests);
  if (get(flags.follow) && sources.length > limit) {
    throw new Error(
      `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${limit}, use --max-log-requests to increase the limit`,
    );
  }
  return sources;
}

async function podsOf(call: KubectlCall, target: string): Promise<readonly Json[]> {
  const {app, get} = call;
  const labelSelector = get(flags.selector);
  const namespace = await app.namespace();
  if (labelSelector !== '') return podsWith(app, {namespace, labelSelector});
  const found = await namedObject(app, target, namespace);
  if (text(found['kind']) === 'Pod') return [found];
  const pods = await podsWith(app, {namespace, labelSelector: podSelectorOf(found, target)});
  if (get(flags.allPods)) return pods;
  const [first] = pods;
  if (first === undefined) throw new Error('timed out waiting for the condition');
  if (pods.length > 1) await app.warn(`Found ${pods.length} pods, using pod/${metaOf(first).name}\n`);
  return [first];
}

async function namedObject(app: Kubectl, target: string, namespace: string): Promise<Json> {
  try {
    return await ownerOf(app, target);
  } catch (error) {
    if (isNotFound(error) && error instanceof StatusError) {
      throw new Error(`error from server (NotFound): ${error.message} in namespace ${JSON.stringify(namespace)}`);
    }
    throw error;
  }
}

async function containersOf({app, get}: KubectlCall, pod: Json, wanted: string): Promise<readonly string[]> {
  const all = containerNames(pod);
  if (get(flags.allContainers)) return all;
  if (wanted === '') return [await defaultContainer(app, pod)];
  if (!all.includes(wanted)) throw new Error(`container ${wanted} is not valid for pod ${metaOf(pod).name}`);
  return [wanted];
}

async function show(call: KubectlCall, sources: readonly Source[]): Promise<number> {
  const {get} = call;
  if (get(flags.follow) && sources.length > 1) await Promise.all(sources.map((source) => showOne(call, source)));
  else for (const source of sources) await showOne(call, source);
  return 0;
}

async function showOne({app, get}: KubectlCall, {namespace, pod, container, query}: Source): Promise<void> {
  const prefixed = get(flags.prefix) || get(flags.allPods);
  try {
    const resource = await app.discovery.find('pods');
    const path = pathOf(resource, {namespace, name: pod, subresource: 'log'});
    const {body} = await app.api.call({path, query: {...query, container}, accept: 'application/json, */*'});
    if (!prefixed) for await (const piece of body) await app.context.stdout.write(piece);
    else {
      for await (const line of linesOf(body)) {
        await app.context.stdout.write(encodeText(`[pod/${pod}/${container}] ${line}\n`));
      }
    }
  } catch (error) {
    if (!get(flags.ignoreErrors)) throw error;
    await app.print(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
