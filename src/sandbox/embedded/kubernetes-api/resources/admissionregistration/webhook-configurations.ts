import type {At} from '../../validation/at.ts';
import {validating} from '../../validation/metadata.ts';
import {changed, changedEach, filled, type Loose} from '../../values/filled.ts';
import {listOf} from '../../values/reading.ts';
import {column} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import type {Resource} from '../resource.ts';

const common = {
  failurePolicy: 'Fail',
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  timeoutSeconds: 10,
};

// @api ValidatingWebhookConfiguration partial: no webhook is called: what must not fail is refused
/** https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/validating-webhook-configuration-v1/ */
export const validatingWebhookConfiguration = configuration(
  {kind: 'ValidatingWebhookConfiguration', plural: 'validatingwebhookconfigurations'},
  common,
);

// @api MutatingWebhookConfiguration partial: no webhook is called: what must not fail is refused
/** https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/mutating-webhook-configuration-v1/ */
export const mutatingWebhookConfiguration = configuration(
  {kind: 'MutatingWebhookConfiguration', plural: 'mutatingwebhookconfigurations'},
  {...common, reinvocationPolicy: 'Never'},
);

function configuration(draft: Parameters<typeof defineResource>[0], defaults: Loose): Resource {
  return defineResource({
    ...draft,
    group: 'admissionregistration.k8s.io',
    categories: ['api-extensions'],
    namespaced: false,
    hasGeneration: true,
    columns: [nameColumn, column('Webhooks', ({webhooks}) => listOf(webhooks).length, 'integer'), ageColumn],
    strategy: {
      defaults: (object) => changedEach(object, 'webhooks', (webhook) => defaultWebhook(webhook, defaults)),
      validate: validating((root) => {
        for (const webhook of root.field('webhooks').items()) checkWebhook(webhook);
      }),
    },
  });
}

function defaultWebhook(webhook: Loose, defaults: Loose): Loose {
  const ruled = changedEach(filled(webhook, defaults), 'rules', (rule) => filled(rule, {scope: '*'}));
  return changed(ruled, 'clientConfig', (client) =>
    changed(client, 'service', (service) => filled(service, {port: 443})),
  );
}

const policies: {readonly [field: string]: readonly string[]} = {
  matchPolicy: ['Equivalent', 'Exact'],
  reinvocationPolicy: ['IfNeeded', 'Never'],
};

function checkRules(rules: At): void {
  for (const rule of rules.items())
    for (const name of ['operations', 'apiGroups', 'apiVersions', 'resources'])
      if (rule.field(name).count === 0) rule.field(name).required();
}

function checkWebhook(webhook: At): void {
  const field = (name: string) => webhook.field(name);
  if (field('name').text.split('.').length < 3)
    field('name').invalid('should be a domain with at least three segments separated by dots');
  if (!['Fail', 'Ignore'].includes(field('failurePolicy').text)) field('failurePolicy').unsupported(['Fail', 'Ignore']);
  const effects = ['None', 'NoneOnDryRun'];
  if (!field('sideEffects').isSet) field('sideEffects').required(`must specify one of ${effects.join(', ')}`);
  else if (!effects.includes(field('sideEffects').text)) field('sideEffects').unsupported(effects);
  const client = field('clientConfig');
  if (client.field('url').isSet === client.field('service').isSet)
    client.required('exactly one of url or service is required');
  checkRules(field('rules'));
  for (const [name, words] of Object.entries(policies))
    if (field(name).isSet && !words.includes(field(name).text)) field(name).unsupported(words);
  const seconds = field('timeoutSeconds');
  if (seconds.number !== undefined && (seconds.number < 1 || seconds.number > 30))
    seconds.invalid('the timeout value must be between 1 and 30 seconds');
  const versions = field('admissionReviewVersions');
  if (versions.count === 0) versions.required('must specify one of v1, v1beta1');
  else if (!versions.items().some(({text}) => text === 'v1' || text === 'v1beta1'))
    versions.invalid('must include at least one of v1, v1beta1');
}
