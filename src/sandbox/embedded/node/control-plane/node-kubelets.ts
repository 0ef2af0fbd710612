import type {KubeletApi} from '../../kubernetes-api/kubelet-api.ts';
import type {KubeObject} from '../../kubernetes-api/object.ts';
import {KubeRefusal} from '../../kubernetes-api/refusal.ts';
import type {Store} from '../../kubernetes-api/store/store.ts';
import {at, listOf, textOf} from '../../kubernetes-api/values/reading.ts';
import type {Process} from '../../runtime/process/process.ts';
import {isSystemError} from '../../system-error.ts';
import type {Backplane} from '../backplane.ts';

/** Where every kubelet listens. */
export const kubeletPort = 10_250;

/**
 * The kubelet of a node as the API server finds it: by the node's address, over the network. Throws 500 in upstream's words
 * when nobody answers there.
 */
export function kubeletOf(
  process: Process,
  {kubelets}: Backplane,
  store: Store,
): (node: string) => KubeletApi | undefined {
  const {fabric, network} = process.space;
  return (name) => {
    const address = addressOf(store.get('nodes', name));
    if (address === '') return undefined;
    const failed = (why: string): KubeRefusal =>
      new KubeRefusal(
        500,
        'InternalError',
        `error dialing backend: dial tcp ${address}:${kubeletPort}: connect: ${why}`,
      );
    try {
      const found = kubelets.at(fabric, network, {address, port: kubeletPort});
      if (found) return found;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw failed(error.message.toLowerCase());
    }
    throw failed('connection refused');
  };
}

function addressOf(node: KubeObject | undefined): string {
  const addresses = listOf(at(node, 'status', 'addresses'));
  return textOf(
    at(
      addresses.find((one) => at(one, 'type') === 'InternalIP'),
      'address',
    ),
  );
}
