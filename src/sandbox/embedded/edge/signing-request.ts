import {createPublicKey, verify} from 'node:crypto';
import type {CertificateWish, KeyPair} from '../kubernetes-api/https.ts';
import {certificateFor, issuerOf} from './certificate.ts';
import {elementsOf, fromPem} from './der.ts';

/**
 * The certificate a PKCS #10 request asks for. Throws an Error that says what is wrong with the request.
 * https://www.rfc-editor.org/rfc/rfc2986#section-4
 */
export function signRequest(
  request: string,
  wish: Omit<CertificateWish, 'commonName' | 'organizations'>,
  {by, now}: {readonly by: KeyPair; readonly now: number},
): string {
  const [outer] = elementsOf(fromPem(request, '(?:NEW )?CERTIFICATE REQUEST'));
  const [asked, , signature] = elementsOf(outer?.content ?? Buffer.alloc(0));
  const [, subject, spki] = elementsOf(asked?.content ?? Buffer.alloc(0));
  if (!asked || !signature || !subject || !spki) throw new Error('it is not a certificate request');
  const key = createPublicKey({key: spki.whole, format: 'der', type: 'spki'});
  const algorithm = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  if (!verify(algorithm, asked.whole, key, signature.content.subarray(1)))
    throw new Error('its signature is not of its own key');
  return certificateFor({...wish, subject: subject.whole, spki: spki.whole, now}, issuerOf(by));
}
