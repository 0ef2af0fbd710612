import {isNodeImage} from './node-image.ts';
import {checkOptions} from './policy.ts';
import {isUnset, object, type Raw, text, texts} from './raw-json.ts';
import {refused} from './refusal.ts';

/** The one cluster of the course. */
export const clusterName = 'k8s-learn';

/** Set by the guard alone, on containers it let through as nodes: only these may be entered with all rights. */
export const nodeLabel = 'dev.k8s-learn.node';

const nodeNames = /^k8s-learn-(control-plane|worker)\d*$/;
const roleLabel = 'io.x-k8s.kind.role';
const clusterLabel = 'io.x-k8s.kind.cluster';

/** What kind asks for beyond the course's policy: https://github.com/kubernetes-sigs/kind/blob/main/pkg/cluster/internal/providers/docker/provision.go */
const beyond = ['Privileged', 'SecurityOpt', 'Binds', 'UsernsMode', 'Devices', 'CgroupnsMode'] as const;

/**
 * Whether a create request is, in every part, the one kind makes for a node of the course's cluster. Throws for one that
 * passes itself off as a node and asks for more.
 */
export function isKindNode(body: Raw, name: string): boolean {
  const labels = object(body['Labels']);
  if (!nodeNames.test(name) || labels[clusterLabel] !== clusterName) return false;
  const host = object(body['HostConfig']);
  if (isUnset(host['Privileged'])) return false;
  const wrong = [labelsOf(labels), programOf(body, name), variablesOf(body), rightsOf(host)].find((one) => one !== '');
  if (wrong !== undefined) throw refused(`a node of the course's cluster has ${wrong} of its own; leave that out.`);
  const ordinary = Object.entries(host).filter(([key]) => !beyond.some((allowed) => allowed === key));
  checkOptions(Object.fromEntries(ordinary));
  return true;
}

/** kind's own network has options; nobody else's may. */
export function isKindNetwork(body: Raw): boolean {
  const options = Object.entries(object(body['Options']));
  return (
    body['Name'] === 'kind' &&
    options.every(([key, value]) =>
      key === 'com.docker.network.bridge.enable_ip_masquerade'
        ? value === 'true'
        : key === 'com.docker.network.driver.mtu' && /^\d{3,5}$/.test(text(value)),
    )
  );
}

function labelsOf(labels: Raw): string {
  const role = text(labels[roleLabel]);
  return Object.keys(labels).length === 2 && ['control-plane', 'worker'].includes(role) ? '' : 'labels';
}

function programOf(body: Raw, name: string): string {
  if (!isUnset(body['Cmd']) || !isUnset(body['Entrypoint'])) return 'a program';
  if (!isUnset(body['User']) || !isUnset(body['WorkingDir']) || !isUnset(body['Healthcheck'])) return 'a program';
  if (body['Hostname'] !== name) return 'a host name';
  if (!isNodeImage(text(body['Image']))) return 'an image';
  return Object.keys(object(body['Volumes'])).every((path) => path === '/var') ? '' : 'volumes';
}

function variablesOf(body: Raw): string {
  const known = /^(KIND_\w+|KUBECONFIG|(HTTP|HTTPS|NO)_PROXY|(http|https|no)_proxy)(=|$)/;
  return texts(body['Env']).every((variable) => known.test(variable)) ? '' : 'variables';
}

function rightsOf(host: Raw): string {
  const binds = ['/lib/modules:/lib/modules:ro', '/dev/mapper:/dev/mapper'];
  if (!texts(host['Binds']).every((bind) => binds.includes(bind)) || !isUnset(host['Mounts'])) return 'mounts';
  const options = ['seccomp=unconfined', 'apparmor=unconfined', 'label=disable'];
  if (!texts(host['SecurityOpt']).every((option) => options.includes(option))) return 'security options';
  if (!['', 'host'].includes(text(host['UsernsMode'])) || !['', 'private'].includes(text(host['CgroupnsMode'])))
    return 'namespaces';
  if (text(host['NetworkMode']) !== 'kind') return 'a network';
  const isFuse = (device: unknown): boolean => text(object(device)['PathOnHost']) === '/dev/fuse';
  const devices = host['Devices'];
  return isUnset(devices) || (Array.isArray(devices) && devices.every(isFuse)) ? '' : 'devices';
}
