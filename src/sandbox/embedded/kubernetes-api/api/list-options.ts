import {badRequest, type FieldCause, KubeRefusal} from '../refusal.ts';
import {isTrue, numberIn, refuseOptions, unsupported} from './options.ts';

/** Which objects of a collection, and how of old or new. */
export interface ListOptions {
  readonly labelSelector: string;
  readonly fieldSelector: string;
  /** Undefined: all. */
  readonly limit: number | undefined;
  readonly continueAt: string;
  /** Undefined: the newest. */
  readonly revision: number | undefined;
  readonly exact: boolean;
  readonly watch: boolean;
  readonly timeoutSeconds: number | undefined;
  readonly bookmarks: boolean;
  readonly initialEvents: boolean;
}

/** Throws 400 and 422 as upstream does. https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions */
export function listOptions(query: URLSearchParams): ListOptions {
  const watch = isTrue(query.get('watch'));
  refuseOptions('ListOptions', faultsOf(query, watch));
  const limit = numberIn(query, 'limit');
  return {
    labelSelector: query.get('labelSelector') ?? '',
    fieldSelector: query.get('fieldSelector') ?? '',
    limit: limit === undefined || limit <= 0 ? undefined : limit,
    continueAt: query.get('continue') ?? '',
    revision: revisionOf(query.get('resourceVersion') ?? '', watch),
    exact: query.get('resourceVersionMatch') === 'Exact',
    watch,
    timeoutSeconds: numberIn(query, 'timeoutSeconds'),
    bookmarks: isTrue(query.get('allowWatchBookmarks')),
    initialEvents: isTrue(query.get('sendInitialEvents')),
  };
}

function revisionOf(text: string, watch: boolean): number | undefined {
  if (text === '') return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const why = `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
  if (watch) throw new KubeRefusal(500, '', why);
  throw badRequest(`invalid resource version: ${why}`);
}

function faultsOf(query: URLSearchParams, watch: boolean): readonly FieldCause[] {
  const match = query.get('resourceVersionMatch') ?? '';
  const initial = query.has('sendInitialEvents');
  if (initial && !watch) return [forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list')];
  if (watch) return faultsOfWatch(match, initial);
  if (match === '') return [];
  if (!query.get('resourceVersion'))
    return [
      forbiddenField('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided'),
    ];
  if (query.get('continue'))
    return [forbiddenField('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided')];
  if (match === 'Exact' && query.get('resourceVersion') === '0')
    return [
      forbiddenField('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'),
    ];
  return unsupported('resourceVersionMatch', match, ['Exact', 'NotOlderThan', '']);
}

function faultsOfWatch(match: string, initial: boolean): readonly FieldCause[] {
  if (initial && match !== 'NotOlderThan')
    return [
      forbiddenField('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'),
    ];
  if (!initial && match !== '')
    return [
      forbiddenField(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      ),
      ...unsupported('resourceVersionMatch', match, ['NotOlderThan']),
    ];
  return [];
}

function forbiddenField(field: string, why: string): FieldCause {
  return {reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field};
}
