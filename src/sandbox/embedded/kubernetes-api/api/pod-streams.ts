import {Pipe} from '../../bytes/pipe.ts';
import type {ExecOptions, KubeletApi, LogOptions, PodRef} from '../kubelet-api.ts';
import type {KubeObject} from '../object.ts';
import {badRequest, invalid, KubeRefusal} from '../refusal.ts';
import {msOf} from '../values/durations.ts';
import {fieldsOf, listOf, textOf} from '../values/reading.ts';
import type {ApiCall} from './api-call.ts';
import {isTrue, numberIn} from './options.ts';
import {text} from './present.ts';
import type {KubeResponse} from './request.ts';
import {existing} from './write.ts';

/** How long a log that is followed may say why there is none, before it counts as begun. */
const refusalMs = 50;

/** `/log`. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#read-log-of-the-specified-pod */
export async function answerLog(call: ApiCall): Promise<KubeResponse> {
  const pod = existing(call);
  const options = logOptions(call, pod);
  // Nothing has run yet, so there is nothing to tell.
  if (textOf(fieldsOf(pod.spec).nodeName) === '') return text('text/plain', '', {status: 204});
  const kubelet = kubeletOf(call, pod);
  const pipe = new Pipe();
  const {clock} = call.backend.state.store;
  const done = kubelet.logs(refOf(pod), options, pipe.writer, call.request.signal);
  // Whoever reads the log is told how it ended by the end of the pipe; a refusal before it begins is an answer.
  const ended = done.then(
    () => pipe.writer.close(),
    (error: unknown) => {
      pipe.writer.close();
      throw error;
    },
  );
  ended.catch(() => undefined);
  const first = await Promise.race([pipe.reader.read().then((bytes) => ({bytes})), later(clock, refusalMs), ended]);
  if (first && first.bytes === null) await ended;
  return {
    kind: 'stream',
    status: 200,
    type: 'text/plain',
    write: async (to) => {
      if (first?.bytes) await to.write(first.bytes);
      for (let bytes = await pipe.reader.read(); bytes !== null; bytes = await pipe.reader.read())
        await to.write(bytes);
      to.close();
    },
  };
}

function later(clock: ApiCall['backend']['state']['store']['clock'], ms: number): Promise<undefined> {
  return new Promise((resolve) => clock.after(ms, () => resolve(undefined)));
}

function logOptions({request: {query}, backend}: ApiCall, pod: KubeObject): LogOptions {
  const now = backend.state.store.clock.now();
  refuseNegative(query, pod.metadata.name);
  const seconds = numberIn(query, 'sinceSeconds');
  const time = query.get('sinceTime');
  return {
    container: containerOf(pod, query.get('container') ?? ''),
    follow: isTrue(query.get('follow')),
    previous: isTrue(query.get('previous')),
    timestamps: isTrue(query.get('timestamps')),
    tailLines: numberIn(query, 'tailLines'),
    limitBytes: numberIn(query, 'limitBytes'),
    sinceMs: time ? msOf(time) : seconds === undefined ? undefined : now - seconds * 1000,
  };
}

function refuseNegative(query: URLSearchParams, name: string): void {
  const causes = ['tailLines', 'limitBytes', 'sinceSeconds'].flatMap((field) => {
    const value = numberIn(query, field);
    const least = field === 'tailLines' ? 0 : 1;
    if (value === undefined || value >= least) return [];
    const rule = least === 0 ? 'must be greater than or equal to 0' : 'must be greater than 0';
    return [{reason: 'FieldValueInvalid', message: `Invalid value: ${value}: ${rule}`, field}];
  });
  if (causes.length > 0) throw invalid({group: '', kind: 'PodLogOptions', name}, causes);
}

/** `/exec` and `/attach`: several streams at once, so the client must ask for such a protocol. */
export function answerExec(call: ApiCall): KubeResponse {
  const {query} = call.request;
  const pod = existing(call);
  const options = execOptions(query, pod);
  if (call.subresource === 'exec' && options.command.length === 0)
    throw badRequest('you must specify at least 1 command for the container');
  refuseCompleted(pod, call.subresource);
  const kubelet = kubeletOf(call, pod);
  if (!call.request.upgrade) throw badRequest('Upgrade request required');
  const ref = refOf(pod);
  return {
    kind: 'channels',
    run: (channels) =>
      call.subresource === 'exec' ? kubelet.exec(ref, options, channels) : kubelet.attach(ref, options, channels),
  };
}

function execOptions(query: URLSearchParams, pod: KubeObject): ExecOptions {
  const tty = isTrue(query.get('tty'));
  return {
    container: containerOf(pod, query.get('container') ?? ''),
    command: query.getAll('command'),
    tty,
    stdin: isTrue(query.get('stdin')),
    stdout: isTrue(query.get('stdout')),
    stderr: isTrue(query.get('stderr')) && !tty,
  };
}

function refuseCompleted({status}: KubeObject, what: string): void {
  const phase = textOf(fieldsOf(status).phase);
  if (phase !== 'Succeeded' && phase !== 'Failed') return;
  const verb = what === 'exec' ? 'exec into' : 'attach to';
  const message = `cannot ${verb} a container in a completed pod; current phase is ${phase}`;
  throw new KubeRefusal(500, '', message);
}

/** `/portforward`. */
export function answerPortForward(call: ApiCall): KubeResponse {
  const pod = existing(call);
  const kubelet = kubeletOf(call, pod);
  if (!call.request.upgrade) throw badRequest('Upgrade request required');
  return {kind: 'forward', run: (forwarding) => kubelet.portForward(refOf(pod), forwarding)};
}

function refOf({metadata}: KubeObject): PodRef {
  return {namespace: metadata.namespace ?? '', name: metadata.name, uid: metadata.uid};
}

/** The kubelet of the Pod's node. Throws 400 for a Pod that has none, 500 for a kubelet that is not reached. */
function kubeletOf({backend}: ApiCall, {metadata, spec}: KubeObject): KubeletApi {
  const node = textOf(fieldsOf(spec).nodeName);
  if (node === '') throw badRequest(`pod ${metadata.name} does not have a host assigned`);
  const kubelet = backend.kubeletOf(node);
  if (kubelet) return kubelet;
  throw new KubeRefusal(
    500,
    'InternalError',
    `Internal error occurred: error dialing backend: no kubelet on node ${node}`,
  );
}

/** The container that is asked for, or the only one. Throws 400 when there are several, or no such one. */
function containerOf({metadata, spec}: KubeObject, asked: string): string {
  const names = (field: string): readonly string[] =>
    listOf(fieldsOf(spec)[field]).map((one) => textOf(fieldsOf(one).name));
  const [containers, inits, ephemeral] = [names('containers'), names('initContainers'), names('ephemeralContainers')];
  if (asked !== '') {
    if ([...containers, ...inits, ...ephemeral].includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${metadata.name}`);
  }
  const [only = ''] = containers;
  if (containers.length + inits.length + ephemeral.length === 1) return only;
  const usual = metadata.annotations?.['kubectl.kubernetes.io/default-container'];
  if (usual !== undefined && containers.includes(usual)) return usual;
  const init = inits.length > 0 ? ` or one of the init containers: [${inits.join(' ')}]` : '';
  const debug = ephemeral.length > 0 ? ` or one of the ephemeral containers: [${ephemeral.join(' ')}]` : '';
  const choose = `choose one of: [${containers.join(' ')}]${init}${debug}`;
  throw badRequest(`a container name must be specified for pod ${metadata.name}, ${choose}`);
}
