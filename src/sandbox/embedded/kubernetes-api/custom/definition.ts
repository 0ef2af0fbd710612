import type {Draft, Fields, KubeObject} from '../object.ts';
import type {FieldCause} from '../refusal.ts';
import {createdAtColumn} from '../resources/columns.ts';
import {defineResource, nameColumn} from '../resources/define.ts';
import {fieldsOf, listOf, textOf} from '../values/reading.ts';

/** Keeps a definition until all its objects are gone. */
export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io';

export const definitions = 'customresourcedefinitions.apiextensions.k8s.io';

// @api CustomResourceDefinition partial: rules in CEL are stored and not evaluated; no conversion
// @api CustomResourceDefinition partial: rules in CEL are stored and not evaluated; no conversion
/** https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/ */
export const customResourceDefinition = defineResource({
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  hasStatus: true,
  hasGeneration: true,
  deleteFinalizer: cleanupFinalizer,
  columns: [nameColumn, createdAtColumn],
  strategy: {
    defaults,
    prepareCreate: (object) => ({
      ...object,
      status: {conditions: [], acceptedNames: {kind: '', plural: ''}, storedVersions: storedVersions(object)},
    }),
    validate,
    validateUpdate,
  },
});

function defaults(object: Draft): Draft {
  const spec = fieldsOf(object.spec);
  const names = fieldsOf(spec.names);
  const kind = textOf(names.kind);
  return {
    ...object,
    spec: {
      ...spec,
      conversion: spec.conversion ?? {strategy: 'None'},
      names: {
        ...names,
        ...(kind === ''
          ? {}
          : {singular: names.singular ?? kind.toLowerCase(), listKind: names.listKind ?? `${kind}List`}),
      },
    },
  };
}

function storedVersions(object: Draft): readonly string[] {
  return versionsOf(object)
    .filter(({storage}) => storage === true)
    .map(({name}) => textOf(name));
}

function versionsOf({spec}: Draft): readonly Fields[] {
  return listOf(fieldsOf(spec).versions).map(fieldsOf);
}

function required(field: string): FieldCause {
  return {reason: 'FieldValueRequired', message: 'Required value', field};
}

function invalid(field: string, value: unknown, why: string): FieldCause {
  return {reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${why}`, field};
}

function validate(object: Draft): readonly FieldCause[] {
  const spec = fieldsOf(object.spec);
  const names = fieldsOf(spec.names);
  const group = textOf(spec.group);
  const plural = textOf(names.plural);
  const name = object.metadata?.name;
  const causes: FieldCause[] = [];
  if (name !== `${plural}.${group}`)
    causes.push(invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group'));
  if (group === '') causes.push(required('spec.group'));
  else if (!group.includes('.')) causes.push(invalid('spec.group', group, 'should be a domain with at least one dot'));
  if (plural === '') causes.push(required('spec.names.plural'));
  if (textOf(names.kind) === '') causes.push(required('spec.names.kind'));
  if (spec.scope !== 'Namespaced' && spec.scope !== 'Cluster') causes.push(wrongScope(spec.scope));
  return [...causes, ...faultsOfVersions(object)];
}

function wrongScope(scope: unknown): FieldCause {
  if (scope === undefined || scope === '') return required('spec.scope');
  const message = `Unsupported value: ${JSON.stringify(scope)}: supported values: "Cluster", "Namespaced"`;
  return {reason: 'FieldValueNotSupported', message, field: 'spec.scope'};
}

function faultsOfVersions(object: Draft): readonly FieldCause[] {
  const versions = versionsOf(object);
  const causes = versions.flatMap((version, index): readonly FieldCause[] => {
    const at = `spec.versions[${index}]`;
    const schema = fieldsOf(version.schema).openAPIV3Schema;
    if (schema === undefined || schema === null) return [required(`${at}.schema.openAPIV3Schema`)];
    return faultsOfRoot(fieldsOf(schema), `${at}.schema.openAPIV3Schema`);
  });
  const stored = versions.filter(({storage}) => storage === true);
  if (stored.length === 1) return causes;
  const why = 'must have exactly one version marked as storage version';
  return [...causes, invalid('spec.versions', '', why)];
}

function faultsOfRoot({type}: Fields, at: string): readonly FieldCause[] {
  if (type === 'object') return [];
  if (type === undefined || type === '') {
    const message = 'Required value: must not be empty at the root';
    return [{reason: 'FieldValueRequired', message, field: `${at}.type`}];
  }
  return [invalid(`${at}.type`, type, 'must be object at the root')];
}

function validateUpdate(object: Draft, before: KubeObject): readonly FieldCause[] {
  const [now, was] = [fieldsOf(object.spec), fieldsOf(before.spec)];
  const [names, oldNames] = [fieldsOf(now.names), fieldsOf(was.names)];
  const fixed = [
    ['spec.group', now.group, was.group],
    ['spec.scope', now.scope, was.scope],
    ['spec.names.plural', names.plural, oldNames.plural],
    ['spec.names.kind', names.kind, oldNames.kind],
  ] as const;
  return fixed.filter(([, value, old]) => value !== old).map(([at, value]) => invalid(at, value, 'field is immutable'));
}
