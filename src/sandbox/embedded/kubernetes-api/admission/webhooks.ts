import {type KubeObject, keyOf} from '../object.ts';
import {KubeRefusal} from '../refusal.ts';
import {collectionOf} from '../resources/resource.ts';
import {labelMatcher} from '../values/label-selector.ts';
import {fieldsOf, listOf, numberOf, textOf} from '../values/reading.ts';
import type {Admission, AdmissionRequest} from './admission.ts';

type Fields = {readonly [field: string]: unknown};

const group = 'admissionregistration.k8s.io';

/**
 * Webhooks are kept and asked for, but nobody calls programs from here: one that must answer refuses, as one does whose
 * program is away. https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 */
export const mutatingWebhooks: Admission = {
  name: 'MutatingAdmissionWebhook',
  admit(request) {
    refuse(request, `mutatingwebhookconfigurations.${group}`);
    return request.object;
  },
};

export const validatingWebhooks: Admission = {
  name: 'ValidatingAdmissionWebhook',
  check: (request) => refuse(request, `validatingwebhookconfigurations.${group}`),
};

function refuse(request: AdmissionRequest, collection: string): void {
  // Whoever locked himself out may still take the webhook away.
  if (request.resource.group === group) return;
  for (const configuration of request.context.list(collection))
    for (const hook of listOf(configuration.webhooks).map(fieldsOf))
      if (textOf(hook.failurePolicy) !== 'Ignore' && concerns(hook, request)) throw failed(hook, request);
}

function concerns(hook: Fields, request: AdmissionRequest): boolean {
  return (
    listOf(hook.rules).some((rule) => meetsRule(fieldsOf(rule), request)) &&
    meetsNamespace(hook, request) &&
    labelMatcher(fieldsOf(hook.objectSelector))(request.object.metadata?.labels)
  );
}

const operations = {create: 'CREATE', update: 'UPDATE', delete: 'DELETE'} as const;

function meetsRule(rule: Fields, {resource, operation, subresource, namespace}: AdmissionRequest): boolean {
  const asked = subresource === '' ? resource.plural : `${resource.plural}/${subresource}`;
  const resources = [asked, subresource === '' ? '*' : `${resource.plural}/*`, `*/${subresource || '*'}`, '*/*'];
  const scope = textOf(rule.scope) || '*';
  return (
    includes(rule.apiGroups, [resource.group]) &&
    includes(rule.apiVersions, [resource.version]) &&
    includes(rule.operations, [operations[operation]]) &&
    listOf(rule.resources).some((one) => resources.includes(textOf(one))) &&
    (scope === '*' || (scope === 'Namespaced') === (namespace !== ''))
  );
}

function includes(list: unknown, wanted: readonly string[]): boolean {
  return listOf(list).some((one) => one === '*' || wanted.includes(textOf(one)));
}

function meetsNamespace(hook: Fields, {resource, namespace, object, context}: AdmissionRequest): boolean {
  const matches = labelMatcher(fieldsOf(hook.namespaceSelector));
  if (collectionOf(resource) === 'namespaces') return matches(object.metadata?.labels);
  return namespace === '' || matches(context.get('namespaces', namespace)?.metadata.labels);
}

function failed(hook: Fields, request: AdmissionRequest): KubeRefusal {
  const config = fieldsOf(hook.clientConfig);
  const service = fieldsOf(config.service);
  const seconds = numberOf(hook.timeoutSeconds) || 10;
  const host = `${textOf(service.name)}.${textOf(service.namespace)}.svc:${numberOf(service.port) || 443}`;
  const base = textOf(config.url) || `https://${host}${textOf(service.path)}`;
  const why = config.service === undefined ? reasonOfUrl(base) : reasonOfService(service, request);
  const message = `failed calling webhook "${textOf(hook.name)}": failed to call webhook: Post "${base}?timeout=${seconds}s": ${why}`;
  const causes = [{reason: '', message, field: ''}];
  return new KubeRefusal(500, 'InternalError', `Internal error occurred: ${message}`, {causes});
}

function reasonOfService({name, namespace, port}: Fields, {context}: AdmissionRequest): string {
  const key = keyOf(textOf(namespace), textOf(name));
  const service: KubeObject | undefined = context.get('services', key);
  if (!service) return `service "${textOf(name)}" not found`;
  const address = textOf(fieldsOf(service.spec).clusterIP);
  return `dial tcp ${address}:${numberOf(port) || 443}: connect: connection refused`;
}

function reasonOfUrl(url: string): string {
  const [, host = '', port = '443'] = /^https:\/\/([^/:]+)(?::(\d+))?/.exec(url) ?? [];
  const isAddress = /^[\d.]+$/.test(host);
  if (!isAddress) return `dial tcp: lookup ${host}: no such host`;
  return `dial tcp ${host}:${port}: connect: connection refused`;
}
