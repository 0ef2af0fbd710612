import {randomBytes} from 'node:crypto';
import type {Clock} from '../../clock.ts';
import {selfSigned} from '../embedded/edge/certificate.ts';
import type {CallLog} from '../guard/call-log.ts';
import {KubernetesCalls} from '../guard/kubernetes-calls.ts';
import type {KubernetesPolicy} from '../guard/kubernetes-policy.ts';
import {createKubernetesProxy} from '../guard/kubernetes-proxy.ts';
import type {Front} from './kubeconfig.ts';
import type {Upstream} from './upstream.ts';

/** The guard's listener before an API server. */
export interface OpenFront {
  readonly front: Front;
  close(): Promise<void>;
}

export async function openFront(options: {
  readonly upstream: () => Upstream | undefined;
  readonly policy: KubernetesPolicy;
  readonly log: CallLog;
  readonly clock: Clock;
}): Promise<OpenFront> {
  const {upstream, policy, log, clock} = options;
  const {certificate, key} = selfSigned({name: 'k8s-learn', now: clock.now()});
  const token = randomBytes(24).toString('base64url');
  const calls = new KubernetesCalls(log, clock);
  const proxy = await createKubernetesProxy({certificate, key, token, upstream, policy: () => policy, calls});
  return {front: {server: proxy.server, authority: certificate, token}, close: () => proxy.close()};
}
