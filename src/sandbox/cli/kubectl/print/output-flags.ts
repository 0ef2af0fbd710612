import {bool, text} from '../../cobra/flag-kinds.ts';

const objectFormats =
  'json, yaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file';

/** `-o` and the flags that go with it; `extra` are formats only this command has. */
export function outputFlags({extra = '', initial = ''}: {readonly extra?: string; readonly initial?: string} = {}) {
  return {
    output: text('output', {short: 'o', usage: `Output format. One of: (${objectFormats}${extra}).`, initial}),
    template: text('template', {
      usage:
        'Template string or path to template file to use when -o=go-template, -o=go-template-file. The template format is golang templates [http://golang.org/pkg/text/template/#pkg-overview].',
    }),
    allowMissing: bool('allow-missing-template-keys', {
      usage:
        'If true, ignore any errors in templates when a field or map key is missing in the template. Only applies to golang and jsonpath output formats.',
      initial: true,
    }),
    showManagedFields: bool('show-managed-fields', {
      usage: 'If true, keep the managedFields when printing objects in JSON or YAML format.',
    }),
  } as const;
}

export const noHeaders = bool('no-headers', {
  usage: "When using the default or custom-column output format, don't print headers (default print headers).",
});
