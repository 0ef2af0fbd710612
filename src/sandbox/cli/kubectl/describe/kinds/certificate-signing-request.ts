import {decodeBase64, decodeText} from '../../../bytes.ts';
import {rfc1123z} from '../../../go/time.ts';
import {number, objects, text} from '../../json.ts';
import {shortDuration} from '../../print/age.ts';
import {defineDescriber} from '../describer.ts';
import type {Page} from '../page.ts';
import {type CertificateRequest, readCertificateRequest} from '../parts/certificate-request.ts';
import {labelsText} from '../words.ts';

export const certificateSigningRequest = defineDescriber({
  kind: 'CertificateSigningRequest',
  group: 'certificates.k8s.io',
  version: 'v1',
  describe({meta, spec, status}, page) {
    const request = readCertificateRequest(decodeText(decodeBase64(text(spec['request']))));
    page.line(0, 'Name:', text(meta['name']));
    page.line(0, 'Labels:', labelsText(meta['labels']));
    page.line(0, 'Annotations:', labelsText(meta['annotations']));
    page.line(0, 'CreationTimestamp:', rfc1123z(text(meta['creationTimestamp'])));
    page.line(0, 'Requesting User:', text(spec['username']));
    if (text(spec['signerName']) !== '') page.line(0, 'Signer:', text(spec['signerName']));
    const seconds = spec['expirationSeconds'];
    if (seconds !== undefined) page.line(0, 'Requested Duration:', shortDuration(number(seconds) * 1000));
    page.line(
      0,
      'Status:',
      stateText(
        objects(status['conditions']).map(({type}) => text(type)),
        text(status['certificate']),
      ),
    );
    writeRequest(page, request);
  },
});

function stateText(conditions: readonly string[], certificate: string): string {
  const decided = conditions.includes('Denied') ? 'Denied' : conditions.includes('Approved') ? 'Approved' : 'Pending';
  return `${decided}${conditions.includes('Failed') ? ',Failed' : ''}${certificate === '' ? '' : ',Issued'}`;
}

function writeRequest(page: Page, {subject, alternatives}: CertificateRequest): void {
  page.line(0, 'Subject:');
  page.line(0, '', 'Common Name:', subject.commonName.at(-1) ?? '');
  page.line(0, '', 'Serial Number:', subject.serialNumber.at(-1) ?? '');
  writeList(page, 'Organization', subject.organization);
  writeList(page, 'Organizational Unit', subject.organizationalUnit);
  writeList(page, 'Country', subject.country);
  writeList(page, 'Locality', subject.locality);
  writeList(page, 'Province', subject.province);
  writeList(page, 'StreetAddress', subject.streetAddress);
  writeList(page, 'PostalCode', subject.postalCode);
  if (Object.values(alternatives).every((names) => names.length === 0)) return;
  page.line(0, 'Subject Alternative Names:');
  writeList(page, 'DNS Names', alternatives.dns);
  writeList(page, 'Email Addresses', alternatives.email);
  writeList(page, 'URIs', alternatives.uri);
  writeList(page, 'IP Addresses', alternatives.ip);
}

function writeList(page: Page, title: string, values: readonly string[]): void {
  if (values.length > 0) page.write(0, `\t${title}:\t${values.join('\n\t\t')}\n`);
}
