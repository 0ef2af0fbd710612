import {parse} from 'yaml';
import {at, listOf, textOf} from '../../kubernetes-api/values/reading.ts';
import type {Files} from '../../runtime/fs/files.ts';
import {parseFlags} from '../control-plane/flags.ts';

/** Where kubeadm leaves what the kubelet of a node is started with. */
export const kubeletFiles = {
  config: '/var/lib/kubelet/config.yaml',
  flags: '/var/lib/kubelet/kubeadm-flags.env',
  kubeconfig: '/etc/kubernetes/kubelet.conf',
} as const;

/** What a kubelet is told by its files and flags. */
export interface KubeletSettings {
  readonly clusterDns: string;
  readonly clusterDomain: string;
  readonly manifestFolder: string;
  readonly labels: {readonly [name: string]: string};
  readonly taints: readonly {readonly key: string; readonly value?: string; readonly effect: string}[];
  readonly providerId: string;
}

/** The arguments kubeadm wrote down for it. */
export function kubeletArguments(files: Files): readonly string[] {
  if (!files.stat(kubeletFiles.flags)) return [];
  const [, words = ''] = /KUBELET_KUBEADM_ARGS="(.*)"/.exec(files.readText(kubeletFiles.flags)) ?? [];
  return words.split(' ').filter((word) => word !== '');
}

/** Throws a SystemError when there is no configuration. */
export function kubeletSettings(files: Files, argv: readonly string[]): KubeletSettings {
  const config: unknown = parse(files.readText(kubeletFiles.config));
  const flags = parseFlags(argv);
  return {
    clusterDns: textOf(listOf(at(config, 'clusterDNS'))[0]) || '10.96.0.10',
    clusterDomain: textOf(at(config, 'clusterDomain')) || 'cluster.local',
    manifestFolder: textOf(at(config, 'staticPodPath')) || '/etc/kubernetes/manifests',
    labels: Object.fromEntries(pairs(flags.get('node-labels') ?? '')),
    taints: (flags.get('register-with-taints') ?? '').split(',').flatMap(taint),
    providerId: flags.get('provider-id') ?? '',
  };
}

function pairs(text: string): readonly (readonly [string, string])[] {
  return text
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return [name, value] as const;
    });
}

/** `key=value:NoSchedule`, `key:NoSchedule` */
function taint(text: string): KubeletSettings['taints'] {
  const [, key, value = '', effect = ''] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text) ?? [];
  if (key === undefined) return [];
  return [{key, ...(value === '' ? {} : {value}), effect}];
}
