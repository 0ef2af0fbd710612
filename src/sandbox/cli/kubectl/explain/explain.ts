import {bool, text} from '../../cobra/flag-kinds.ts';
import {defineCommand} from '../app.ts';
import {type ApiResource, splitApiVersion} from '../client/api-resource.ts';
import {ExitError} from '../errors.ts';
import type {Json} from '../json.ts';
import {
  enumOf,
  type Field,
  fetchDocument,
  fieldsOf,
  fullDescription,
  type SchemaDocument,
  schemaOfKind,
  typeNames,
  typeOf,
} from './schema.ts';
import {indentText, wrapText} from './wrap.ts';

const flags = {
  apiVersion: text('api-version', {
    usage: 'Use given api-version (group/version) of the resource.',
  }),
  output: text('output', {
    short: 'o',
    usage: 'Format in which to render the schema. Valid values are: (plaintext).',
    initial: 'plaintext',
  }),
  recursive: bool('recursive', {
    usage:
      'When true, print the name of all the fields recursively. Otherwise, print the available fields with their description.',
  }),
} as const;

const width = 76;

export const explain = defineCommand({
  usage: 'TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]',
  short: 'Get documentation for a resource',
  long: 'Describe fields and structure of various resources.\n\n Fields are named with dots between: <type>.<fieldName>[.<fieldName>]. What is known of them comes from the server.',
  examples:
    '# The fields of pods\nkubectl explain pods\n\n# All fields below, by name only\nkubectl explain pods --recursive\n\n# One field of a container\nkubectl explain pods.spec.containers.image',
  flags: Object.values(flags),
  args: {kind: 'atLeast', count: 0},
  async run({app, args, get}) {
    const [path, ...more] = args;
    if (path === undefined) {
      throw new Error(
        'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    }
    if (more.length > 0) throw new Error('We accept only this format: explain RESOURCE');
    if (get(flags.output) !== 'plaintext') throw new Error(`unrecognized format: ${get(flags.output)}`);
    const {type, fields} = await splitPath(path, async (word) => (await app.discovery.lookUp(word)) !== undefined);
    const resource = await resourceFor(await app.discovery.lookUp(type), type, get(flags.apiVersion));
    const document = await fetchDocument(app.api, resource);
    const schema = document === undefined ? undefined : schemaOfKind(document, resource);
    if (document === undefined || schema === undefined) {
      throw new Error(
        `couldn't find resource for ${JSON.stringify(`${resource.group}/${resource.version}, Kind=${resource.kind}`)}`,
      );
    }
    await app.print(headText(resource));
    await app.print(explanation(document, findField(document, schema, fields), get(flags.recursive)));
    return 0;
  },
});

/** A resource may have dots in its name: as much of the path as names one is its type. */
async function splitPath(
  path: string,
  isType: (word: string) => Promise<boolean>,
): Promise<{readonly type: string; readonly fields: readonly string[]}> {
  const [type = '', ...fields] = path.replace(/\/$/, '').split('.');
  if (await isType(type)) return {type, fields};
  for (let taken = fields.length; taken > 0; taken -= 1) {
    const long = [type, ...fields.slice(0, taken)].join('.');
    if (await isType(long)) return {type: long, fields: fields.slice(taken)};
  }
  return {type, fields};
}

async function resourceFor(found: ApiResource | undefined, type: string, apiVersion: string): Promise<ApiResource> {
  if (found === undefined) throw new ExitError(1, `the server doesn't have a resource type ${JSON.stringify(type)}`);
  return apiVersion === '' ? found : {...found, ...splitApiVersion(apiVersion)};
}

function headText({group, kind, version}: ApiResource): string {
  return `${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${kind}\nVERSION:    ${version}\n\n`;
}

interface Explained {
  readonly schema: Json;
  /** Undefined for the resource itself. */
  readonly field: Field | undefined;
}

function findField(document: SchemaDocument, schema: Json, path: readonly string[]): Explained {
  return path.reduce(
    (above: Explained, name): Explained => {
      const field = fieldsOf(document, above.schema).find((one) => one.name === name);
      if (field === undefined) throw new Error(`field ${JSON.stringify(name)} does not exist`);
      return {schema: field.schema, field};
    },
    {schema, field: undefined},
  );
}

function explanation(document: SchemaDocument, {schema, field}: Explained, recursive: boolean): string {
  const head = field === undefined ? '' : fieldHead(document, field);
  const description = fullDescription(document, schema) || '<empty>';
  const fields = fieldsOf(document, schema);
  const listed = recursive
    ? names(document, schema, {level: 1, seen: typeNames(document, schema)})
    : fields.map((one) => fieldText(document, one)).join('');
  return `${head}DESCRIPTION:\n${indentText(wrapText(description, width), 4)}\n${fields.length === 0 ? '' : `FIELDS:\n${listed}`}\n`;
}

function fieldHead(document: SchemaDocument, {name, schema}: Field): string {
  const values = enumOf(document, schema);
  const listed = values.length === 0 ? '\n' : `ENUM:\n${values.map((value) => `    ${value}\n`).join('')}`;
  return `FIELD: ${name} <${typeOf(document, schema)}>\n${listed}\n`;
}

function nameLine(document: SchemaDocument, {name, schema, required}: Field, indent: string): string {
  const values = enumOf(document, schema);
  const shown = values
    .slice(0, 4)
    .map((value) => value || '""')
    .join(', ');
  const listed = values.length === 0 ? '' : `${indent}enum: ${shown}${values.length > 4 ? ', ....' : ''}\n`;
  return `${indent}${name}\t<${typeOf(document, schema)}>${required ? ' -required-' : ''}\n${listed}`;
}

function fieldText(document: SchemaDocument, field: Field): string {
  const {description} = field.schema;
  const own = typeof description === 'string' && description !== '' ? description : '<no description>';
  return `${nameLine(document, field, '  ')}${indentText(wrapText(own, width), 4)}\n\n`;
}

interface Depth {
  readonly level: number;
  /** The types above, whose fields are not shown again. */
  readonly seen: readonly string[];
}

function names(document: SchemaDocument, schema: Json, {level, seen}: Depth): string {
  return fieldsOf(document, schema)
    .map((field) => {
      const own = typeNames(document, field.schema);
      const below = own.some((name) => seen.includes(name))
        ? ''
        : names(document, field.schema, {level: level + 1, seen: [...seen, ...own]});
      return nameLine(document, field, '  '.repeat(level)) + below;
    })
    .join('');
}
