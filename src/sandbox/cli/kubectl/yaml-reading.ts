import {type CollectionTag, parseAllDocuments, type ScalarTag, type Tags} from 'yaml';

const plainFloat = /^[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*\.[0-9_]*)$/;

function isDotFloat(tag: ScalarTag | CollectionTag): tag is ScalarTag {
  return 'test' in tag && tag.tag === 'tag:yaml.org,2002:float' && tag.test?.test('.') === true;
}

/** Times of day and dates stay text, as they do for Go's reader, and so does a lone dot. */
function plainTags(tags: Tags): Tags {
  return tags.flatMap((tag): Tags => {
    if (typeof tag === 'string') return [tag];
    if (tag.tag === 'tag:yaml.org,2002:timestamp' || ('format' in tag && tag.format === 'TIME')) return [];
    if (isDotFloat(tag)) return [{...tag, test: plainFloat}];
    return [tag];
  });
}

/**
 * The documents of a YAML or JSON text, empty ones left out. Throws in the words of Go's reader for YAML.
 * https://pkg.go.dev/sigs.k8s.io/yaml
 */
export function readDocuments(source: string): readonly unknown[] {
  const documents = parseAllDocuments(source, {
    version: '1.1',
    customTags: plainTags,
    prettyErrors: true,
    uniqueKeys: true,
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document): unknown[] => {
    const [error] = document.errors;
    if (error !== undefined) {
      const line = error.linePos?.[0].line;
      const why = error.message.split(' at line ')[0] ?? error.message;
      throw new Error(
        `error converting YAML to JSON: yaml: ${line === undefined ? '' : `line ${line}: `}${lowerFirst(why)}`,
      );
    }
    const value: unknown = document.toJS();
    return value === null || value === undefined ? [] : [value];
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
