import {canonicalMap} from '../../defaults/volume.ts';
import type {KubeObject} from '../../object.ts';
import type {At} from '../../validation/at.ts';
import {checkImmutable, comparing, validating} from '../../validation/metadata.ts';
import {checkAmount, checkResourceName, isStandardResource} from '../../validation/pod/resources.ts';
import {changed} from '../../values/filled.ts';
import {fieldsOf, textOf} from '../../values/reading.ts';
import {column, statusOf} from '../columns.ts';
import {ageColumn, defineResource, nameColumn} from '../define.ts';
import {withSpec} from '../strategy.ts';

const scopes = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
];
const podResources = ['pods', 'cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/resource-quota-v1/ */
export const resourceQuota = defineResource({
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  shortNames: ['quota'],
  hasStatus: true,
  columns: [
    nameColumn,
    column('Request', (one) => usageText(one, (name) => !name.startsWith('limits'))),
    column('Limit', (one) => usageText(one, (name) => name.startsWith('limits'))),
    ageColumn,
  ],
  strategy: {
    defaults: (object) => withSpec(object, changed(fieldsOf(object.spec), 'hard', canonicalMap)),
    prepareCreate: (object) => ({...object, status: {}}),
    validate: validating((root) => checkSpec(root.field('spec'))),
    validateUpdate: comparing((root, old) =>
      checkImmutable(root.field('spec').field('scopes'), old.field('spec').field('scopes')),
    ),
  },
});

function usageText(object: KubeObject, shown: (name: string) => boolean): string {
  const {hard, used} = statusOf(object);
  const names = Object.keys(fieldsOf(hard)).filter(shown).sort();
  return names
    .map((name) => `${name}: ${textOf(fieldsOf(used)[name]) || '0'}/${textOf(fieldsOf(hard)[name])}`)
    .join(', ');
}

const presenceScopes = scopes.filter((scope) => scope !== 'PriorityClass');

function checkScopeSelector(expressions: At): void {
  for (const expression of expressions.items()) {
    const said = (name: string) => expression.field(name).called(`${expressions.path}.${name}`);
    const [scope, operator, values] = [said('scopeName'), said('operator'), said('values')];
    if (!scopes.includes(scope.text)) scope.invalid('unsupported scope');
    if (presenceScopes.includes(scope.text) && operator.text !== 'Exists')
      operator.invalid(
        "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, " +
          'ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity',
      );
    const listed = operator.text === 'In' || operator.text === 'NotIn';
    if (listed && values.count === 0)
      values.required("must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
    else if (!listed && values.count > 0)
      values.invalid("must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
  }
}

function checkSpec(spec: At): void {
  checkScopeSelector(spec.field('scopeSelector').field('matchExpressions'));
  for (const [name, amount] of spec.field('hard').entries()) {
    checkResourceName(amount, name);
    if (!name.includes('/') && !isStandardResource(name)) amount.invalid('must be a standard resource for quota', name);
    checkAmount(amount, name);
  }
  const list = spec.field('scopes');
  const names = list.items().map(({text}) => text);
  if (names.some((name) => !scopes.includes(name))) list.invalid('unsupported scope');
  const resources = spec
    .field('hard')
    .entries()
    .map(([name]) => name);
  const fits = (name: string) => (name.includes('BestEffort') && !name.startsWith('Not') ? ['pods'] : podResources);
  if (names.some((scope) => scopes.includes(scope) && resources.some((name) => !fits(scope).includes(name))))
    list.invalid('unsupported scope applied to resource');
}
