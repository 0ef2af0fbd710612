import {base64, decode, encode, fromBase64} from '../../bytes/bytes.ts';
import type {CertificateWish} from '../../kubernetes-api/https.ts';
import {keyOfObject} from '../../kubernetes-api/object.ts';
import type {Controller, ControllerContext} from '../controller.ts';
import {timestamp} from '../event-recorder.ts';
import {type CertificateRequest, hasCondition, requestResource} from './requests.ts';

/** Makes a certificate for a PKCS #10 request; both PEM. Throws when the request is none. */
export type SignRequest = (request: string, wish: Pick<CertificateWish, 'use' | 'days'>) => string;

const signers: readonly string[] = [
  'kubernetes.io/kube-apiserver-client',
  'kubernetes.io/kube-apiserver-client-kubelet',
  'kubernetes.io/kubelet-serving',
  'kubernetes.io/legacy-unknown',
];

const secondsADay = 86_400;
/** `--cluster-signing-duration` */
const longestDays = 365;

/** Signs certificates that were approved, with the authority of the cluster. */
export function createCertificateSigner(sign: SignRequest): Controller {
  return {
    name: 'certificatesigningrequest-signing-controller',
    setup({informers}, enqueue) {
      const add = (request: CertificateRequest): void => enqueue(keyOfObject(request));
      informers.of<CertificateRequest>(requestResource).on({added: add, changed: add});
    },
    reconcile(name, context) {
      const request = context.informers.of<CertificateRequest>(requestResource).byKey(name);
      if (!request || request.status?.certificate || !hasCondition(request, 'Approved')) return;
      if (hasCondition(request, 'Failed') || !signers.includes(request.spec.signerName)) return;
      write(request, sign, context);
    },
  };
}

function write(request: CertificateRequest, sign: SignRequest, {client, clock}: ControllerContext): void {
  const {usages = [], expirationSeconds} = request.spec;
  const days = Math.min((expirationSeconds ?? longestDays * secondsADay) / secondsADay, longestDays);
  const use = usages.includes('server auth')
    ? usages.includes('client auth')
      ? 'server and client'
      : 'server'
    : 'client';
  const {status} = request;
  try {
    const certificate = base64(encode(sign(decode(fromBase64(request.spec.request)), {use, days})));
    client.update(requestResource, {...request, status: {...status, certificate}}, {subresource: 'status'});
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'Error') throw error;
    const now = timestamp(clock.now());
    const failed = {type: 'Failed', status: 'True', reason: 'SignerValidationFailure', message: error.message};
    const conditions = [...(status?.conditions ?? []), {...failed, lastUpdateTime: now, lastTransitionTime: now}];
    client.update(requestResource, {...request, status: {...status, conditions}}, {subresource: 'status'});
  }
}
