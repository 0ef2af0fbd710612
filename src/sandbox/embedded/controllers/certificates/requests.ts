import type {CertificateSigningRequest} from 'kubernetes-types/certificates/v1';
import type {Stored} from '../../kubernetes-api/object.ts';

export const requestResource = 'certificatesigningrequests.certificates.k8s.io';

export type CertificateRequest = Stored<CertificateSigningRequest>;

export function hasCondition({status}: CertificateRequest, type: 'Approved' | 'Denied' | 'Failed'): boolean {
  return status?.conditions?.some((one) => one.type === type && one.status !== 'False') ?? false;
}

export function isDecided(request: CertificateRequest): boolean {
  return hasCondition(request, 'Approved') || hasCondition(request, 'Denied');
}
