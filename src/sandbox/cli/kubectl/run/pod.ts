import type {KubectlCall} from '../app.ts';
import type {Json} from '../json.ts';
import {runFlags as flags} from './flags.ts';

/** The Pod that a command line describes, in a namespace unless that is ''; throws in kubectl's words. */
export function podFrom({args, get}: KubectlCall, namespace: string): Json {
  const [name = '', ...words] = args;
  const labels = get(flags.labels) === '' ? {run: name} : pairsOf(get(flags.labels).split(','), 'label');
  const annotations = get(flags.annotations);
  const env = get(flags.env).map(variable);
  const port = get(flags.port);
  const stdinOnce = get(flags.stdin) && !get(flags.leaveStdinOpen);
  const container: Json = {
    ...(words.length === 0 ? {} : get(flags.command) ? {command: words} : {args: words}),
    ...(env.length === 0 ? {} : {env}),
    image: get(flags.image),
    ...(get(flags.imagePullPolicy) === '' ? {} : {imagePullPolicy: get(flags.imagePullPolicy)}),
    name,
    ...(port === '' ? {} : {ports: [{containerPort: portNumber(port)}]}),
    resources: {},
    ...(get(flags.privileged) ? {securityContext: {privileged: true}} : {}),
    ...(get(flags.stdin) ? {stdin: true} : {}),
    ...(stdinOnce ? {stdinOnce: true} : {}),
    ...(get(flags.tty) ? {tty: true} : {}),
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(annotations.length === 0 ? {} : {annotations: pairsOf(annotations, 'annotation')}),
      labels,
      name,
      ...(namespace === '' ? {} : {namespace}),
    },
    spec: {containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy: restartPolicy(get(flags.restart))},
    status: {},
  };
}

function restartPolicy(given: string): string {
  if (given === '') return 'Always';
  if (['Always', 'OnFailure', 'Never'].includes(given)) return given;
  throw new Error(`invalid restart policy: ${given}\nSee 'kubectl run -h' for help and examples`);
}

function pairsOf(pairs: readonly string[], word: string): Json {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new Error(`unexpected ${word} spec: ${pair}`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function variable(pair: string): Json {
  const at = pair.indexOf('=');
  if (at < 1) throw new Error(`invalid env: ${pair}`);
  return {name: pair.slice(0, at), value: pair.slice(at + 1)};
}

/** The service of `--expose`. */
export function serviceFor(
  pod: Json,
  {name, namespace, port}: {readonly name: string; readonly namespace: string; readonly port: string},
): Json {
  const number = portNumber(port);
  const meta: {readonly labels?: unknown} = Object(pod['metadata']);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, ...(namespace === '' ? {} : {namespace})},
    spec: {ports: [{port: number, protocol: 'TCP', targetPort: number}], selector: meta.labels},
    status: {loadBalancer: {}},
  };
}

function portNumber(given: string): number {
  if (!/^\d+$/.test(given)) throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(given)}: invalid syntax`);
  return Number(given);
}
