import {X509Certificate} from 'node:crypto';
import type tls from 'node:tls';
import type {Client} from './call.ts';

const clientAuth = '1.3.6.1.5.5.7.3.2';

/** Who the client's certificate says it is; `untrusted` when none of the authorities signed it, or not for now. */
export function certificateOf(socket: tls.TLSSocket, authorities: string, now: number): Client['certificate'] {
  const shown = socket.getPeerX509Certificate();
  if (!shown) return undefined;
  const blocks = authorities.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (!blocks.some((block) => vouchesFor(block, shown)) || !isFor(shown, now)) return 'untrusted';
  const {subject} = shown.toLegacyObject();
  return {
    commonName: [subject.CN].flat()[0] ?? '',
    organizations: subject.O === undefined ? [] : [subject.O].flat(),
    fingerprint: shown.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}

function vouchesFor(block: string, shown: X509Certificate): boolean {
  try {
    const authority = new X509Certificate(block);
    return shown.checkIssued(authority) && shown.verify(authority.publicKey);
  } catch {
    // What is no certificate vouches for nobody.
    return false;
  }
}

function isFor({validFrom, validTo, keyUsage}: X509Certificate, now: number): boolean {
  if (!(Date.parse(validFrom) <= now && now <= Date.parse(validTo))) return false;
  // Node's types say it is always there; a certificate without purposes has none.
  const purposes: readonly string[] | undefined = keyUsage;
  return purposes === undefined || purposes.includes(clientAuth);
}
