import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import {isIP} from 'node:net';
import type {CertificateWish, KeyPair} from '../kubernetes-api/https.ts';
import {bitString, element, elementsOf, fromPem, objectId, sequence, toPem, utcTime} from './der.ts';

/** A certificate that vouches for itself, and its key; both PEM. */
export type SelfSigned = KeyPair;

const dayMs = 86_400_000;
const authorityDays = 3650;

/** A P-256 certificate for `localhost` and 127.0.0.1, which whoever connects is given as the authority to trust. */
export function selfSigned({
  name,
  now,
  days = 365,
}: {
  readonly name: string;
  readonly now: number;
  readonly days?: number;
}): SelfSigned {
  const {privateKey, publicKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
  const subject = nameOf(name, []);
  const spki = publicKey.export({type: 'spki', format: 'der'});
  // Signs certificates, and is a server's own.
  const extensions = [authority, keyUsage(1, 0x86), purposes(['server']), names(['localhost', '127.0.0.1'])];
  const issuer = {subject, key: privateKey};
  return {certificate: certify({subject, spki, extensions, days, now}, issuer), key: pemOf(privateKey)};
}

/** A P-256 key and a certificate for it, signed by an authority, or by itself. */
export function issue(wish: CertificateWish, now: number, by: KeyPair | undefined): KeyPair {
  const {privateKey, publicKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
  const subject = nameOf(wish.commonName, wish.organizations ?? []);
  const spki = publicKey.export({type: 'spki', format: 'der'});
  const issuer = by ? issuerOf(by) : {subject, key: privateKey};
  return {certificate: certificateFor({...wish, subject, spki, now}, issuer), key: pemOf(privateKey)};
}

/** A certificate for a key and a name that were made elsewhere, such as those of a signing request. */
export function certificateFor(
  wish: Omit<CertificateWish, 'commonName' | 'organizations'> & Pick<ToBeSigned, 'subject' | 'spki' | 'now'>,
  issuer: Issuer,
): string {
  const {subject, spki, now, use, days = use === 'authority' ? authorityDays : 365} = wish;
  const isAuthority = use === 'authority';
  const asked = wish.names ?? [];
  const issuerSpki = createPublicKey(issuer.key).export({type: 'spki', format: 'der'});
  const extensions = [
    ...(isAuthority ? [keyUsage(2, 0xa4), authority] : [keyUsage(5, 0xa0), purposes(purposesOf(use)), noAuthority]),
    extension('2.5.29.14', false, element(0x04, keyId(spki))),
    extension('2.5.29.35', false, sequence(element(0x80, keyId(issuerSpki)))),
    ...(asked.length > 0 ? [names(asked)] : []),
  ];
  return certify({subject, spki, extensions, days, now}, issuer);
}

/** Who signs. */
export interface Issuer {
  /** DER. */
  readonly subject: Buffer;
  readonly key: KeyObject;
}

export function issuerOf({certificate, key}: KeyPair): Issuer {
  const [body] = elementsOf(fromPem(certificate, 'CERTIFICATE'));
  const [toBeSigned] = elementsOf(body?.content ?? Buffer.alloc(0));
  const subject = elementsOf(toBeSigned?.content ?? Buffer.alloc(0))[5];
  if (!subject) throw new Error('the certificate has no subject');
  return {subject: subject.whole, key: createPrivateKey(key)};
}

interface ToBeSigned {
  /** DER. */
  readonly subject: Buffer;
  readonly spki: Buffer;
  readonly extensions: readonly Buffer[];
  readonly days: number;
  readonly now: number;
}

/** Made by hand, for Node has no way to: https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
function certify({subject, spki, extensions, days, now}: ToBeSigned, issuer: Issuer): string {
  const algorithm = sequence(objectId('1.2.840.10045.4.3.2'));
  const toBeSigned = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    issuer.subject,
    // An hour back: clocks of containers and hosts differ.
    sequence(utcTime(now - 3_600_000), utcTime(now + days * dayMs)),
    subject,
    spki,
    element(0xa3, sequence(...extensions)),
  );
  return toPem(sequence(toBeSigned, algorithm, bitString(sign('sha256', toBeSigned, issuer.key))), 'CERTIFICATE');
}

function nameOf(commonName: string, organizations: readonly string[]): Buffer {
  const part = (id: string, text: string): Buffer =>
    element(0x31, sequence(objectId(id), element(0x0c, Buffer.from(text))));
  return sequence(...organizations.map((text) => part('2.5.4.10', text)), part('2.5.4.3', commonName));
}

const authority = extension('2.5.29.19', true, sequence(element(0x01, Buffer.from([0xff]))));
const noAuthority = extension('2.5.29.19', true, sequence());

/** The bits a key may be used for, and how many of the last byte are not. */
function keyUsage(unusedBits: number, bits: number): Buffer {
  return extension('2.5.29.15', true, element(0x03, Buffer.from([unusedBits, bits])));
}

function purposesOf(use: CertificateWish['use']): readonly ('server' | 'client')[] {
  if (use === 'server and client') return ['server', 'client'];
  return use === 'authority' ? [] : [use];
}

function purposes(wanted: readonly ('server' | 'client')[]): Buffer {
  const ids = wanted.map((purpose) => objectId(`1.3.6.1.5.5.7.3.${purpose === 'server' ? 1 : 2}`));
  return extension('2.5.29.37', false, sequence(...ids));
}

function names(wanted: readonly string[]): Buffer {
  return extension('2.5.29.17', false, sequence(...wanted.map(nameElement)));
}

function nameElement(name: string): Buffer {
  const version = isIP(name);
  if (version === 0) return element(0x82, Buffer.from(name));
  return element(0x87, version === 4 ? Buffer.from(name.split('.').map(Number)) : addressBytes(name));
}

/** The sixteen bytes of an IPv6 address. */
function addressBytes(address: string): Buffer {
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter((part) => part !== '');
  const right = (tail ?? '').split(':').filter((part) => part !== '');
  const zeros = Array.from({length: tail === undefined ? 0 : 8 - left.length - right.length}, () => '0');
  return Buffer.from([...left, ...zeros, ...right].map((part) => part.padStart(4, '0')).join(''), 'hex');
}

function keyId(spki: Buffer): Buffer {
  return createHash('sha1').update(spki).digest();
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectId(id), ...(critical ? [element(0x01, Buffer.from([0xff]))] : []), element(0x04, value));
}

function pemOf(key: KeyObject): string {
  return key.export({type: 'pkcs8', format: 'pem'}).toString();
}
