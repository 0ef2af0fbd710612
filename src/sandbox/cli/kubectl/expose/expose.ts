import {text as textFlag} from '../../cobra/flag-kinds.ts';
import {defineCommand, type KubectlCall} from '../app.ts';
import {pathOf} from '../client/api-resource.ts';
import {at, isObject, type Json, object, objects, sortedTexts, text} from '../json.ts';
import {outputFlags} from '../print/output-flags.ts';
import {fetchAll} from '../resources/fetch.ts';
import {isEmptySelection, select} from '../resources/select.ts';
import {fileFlags} from '../resources/selection-flags.ts';
import type {Found} from '../resources/target.ts';
import {mergedByOverrides} from '../run/overrides.ts';
import {withLastApplied} from '../writing/last-applied.ts';
import {tellerFor} from '../writing/teller.ts';
import {dryRun, dryRunOf, fieldManager, saveConfig, writeQuery} from '../writing/write-flags.ts';

const flags = {
  ...fileFlags('Filename, directory, or URL to files identifying the resource to expose a service'),
  ...outputFlags(),
  dryRun,
  fieldManager: fieldManager('kubectl-expose'),
  saveConfig,
  clusterIp: textFlag('cluster-ip', {
    usage:
      "ClusterIP to be assigned to the service. Leave empty to auto-allocate, or set to 'None' to create a headless service.",
  }),
  externalIp: textFlag('external-ip', {
    usage: 'Additional external IP address (not managed by Kubernetes) to accept for the service.',
  }),
  labels: textFlag('labels', {short: 'l', usage: 'Labels to apply to the service created by this call.'}),
  loadBalancerIp: textFlag('load-balancer-ip', {usage: 'IP to assign to the LoadBalancer.'}),
  name: textFlag('name', {usage: 'The name for the newly created object.'}),
  overrides: textFlag('overrides', {
    usage:
      'An inline JSON override for the generated object. If this is non-empty, it is used to override the generated object. Requires that the object supply a valid apiVersion field.',
  }),
  overrideType: textFlag('override-type', {
    usage: 'The method used to override the generated object: json, merge, or strategic.',
    initial: 'merge',
  }),
  port: textFlag('port', {
    usage: 'The port that the service should serve on. Copied from the resource being exposed, if unspecified',
  }),
  protocol: textFlag('protocol', {usage: "The network protocol for the service to be created. Default is 'TCP'."}),
  selector: textFlag('selector', {
    usage:
      'A label selector to use for this service. Only equality-based selector requirements are supported. If empty (the default) infer the selector from the replication controller or replica set.)',
  }),
  sessionAffinity: textFlag('session-affinity', {
    usage: "If non-empty, set the session affinity for the service to this; legal values: 'None', 'ClientIP'",
  }),
  targetPort: textFlag('target-port', {
    usage: 'Name or number for the port on the container that the service should direct traffic to. Optional.',
  }),
  type: textFlag('type', {
    usage: "Type for this service: ClusterIP, NodePort, LoadBalancer, or ExternalName. Default is 'ClusterIP'.",
  }),
} as const;

export const expose = defineCommand({
  usage:
    '(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  short: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  examples: `# A service for a deployment, on port 80 and for port 8000 of its containers
kubectl expose deployment nginx --port=80 --target-port=8000

# A service for a pod
kubectl expose pod valid-pod --port=444 --name=frontend`,
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run(call) {
    const {app, args, get} = call;
    const selection = {
      args,
      filenames: get(flags.filename),
      kustomize: get(flags.kustomize),
      recursive: get(flags.recursive),
    };
    if (isEmptySelection(selection)) {
      throw new Error(
        "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'",
      );
    }
    const found = await fetchAll(app, await select(app, selection));
    const mode = dryRunOf(call);
    const tell = await tellerFor(call, flags, mode);
    for (const one of found) {
      const service = await serviceFor(call, one);
      await tell(mode === 'client' ? service : await posted(call, service), 'exposed');
    }
    return 0;
  },
});

async function posted(call: KubectlCall, service: Json): Promise<Json> {
  const {app, get} = call;
  const resource = await app.discovery.ofKind('v1', 'Service');
  const query = writeQuery({dryRun: dryRunOf(call), fieldManager: get(flags.fieldManager)});
  const namespace = await app.namespace();
  return app.api.json({method: 'POST', path: pathOf(resource, {namespace}), query, json: service});
}

async function serviceFor(call: KubectlCall, found: Found): Promise<Json> {
  const {app, get} = call;
  const {resource, object: exposed} = found;
  const {namespace, namespaceGiven} = await app.clientConfig();
  if (!exposable.has(resource.kind)) {
    throw new Error(`cannot expose a ${resource.kind}.${resource.group || ''}`.replace(/\.$/, ''));
  }
  const labels = get(flags.labels) === '' ? object(object(exposed['metadata'])['labels']) : pairs(get(flags.labels));
  const selector = get(flags.selector) === '' ? selectorOf(found) : pairs(get(flags.selector));
  const name = (get(flags.name) || found.name).slice(0, 63);
  const optional = {
    clusterIP: get(flags.clusterIp),
    loadBalancerIP: get(flags.loadBalancerIp),
    sessionAffinity: get(flags.sessionAffinity),
    type: get(flags.type),
  };
  const externalIp = get(flags.externalIp);
  const service: Json = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      ...(sortedTexts(labels).length === 0 ? {} : {labels}),
      name,
      ...(namespaceGiven ? {namespace} : {}),
    },
    spec: {
      ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== '')),
      ...(externalIp === '' ? {} : {externalIPs: [externalIp]}),
      ports: portsOf(call, found),
      selector,
    },
    status: {loadBalancer: {}},
  };
  const whole =
    get(flags.overrides) === '' ? service : mergedByOverrides(service, get(flags.overrides), get(flags.overrideType));
  return get(saveConfig) ? withLastApplied(whole) : whole;
}

const exposable = new Set(['Pod', 'Service', 'ReplicationController', 'Deployment', 'ReplicaSet']);

function pairs(given: string): Json {
  return Object.fromEntries(
    given.split(',').map((pair) => {
      const [key = '', value] = pair.split('=');
      if (value === undefined) throw new Error(`unexpected label spec: ${pair}`);
      return [key, value];
    }),
  );
}

function selectorOf({resource, object: exposed, name}: Found): Json {
  const spec = object(exposed['spec']);
  if (resource.kind === 'Pod') {
    const labels = object(object(exposed['metadata'])['labels']);
    if (Object.keys(labels).length === 0)
      throw new Error(
        "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed",
      );
    return labels;
  }
  if (resource.kind === 'Service') {
    if (!isObject(spec['selector']))
      throw new Error(
        "couldn't retrieve selectors via --selector flag or introspection: the service has no pod selector set",
      );
    return spec['selector'];
  }
  if (resource.kind === 'ReplicationController') return object(spec['selector']);
  if (objects(at(spec, 'selector', 'matchExpressions')).length > 0) {
    throw new Error(
      `couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - "${name}" to map-based selector format`,
    );
  }
  return object(at(spec, 'selector', 'matchLabels'));
}

interface Port {
  readonly port: number;
  readonly protocol: string;
}

function knownPorts({resource, object: exposed}: Found): readonly Port[] {
  const isService = resource.kind === 'Service';
  const spec =
    resource.kind === 'Pod' || isService ? object(exposed['spec']) : object(at(exposed, 'spec', 'template', 'spec'));
  const listed = isService
    ? objects(spec['ports'])
    : objects(spec['containers']).flatMap((one) => objects(one['ports']));
  return listed.map((one) => ({
    port: Number(one[isService ? 'port' : 'containerPort']),
    protocol: text(one['protocol']) || 'TCP',
  }));
}

function portsOf({get}: KubectlCall, found: Found): readonly Json[] {
  const known = knownPorts(found);
  const given = get(flags.port) === '' ? known.map(({port}) => String(port)) : get(flags.port).split(',');
  if (given.length === 0) {
    throw new Error("couldn't find port via --port flag or introspection");
  }
  const target = get(flags.targetPort);
  return given.map((one, index) => {
    const port = Number(one);
    const protocol = get(flags.protocol) || known.find((other) => other.port === port)?.protocol || 'TCP';
    return {
      ...(given.length > 1 ? {name: `port-${index + 1}`} : {}),
      port,
      protocol,
      targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
    };
  });
}
