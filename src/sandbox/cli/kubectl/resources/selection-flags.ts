import {bool, int, text} from '../../cobra/flag-kinds.ts';
import {commaList} from '../flag-kinds.ts';

/** `-f`, `-k`, `-R`; `verb` ends the sentence of help. */
export function fileFlags(usage: string) {
  return {
    filename: commaList('filename', {short: 'f', usage}),
    kustomize: text('kustomize', {
      short: 'k',
      usage: "Process the kustomization directory. This flag can't be used together with -f or -R.",
    }),
    recursive: bool('recursive', {
      short: 'R',
      usage:
        'Process the directory used in -f, --filename recursively. Useful when you want to manage related manifests organized within the same directory.',
    }),
  } as const;
}

export const selector = text('selector', {
  short: 'l',
  usage:
    "Selector (label query) to filter on, supports '=', '==', '!=', 'in', 'notin'.(e.g. -l key1=value1,key2=value2,key3 in (value3)). Matching objects must satisfy all of the specified label constraints.",
});

export const fieldSelector = text('field-selector', {
  usage:
    "Selector (field query) to filter on, supports '=', '==', and '!='.(e.g. --field-selector key1=value1,key2=value2). The server only supports a limited number of field queries per type.",
});

export const allNamespaces = bool('all-namespaces', {
  short: 'A',
  usage:
    'If present, list the requested object(s) across all namespaces. Namespace in current context is ignored even if specified with --namespace.',
});

export const chunkSize = int('chunk-size', {
  usage:
    'Return large lists in chunks rather than all at once. Pass 0 to disable. This flag is beta and may change in the future.',
  initial: 500,
});
