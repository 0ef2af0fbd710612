import {base64, encode} from '../../../bytes/bytes.ts';
import type {Draft} from '../../object.ts';
import type {At} from '../../validation/at.ts';
import {checkImmutable, comparing, validating} from '../../validation/metadata.ts';
import {checkConfigKey} from '../../validation/names.ts';
import {decodedText} from '../../values/base64.ts';
import {without} from '../../values/filled.ts';
import {fieldsOf, textOf} from '../../values/reading.ts';
import {column} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {checkSealed} from './config-map.ts';

/** What a Secret of a type must hold. */
const neededKeys: {readonly [type: string]: readonly string[]} = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};
const basicAuthKeys = ['username', 'password'];

/** https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/secret-v1/ */
export const secret = defineResource({
  kind: 'Secret',
  plural: 'secrets',
  selectable: {type: ({type}) => textOf(type)},
  columns: [
    nameColumn,
    column('Type', ({type}) => textOf(type)),
    column('Data', ({data}) => Object.keys(fieldsOf(data)).length),
    ageColumn,
  ],
  strategy: {
    warnings: certificateWarnings,
    defaults,
    validate: validating(checkSecret),
    validateUpdate: comparing((root, old) => {
      checkImmutable(root.field('type'), old.field('type'));
      checkSealed(root, old, ['data']);
    }),
  },
});

function defaults(object: Draft): Draft {
  const plain = fieldsOf(object.stringData);
  const result = textOf(object.type) === '' ? {...object, type: 'Opaque'} : object;
  if (object.stringData === undefined) return result;
  const encoded = Object.entries(plain).map(([key, text]) => [key, base64(encode(textOf(text)))]);
  return {...without(result, 'stringData'), data: {...fieldsOf(object.data), ...Object.fromEntries(encoded)}};
}

function certificateWarnings({type, data}: Draft): readonly string[] {
  if (type !== 'kubernetes.io/tls') return [];
  const certificate = decodedText(fieldsOf(data)['tls.crt']);
  return certificate.includes('-----BEGIN ') ? [] : ['tls: failed to find any PEM data in certificate input'];
}

function checkSecret(root: At): void {
  const data = root.field('data');
  for (const [key, at] of data.entries()) checkConfigKey(at, key);
  const type = root.field('type').text;
  for (const key of neededKeys[type] ?? []) if (!data.key(key).isSet) data.key(key).required();
  if (type.startsWith('kubernetes.io/docker')) checkDockerConfig(data.key(neededKeys[type]?.[0] ?? ''));
  if (type === 'kubernetes.io/basic-auth' && basicAuthKeys.every((key) => !data.key(key).isSet))
    for (const key of basicAuthKeys) data.key(key).required();
  if (type !== 'kubernetes.io/service-account-token') return;
  const account = root.field('metadata').field('annotations').key('kubernetes.io/service-account.name');
  if (account.text === '') account.required();
}

function checkDockerConfig(at: At): void {
  if (!at.isSet) return;
  const text = decodedText(at.value);
  try {
    JSON.parse(text);
  } catch {
    const first = text.trim().slice(0, 1);
    const why =
      first === '' ? 'unexpected end of JSON input' : `invalid character '${first}' looking for beginning of value`;
    at.invalid(why, '<secret contents redacted>');
  }
}
