import {collectText} from '../../bytes.ts';
import type {Kubectl, KubectlCall} from '../app.ts';
import {isObject, type Json, object, objects, withKey} from '../json.ts';
import {type CustomColumn, parseColumns, parseColumnsFile} from './custom-columns.ts';
import {goTemplateText} from './go-template-text.ts';
import {Grid} from './grid.ts';
import {toJson} from './json.ts';
import {jsonPathText} from './json-path-text.ts';
import {objectName} from './name.ts';
import type {outputFlags} from './output-flags.ts';
import {toYaml} from './yaml.ts';

/** What was said about the output. */
export interface OutputOptions {
  /** As given to `-o`: `yaml`, `jsonpath={…}`. */
  readonly output: string;
  readonly template: string;
  readonly allowMissingKeys: boolean;
  readonly showManagedFields: boolean;
  readonly noHeaders?: boolean;
}

/** Writes objects one after the other; a List counts as one. */
export interface ObjectPrinter {
  text(object: Json): string;
}

const formats = [
  'go-template',
  'go-template-file',
  'json',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
  'name',
  'template',
  'templatefile',
  'yaml',
] as const;

/** The options of a call that has `outputFlags`. */
export function outputOptions({get}: Pick<KubectlCall, 'get'>, flags: ReturnType<typeof outputFlags>): OutputOptions {
  return {
    output: get(flags.output),
    template: get(flags.template),
    allowMissingKeys: get(flags.allowMissing),
    showManagedFields: get(flags.showManagedFields),
  };
}

/** The printer of a format; throws in kubectl's words for one that is not there. `more` are formats of the caller's own. */
export async function printerFor(
  kubectl: Kubectl,
  options: OutputOptions,
  more: readonly string[] = [],
): Promise<ObjectPrinter> {
  const [format = '', ...rest] = options.output.split('=');
  const argument = rest.length === 0 ? options.template : rest.join('=');
  const file = async () => collectText(kubectl.context.files.read(argument));
  const {allowMissingKeys} = options;
  switch (format) {
    case 'json':
      return {text: (value) => `${toJson(shown(value, options))}\n`};
    case 'yaml':
      return yamlPrinter(options);
    case 'name':
      return {
        text: (value) =>
          itemsOrSelf(value)
            .map((item) => `${objectName(item)}\n`)
            .join(''),
      };
    case 'jsonpath':
    case 'jsonpath-as-json':
      return {text: jsonPathText(needed(argument), {allowMissingKeys, asJson: format === 'jsonpath-as-json'})};
    case 'jsonpath-file':
      return {text: jsonPathText(await file(), {allowMissingKeys})};
    case 'go-template':
    case 'template':
      return {text: goTemplateText(needed(argument), allowMissingKeys)};
    case 'go-template-file':
    case 'templatefile':
      return {text: goTemplateText(await file(), allowMissingKeys)};
    case 'custom-columns':
      if (more.includes(format)) return columnsPrinter(parseColumns(rest.join('=')), options);
      break;
    case 'custom-columns-file':
      if (more.includes(format)) return columnsPrinter(parseColumnsFile(await file()), options);
      break;
    default:
  }
  const allowed = [...formats, ...more].sort().join(',');
  throw new Error(
    `unable to match a printer suitable for the output format ${JSON.stringify(options.output)}, allowed formats are: ${allowed}`,
  );
}

function needed(template: string): string {
  if (template === '') throw new Error('template format specified but no template given');
  return template;
}

function yamlPrinter(options: OutputOptions): ObjectPrinter {
  let printed = 0;
  return {
    text(value) {
      printed += 1;
      return `${printed > 1 ? '---\n' : ''}${toYaml(shown(value, options))}`;
    },
  };
}

function columnsPrinter(columns: readonly CustomColumn[], {noHeaders = false}: OutputOptions): ObjectPrinter {
  const grid = new Grid();
  let headed = noHeaders;
  return {
    text(value) {
      const rows = itemsOrSelf(value).map((item) => columns.map((column) => column.cell(item)));
      const heading = headed ? [] : [columns.map((column) => column.heading)];
      headed = true;
      return grid.lines([...heading, ...rows]);
    },
  };
}

function itemsOrSelf(value: Json): readonly Json[] {
  return Array.isArray(value['items']) ? objects(value['items']) : [value];
}

/** The object as it is shown: without managedFields unless they were asked for. */
function shown(value: Json, {showManagedFields}: OutputOptions): Json {
  if (showManagedFields) return value;
  if (Array.isArray(value['items'])) return {...value, items: objects(value['items']).map(withoutManagedFields)};
  return withoutManagedFields(
    isObject(value['object']) && typeof value['type'] === 'string'
      ? {...value, object: withoutManagedFields(object(value['object']))}
      : value,
  );
}

/** The object without the record of who set which field. */
export function withoutManagedFields(value: Json): Json {
  const meta = object(value['metadata']);
  return meta['managedFields'] === undefined ? value : {...value, metadata: withKey(meta, 'managedFields', undefined)};
}
