import type {FieldCause} from '../refusal.ts';

/** How names of a kind are made. */
export type NameRule = 'subdomain' | 'label' | 'rfc1035' | 'path' | 'any';

/** Those that are no DNS subdomains. */
const rules: {readonly [collection: string]: NameRule} = {
  'apiservices.apiregistration.k8s.io': 'path',
  namespaces: 'label',
  services: 'rfc1035',
  'statefulsets.apps': 'label',
  events: 'any',
  'roles.rbac.authorization.k8s.io': 'path',
  'rolebindings.rbac.authorization.k8s.io': 'path',
  'clusterroles.rbac.authorization.k8s.io': 'path',
  'clusterrolebindings.rbac.authorization.k8s.io': 'path',
};

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const label1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** What is wrong with a name, in the words of k8s.io/apimachinery/pkg/util/validation; nothing is undefined. */
export function faultOfSubdomain(name: string): string | undefined {
  if (name.length > 253) return 'must be no more than 253 characters';
  if (subdomain.test(name)) return undefined;
  return (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and " +
    "end with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
    "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
  );
}

export function faultOfLabel(name: string): string | undefined {
  if (name.length > 63) return 'must be no more than 63 characters';
  if (label.test(name)) return undefined;
  if (subdomain.test(name)) return 'must not contain dots';
  return (
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with " +
    "an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
  );
}

export function faultOfLabel1035(name: string): string | undefined {
  if (name.length > 63) return 'must be no more than 63 characters';
  if (label1035.test(name)) return undefined;
  return (
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and " +
    "end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
  );
}

function faultOfPathSegment(name: string): string | undefined {
  if (name === '.' || name === '..') return `may not be '${name}'`;
  const sign = ['/', '%'].find((one) => name.includes(one));
  return sign && `may not contain '${sign}'`;
}

const faultOf: {readonly [rule in NameRule]: (name: string) => string | undefined} = {
  subdomain: faultOfSubdomain,
  label: faultOfLabel,
  rfc1035: faultOfLabel1035,
  path: faultOfPathSegment,
  any: () => undefined,
};

/** What is wrong with the name of an object that is to be created. */
export function checkName(collection: string, name: string, generated: boolean): readonly FieldCause[] {
  if (name === '') return [required(generated)];
  const fault = faultOf[rules[collection] ?? 'subdomain'](name);
  if (fault === undefined) return [];
  const message = `Invalid value: ${JSON.stringify(name)}: ${fault}`;
  const cause = {reason: 'FieldValueInvalid', message, field: 'metadata.name'};
  return [cause];
}

function required(generated: boolean): FieldCause {
  const message = generated ? 'Required value' : 'Required value: name or generateName is required';
  return {reason: 'FieldValueRequired', message, field: 'metadata.name'};
}
