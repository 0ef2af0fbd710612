import {parseAllDocuments} from 'yaml';
import type {Client} from '../../kubernetes-api/client.ts';
import type {Draft} from '../../kubernetes-api/object.ts';
import {dnsManifest, proxyManifest} from './addon-manifests.ts';
import type {KubeadmConfig} from './config.ts';
import {draftOf} from './draft.ts';
import {ensure} from './ensure.ts';
import {addressIn} from './node-files.ts';

/** CoreDNS and kube-proxy: without them a cluster has no names and no Services. */
export function layAddons(client: Client, config: KubeadmConfig): void {
  const {endpoint, podSubnet, proxyMode, serviceSubnet} = config;
  const words = [
    ['ENDPOINT', endpoint],
    ['POD_SUBNET', podSubnet],
    ['PROXY_MODE', proxyMode],
    ['DNS_ADDRESS', addressIn(serviceSubnet, 10)],
  ] as const;
  for (const manifest of [proxyManifest, dnsManifest]) {
    const filled = words.reduce((text, [word, value]) => text.replaceAll(word, value), manifest);
    for (const object of objectsIn(filled)) ensure(client, object);
  }
}

/** The objects of a manifest with several documents. */
export function objectsIn(manifest: string): readonly Draft[] {
  return parseAllDocuments(manifest).flatMap((document): readonly Draft[] => {
    const draft = draftOf(document.toJS());
    return draft ? [draft] : [];
  });
}
