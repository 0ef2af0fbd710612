import type {Draft, KubeObject} from '../../object.ts';
import type {At} from '../../validation/at.ts';
import {validating} from '../../validation/metadata.ts';
import {decodedText} from '../../values/base64.ts';
import {humanDuration} from '../../values/durations.ts';
import {fieldsOf, listOf, textOf} from '../../values/reading.ts';
import {column, specOf, statusOf} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import type {StrategyContext} from '../resource.ts';

const usageNames = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];

/** https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/certificate-signing-request-v1/ */
export const certificateSigningRequest = defineResource({
  group: 'certificates.k8s.io',
  kind: 'CertificateSigningRequest',
  plural: 'certificatesigningrequests',
  shortNames: ['csr'],
  namespaced: false,
  hasStatus: true,
  selectable: {'spec.signerName': (one) => textOf(specOf(one)['signerName'])},
  columns: [
    nameColumn,
    ageColumn,
    column('SignerName', (one) => textOf(specOf(one)['signerName']) || '<none>'),
    column('Requestor', (one) => textOf(specOf(one)['username'])),
    column('RequestedDuration', durationText),
    column('Condition', conditionText),
  ],
  strategy: {
    prepareCreate,
    // Who asked, and for what, stays.
    prepareUpdate: (object, before) => ({...object, spec: before.spec}),
    validate: validating((root) => checkSpec(root.field('spec'))),
  },
});

function prepareCreate(object: Draft, {user}: StrategyContext): Draft {
  const spec = {...fieldsOf(object.spec), username: user.name, groups: user.groups};
  return {...object, spec, status: {}};
}

function durationText(object: KubeObject): string {
  const {expirationSeconds: seconds} = specOf(object);
  return typeof seconds === 'number' ? humanDuration(seconds * 1000) : '<none>';
}

function conditionText(object: KubeObject): string {
  const types = listOf(statusOf(object)['conditions']).map((condition) => textOf(fieldsOf(condition).type));
  const states = ['Approved', 'Denied', 'Failed'].filter((type) => types.includes(type));
  if (textOf(statusOf(object)['certificate']) !== '') states.push('Issued');
  return states.length === 0 ? 'Pending' : states.join(',');
}

function checkSpec(spec: At): void {
  const [request, usages, signer] = [spec.field('request'), spec.field('usages'), spec.field('signerName')];
  if (!/-----BEGIN CERTIFICATE REQUEST-----/.test(decodedText(request.value)))
    request.invalid('PEM block type must be CERTIFICATE REQUEST', request.isSet ? request.value : null);
  if (usages.count === 0) usages.required();
  const seen = new Set<string>();
  for (const usage of usages.items()) {
    if (!usageNames.includes(usage.text)) usage.unsupported(usageNames);
    if (seen.has(usage.text)) usage.duplicate();
    seen.add(usage.text);
  }
  const seconds = spec.field('expirationSeconds');
  if (seconds.number !== undefined && seconds.number < 600)
    seconds.invalid('may not specify a duration less than 600 seconds (10 minutes)');
  if (signer.text === '') signer.required();
  else if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+\/.+$/.test(signer.text))
    signer.invalid("must be a fully qualified domain and path of the form 'example.com/signer-name'");
}
