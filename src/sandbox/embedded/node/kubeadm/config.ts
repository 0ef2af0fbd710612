import {parseAllDocuments} from 'yaml';
import {at, fieldsOf, listOf, textOf} from '../../kubernetes-api/values/reading.ts';

/** What `kubeadm` is told by its file. https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/ */
export interface KubeadmConfig {
  readonly clusterName: string;
  /** `k8s-learn-control-plane:6443` */
  readonly endpoint: string;
  readonly advertiseAddress: string;
  readonly bindPort: number;
  readonly podSubnet: string;
  readonly serviceSubnet: string;
  readonly certificateNames: readonly string[];
  readonly token: string;
  readonly extraArgs: {readonly [component: string]: readonly (readonly [string, string])[]};
  readonly init: NodeRegistration;
  readonly join: NodeRegistration & {readonly endpoint: string; readonly token: string};
  /** The document of the kubelet's configuration, as it is uploaded. */
  readonly kubelet: {readonly [field: string]: unknown};
  readonly proxyMode: string;
}

export interface NodeRegistration {
  readonly kubeletArgs: readonly (readonly [string, string])[];
  readonly isControlPlane: boolean;
}

/** Reads all documents of a file. Throws an Error when one is no YAML. */
export function parseKubeadmConfig(source: string): KubeadmConfig {
  const documents: readonly unknown[] = parseAllDocuments(source).map((one): unknown => one.toJS());
  const kind = (name: string): unknown => documents.find((one) => textOf(at(one, 'kind')) === name);
  const cluster = kind('ClusterConfiguration');
  const init = kind('InitConfiguration');
  const join = kind('JoinConfiguration');
  const extra = (component: string): readonly (readonly [string, string])[] =>
    argumentsOf(at(cluster, component, 'extraArgs'));
  return {
    clusterName: textOf(at(cluster, 'clusterName')) || 'kubernetes',
    endpoint: textOf(at(cluster, 'controlPlaneEndpoint')),
    advertiseAddress: textOf(at(init, 'localAPIEndpoint', 'advertiseAddress')),
    bindPort: Number(at(init, 'localAPIEndpoint', 'bindPort') ?? 6443),
    podSubnet: textOf(at(cluster, 'networking', 'podSubnet')) || '10.244.0.0/16',
    serviceSubnet: textOf(at(cluster, 'networking', 'serviceSubnet')) || '10.96.0.0/16',
    certificateNames: listOf(at(cluster, 'apiServer', 'certSANs')).map(textOf),
    token: textOf(at(listOf(at(init, 'bootstrapTokens'))[0], 'token')),
    extraArgs: {
      apiServer: extra('apiServer'),
      controllerManager: extra('controllerManager'),
      scheduler: extra('scheduler'),
    },
    init: {...registrationOf(init), isControlPlane: true},
    join: {
      ...registrationOf(join),
      isControlPlane: at(join, 'controlPlane') !== undefined && at(join, 'controlPlane') !== null,
      endpoint: textOf(at(join, 'discovery', 'bootstrapToken', 'apiServerEndpoint')),
      token: textOf(at(join, 'discovery', 'bootstrapToken', 'token')),
    },
    kubelet: fieldsOf(kind('KubeletConfiguration')),
    proxyMode: textOf(at(kind('KubeProxyConfiguration'), 'mode')) || 'iptables',
  };
}

function registrationOf(document: unknown): Pick<NodeRegistration, 'kubeletArgs'> {
  return {kubeletArgs: argumentsOf(at(document, 'nodeRegistration', 'kubeletExtraArgs'))};
}

/** A map in v1beta3, a list of names and values since v1beta4. */
function argumentsOf(value: unknown): readonly (readonly [string, string])[] {
  if (Array.isArray(value))
    return value.map((one: unknown) => [textOf(at(one, 'name')), String(at(one, 'value') ?? '')]);
  return Object.entries(fieldsOf(value)).map(([name, text]) => [name, String(text ?? '')]);
}
