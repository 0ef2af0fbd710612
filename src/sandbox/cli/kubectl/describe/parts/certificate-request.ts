import {decodeBase64, decodeText} from '../../../bytes.ts';
import {type DerElement, derElements, hexOf} from './der.ts';

const subjectFields = {
  commonName: '550403',
  serialNumber: '550405',
  country: '550406',
  locality: '550407',
  province: '550408',
  streetAddress: '550409',
  organization: '55040a',
  organizationalUnit: '55040b',
  postalCode: '550411',
} as const;

type SubjectField = keyof typeof subjectFields;

/** Who asks for a certificate, and under which other names. */
export interface CertificateRequest {
  readonly subject: Readonly<Record<SubjectField, readonly string[]>>;
  readonly alternatives: {
    readonly dns: readonly string[];
    readonly email: readonly string[];
    readonly uri: readonly string[];
    readonly ip: readonly string[];
  };
}

/** Reads a PKCS #10 request in PEM. https://www.rfc-editor.org/rfc/rfc2986 */
export function readCertificateRequest(pem: string): CertificateRequest {
  const body = /-----BEGIN CERTIFICATE REQUEST-----([\s\S]+?)-----END CERTIFICATE REQUEST-----/.exec(pem)?.[1];
  if (body === undefined) throw new Error('Error parsing CSR: PEM block type must be CERTIFICATE REQUEST');
  const [outer] = derElements(decodeBase64(body.replaceAll(/\s/g, '')));
  const [request] = inside(outer);
  const [, name, , attributes] = inside(request);
  return {subject: subjectOf(name), alternatives: alternativesOf(attributes)};
}

function inside(element: DerElement | undefined): readonly DerElement[] {
  return element === undefined ? [] : derElements(element.bytes);
}

function subjectOf(name: DerElement | undefined): CertificateRequest['subject'] {
  const pairs = inside(name)
    .flatMap(inside)
    .map((pair) => inside(pair))
    .map(([type, value]) => ({type: hexOf(type?.bytes ?? new Uint8Array()), value: textOf(value)}));
  const of = (field: SubjectField) => pairs.filter(({type}) => type === subjectFields[field]).map(({value}) => value);
  return {
    commonName: of('commonName'),
    serialNumber: of('serialNumber'),
    country: of('country'),
    locality: of('locality'),
    province: of('province'),
    streetAddress: of('streetAddress'),
    organization: of('organization'),
    organizationalUnit: of('organizationalUnit'),
    postalCode: of('postalCode'),
  };
}

function textOf(element: DerElement | undefined): string {
  return element === undefined ? '' : decodeText(element.bytes);
}

const extensionRequest = '2a864886f70d01090e';
const subjectAltName = '551d11';
const tags = {email: 0x81, dns: 0x82, uri: 0x86, ip: 0x87} as const;

function alternativesOf(attributes: DerElement | undefined): CertificateRequest['alternatives'] {
  const requested = inside(attributes)
    .map(inside)
    .filter(([type]) => type !== undefined && hexOf(type.bytes) === extensionRequest);
  const extensions = requested.flatMap(([, set]) => inside(set).flatMap(inside)).map(inside);
  const found = extensions.filter(([type]) => type !== undefined && hexOf(type.bytes) === subjectAltName);
  // The value is the last field: before it there may be a word on how much it matters.
  const names = found.flatMap((extension) => inside(extension.at(-1)).flatMap(inside));
  const of = (tag: number) => names.filter((name) => name.tag === tag);
  return {
    dns: of(tags.dns).map(textOf),
    email: of(tags.email).map(textOf),
    uri: of(tags.uri).map(textOf),
    ip: of(tags.ip).map(({bytes}) => addressText(bytes)),
  };
}

function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = [...(hexOf(bytes).match(/.{4}/g) ?? [])].map((group) => Number.parseInt(group, 16).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
