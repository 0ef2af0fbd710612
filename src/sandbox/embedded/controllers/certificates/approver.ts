import {keyOfObject} from '../../kubernetes-api/object.ts';
import type {Controller} from '../controller.ts';
import {timestamp} from '../event-recorder.ts';
import {type CertificateRequest, isDecided, requestResource} from './requests.ts';

/** Approves what kubelets ask for to speak to the API server: for a new node, and for their own next certificate. */
export function createCertificateApprover(): Controller {
  return {
    name: 'certificatesigningrequest-approving-controller',
    setup({informers}, enqueue) {
      const add = (request: CertificateRequest): void => enqueue(keyOfObject(request));
      informers.of<CertificateRequest>(requestResource).on({added: add});
    },
    reconcile(name, {client, informers, clock}) {
      const request = informers.of<CertificateRequest>(requestResource).byKey(name);
      const message = request && !isDecided(request) ? approvalOf(request) : undefined;
      if (!request || message === undefined) return;
      const now = timestamp(clock.now());
      const approved = {type: 'Approved', status: 'True', reason: 'AutoApproved', message};
      const conditions = [
        ...(request.status?.conditions ?? []),
        {...approved, lastUpdateTime: now, lastTransitionTime: now},
      ];
      client.update(requestResource, {...request, status: {...request.status, conditions}}, {subresource: 'approval'});
    },
  };
}

/** Why it may be approved; kubeadm's roles allow these two and nobody else. */
function approvalOf({spec}: CertificateRequest): string | undefined {
  if (spec.signerName !== 'kubernetes.io/kube-apiserver-client-kubelet') return undefined;
  const after = 'after SubjectAccessReview.';
  if (spec.groups?.includes('system:nodes')) return `Auto approving self kubelet client certificate ${after}`;
  if (spec.groups?.includes('system:bootstrappers')) return `Auto approving kubelet client certificate ${after}`;
  return undefined;
}
