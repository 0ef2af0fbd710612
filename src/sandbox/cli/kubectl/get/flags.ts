import {bool, text} from '../../cobra/flag-kinds.ts';
import {commaList} from '../flag-kinds.ts';
import {noHeaders, outputFlags} from '../print/output-flags.ts';
import {allNamespaces, chunkSize, fieldSelector, fileFlags, selector} from '../resources/selection-flags.ts';

/** The flags of `kubectl get`. */
export const getFlags = {
  ...fileFlags('Filename, directory, or URL to files identifying the resource to get from a server.'),
  ...outputFlags({extra: ', custom-columns, custom-columns-file, wide'}),
  selector,
  fieldSelector,
  allNamespaces,
  chunkSize,
  noHeaders,
  ignoreNotFound: bool('ignore-not-found', {
    usage:
      'If set to true, suppresses NotFound error for specific objects that do not exist. Using this flag with commands that query for collections of resources has no effect when no resources are found.',
  }),
  labelColumns: commaList('label-columns', {
    short: 'L',
    usage:
      'Accepts a comma separated list of labels that are going to be presented as columns. Names are case-sensitive. You can also use multiple flag options like -L label1 -L label2...',
  }),
  outputWatchEvents: bool('output-watch-events', {
    usage:
      'Output watch event objects when --watch or --watch-only is used. Existing objects are output as initial ADDED events.',
  }),
  raw: text('raw', {
    usage: 'Raw URI to request from the server.  Uses the transport specified by the kubeconfig file.',
  }),
  serverPrint: bool('server-print', {
    usage: 'If true, have the server return the appropriate table output. Supports extension APIs and CRDs.',
    initial: true,
  }),
  showKind: bool('show-kind', {usage: 'If present, list the resource type for the requested object(s).'}),
  showLabels: bool('show-labels', {
    usage: 'When printing, show all labels as the last column (default hide labels column)',
  }),
  sortBy: text('sort-by', {
    usage:
      "If non-empty, sort list types using this field specification.  The field specification is expressed as a JSONPath expression (e.g. '{.metadata.name}'). The field in the API resource specified by this JSONPath expression must be an integer or a string.",
  }),
  subresource: text('subresource', {usage: 'If specified, gets the subresource of the requested object.'}),
  watch: bool('watch', {short: 'w', usage: 'After listing/getting the requested object, watch for changes.'}),
  watchOnly: bool('watch-only', {
    usage: 'Watch for changes to the requested object(s), without listing/getting first.',
  }),
} as const;
