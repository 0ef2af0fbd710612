import {keyOfObject} from '../../kubernetes-api/object.ts';
import {msOf} from '../../kubernetes-api/values/durations.ts';
import type {Controller} from '../controller.ts';
import {type CertificateRequest, hasCondition, isDecided, requestResource} from './requests.ts';

const hourMs = 3_600_000;

/** Takes requests away that are done with: an hour after they were decided, a day after nobody did. */
export function createCertificateCleaner(): Controller {
  let again: (key: string, afterMs: number) => void = () => undefined;
  return {
    name: 'certificatesigningrequest-cleaner-controller',
    setup({informers}, enqueue) {
      again = enqueue;
      const add = (request: CertificateRequest): void => enqueue(keyOfObject(request));
      informers.of<CertificateRequest>(requestResource).on({added: add, changed: add});
    },
    reconcile(name, {client, informers, clock}) {
      const request = informers.of<CertificateRequest>(requestResource).byKey(name);
      if (!request) return;
      const left = endMs(request) - clock.now();
      if (left > 0) again(name, left);
      else client.delete(requestResource, '', name, {uid: request.metadata.uid});
    },
  };
}

function endMs(request: CertificateRequest): number {
  const createdMs = msOf(request.metadata.creationTimestamp) ?? 0;
  const decided = (request.status?.conditions ?? []).map(({lastUpdateTime}) => msOf(lastUpdateTime) ?? createdMs);
  const isOver = isDecided(request) || hasCondition(request, 'Failed');
  // An approved request that nobody signs is waited for as long as one that nobody decides.
  if (isOver && (request.status?.certificate || !hasCondition(request, 'Approved')))
    return Math.max(...decided) + hourMs;
  return createdMs + 24 * hourMs;
}
