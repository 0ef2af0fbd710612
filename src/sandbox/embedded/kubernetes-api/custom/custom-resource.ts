import type {Draft, Fields, KubeObject} from '../object.ts';
import {draftOf, fieldsOfDraft} from '../patch/draft.ts';
import {ageColumn, nameColumn} from '../resources/define.ts';
import type {Column, Resource, Strategy} from '../resources/resource.ts';
import {ageOf} from '../values/durations.ts';
import {fieldsOf, isFields, listOf, numberOf, textOf} from '../values/reading.ts';
import {parseJsonPath, valuesAt} from './json-path.ts';
import {faultsOfScale} from './scale-faults.ts';
import {conformed} from './structural-schema.ts';
import {faultsOfSchema} from './validate-schema.ts';

/** The resources a CustomResourceDefinition stands for: one for every version that is served; the stored one is first. */
export function customResources(definition: KubeObject): readonly Resource[] {
  const spec = fieldsOf(definition.spec);
  const versions = listOf(spec.versions).map(fieldsOf);
  const stored = versions.find((version) => version.storage === true);
  if (!stored) return [];
  const kept = resourceOf(spec, stored);
  const others = versions.filter((version) => version !== stored && version.served === true);
  return [...(stored.served === true ? [kept] : []), ...others.map((version) => viewOf(spec, version, kept))];
}

function resourceOf(spec: Fields, version: Fields): Resource {
  const names = fieldsOf(spec.names);
  const kind = textOf(names.kind);
  const subresources = fieldsOf(version.subresources);
  const scale = subresources.scale === undefined ? undefined : scalePaths(fieldsOf(subresources.scale));
  const schema = fieldsOf(fieldsOf(version.schema).openAPIV3Schema);
  return {
    group: textOf(spec.group),
    version: textOf(version.name),
    kind,
    plural: textOf(names.plural),
    singular: textOf(names.singular) || kind.toLowerCase(),
    shortNames: listOf(names.shortNames).map(textOf),
    categories: listOf(names.categories).map(textOf),
    namespaced: spec.scope === 'Namespaced',
    hasStatus: subresources.status !== undefined,
    hasGeneration: true,
    ...(scale === undefined ? {} : {scale}),
    selectable: selectableFields(version),
    columns: columnsOf(listOf(version.additionalPrinterColumns).map(fieldsOf)),
    strategy: strategyOf(schema, scale),
    schema,
  };
}

/** Another version of the same objects: without a conversion webhook only its name is another. */
function viewOf(spec: Fields, version: Fields, kept: Resource): Resource {
  const resource = resourceOf(spec, version);
  const apiVersion = (of: Resource): string => `${of.group}/${of.version}`;
  return {
    ...resource,
    view: {
      collection: `${kept.plural}.${kept.group}`,
      toStored: (object) => ({...object, apiVersion: apiVersion(kept)}),
      fromStored: (object) => ({...object, apiVersion: apiVersion(resource)}),
    },
  };
}

function scalePaths(scale: Fields): {readonly spec: string; readonly status: string; readonly selector: string} {
  return {
    spec: textOf(scale.specReplicasPath),
    status: textOf(scale.statusReplicasPath),
    selector: textOf(scale.labelSelectorPath),
  };
}

function selectableFields(version: Fields): Resource['selectable'] {
  const paths = listOf(version.selectableFields).map((field) => textOf(fieldsOf(field).jsonPath));
  const entries = paths.map((path) => {
    const steps = parseJsonPath(path);
    return [path.replace(/^\./, ''), (object: KubeObject) => String(valuesAt(object, steps)[0] ?? '')] as const;
  });
  return Object.fromEntries(entries);
}

function columnsOf(columns: readonly Fields[]): readonly Column[] {
  if (columns.length === 0) return [nameColumn, ageColumn];
  return [nameColumn, ...columns.map(columnOf)];
}

function columnOf({name, type, format, priority, jsonPath}: Fields): Column {
  const steps = parseJsonPath(textOf(jsonPath));
  const isDate = type === 'date' || format === 'date';
  return {
    name: textOf(name),
    type: columnTypes.find((one) => one === type) ?? 'string',
    priority: numberOf(priority) > 0 ? 1 : 0,
    cell: (object, now) => {
      const [value] = valuesAt(object, steps);
      // Nothing, where there is nothing: `kubectl` leaves the place empty.
      if (value === undefined || value === null) return '';
      if (isDate) return ageOf(value, now);
      return typeof value === 'number' || typeof value === 'boolean' ? value : shown(value);
    },
  };
}

const columnTypes = ['string', 'integer', 'date', 'number', 'boolean'] as const;

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function strategyOf(schema: Fields, scale: Resource['scale']): Strategy {
  return {
    defaults: (object) => withSchema(object, schema),
    validate: (object) => [
      ...faultsOfSchema(ownFields(object), schema, ''),
      ...(scale ? faultsOfScale(fieldsOfDraft(object), scale) : []),
    ],
  };
}

/** Of the schema's root, only what is not in every object counts. */
function withSchema(object: Draft, schema: Fields): Draft {
  const fields = fieldsOfDraft(object);
  const {apiVersion, kind, metadata} = fields;
  const root = {...schema, properties: {...fieldsOf(schema.properties), ...everyObject}};
  const result = conformed(fields, root);
  if (!isFields(result)) return object;
  return draftOf({
    ...(apiVersion === undefined ? {} : {apiVersion}),
    ...(kind === undefined ? {} : {kind}),
    ...(metadata === undefined ? {} : {metadata}),
    ...Object.fromEntries(Object.entries(result).filter(([name]) => !Object.hasOwn(everyObject, name))),
  });
}

const everyObject = {apiVersion: {}, kind: {}, metadata: {'x-kubernetes-preserve-unknown-fields': true}};

function ownFields(object: Draft): Fields {
  const {apiVersion: _version, kind: _kind, metadata: _metadata, ...own} = fieldsOfDraft(object);
  return own;
}
