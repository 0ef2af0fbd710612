import {generateKeyPairSync, randomBytes, sign} from 'node:crypto';

/** A certificate that vouches for itself, and its key; both PEM. */
export interface SelfSigned {
  readonly certificate: string;
  readonly key: string;
}

const dayMs = 86_400_000;

/**
 * A P-256 certificate for `localhost` and 127.0.0.1, which whoever connects is given as the authority to trust. Made by
 * hand, for Node has no way to: https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
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
  const algorithm = sequence(objectId('1.2.840.10045.4.3.2'));
  const subject = sequence(element(0x31, sequence(objectId('2.5.4.3'), element(0x0c, Buffer.from(name)))));
  // An hour back: clocks of containers and hosts differ.
  const validity = sequence(utcTime(now - 3_600_000), utcTime(now + days * dayMs));
  const serial = element(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)]));
  const toBeSigned = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    serial,
    algorithm,
    subject,
    validity,
    subject,
    publicKey.export({type: 'spki', format: 'der'}),
    element(0xa3, extensions()),
  );
  const signature = element(0x03, Buffer.from([0]), sign('sha256', toBeSigned, privateKey));
  const body = sequence(toBeSigned, algorithm, signature)
    .toString('base64')
    .replaceAll(/(.{64})/g, '$1\n')
    .trimEnd();
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({type: 'pkcs8', format: 'pem'}).toString(),
  };
}

function extensions(): Buffer {
  const isAuthority = sequence(element(0x01, Buffer.from([0xff])));
  // Signs certificates, and is a server's own.
  const usage = element(0x03, Buffer.from([1, 0x86]));
  const names = sequence(element(0x82, Buffer.from('localhost')), element(0x87, Buffer.from([127, 0, 0, 1])));
  return sequence(
    extension('2.5.29.19', true, isAuthority),
    extension('2.5.29.15', true, usage),
    extension('2.5.29.37', false, sequence(objectId('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', false, names),
  );
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectId(id), ...(critical ? [element(0x01, Buffer.from([0xff]))] : []), element(0x04, value));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, ...parts);
}

/** One element of DER: tag, length, content. */
function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const {length} = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = rest.flatMap((number) => {
    const digits = [number & 0x7f];
    for (let high = number >> 7; high > 0; high >>= 7) digits.unshift((high & 0x7f) | 0x80);
    return digits;
  });
  return element(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

function utcTime(ms: number): Buffer {
  const text = new Date(ms).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return element(0x17, Buffer.from(`${text}Z`));
}
