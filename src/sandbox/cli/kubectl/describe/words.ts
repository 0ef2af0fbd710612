import {isObject, type Json, list, object, objects, sortedTexts, text, texts} from '../json.ts';

/** A JSON value as Go's `%v` prints it: `[a b]`, `<nil>`, `true`. */
export function goValue(value: unknown): string {
  if (value === undefined || value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([key, item]) => `${key}:${goValue(item)}`).join(' ')}]`;
  }
  return String(value);
}

/** A list of texts as Go prints a slice; `[]` when it is missing. */
export function goTexts(value: unknown): string {
  return `[${texts(value).join(' ')}]`;
}

/** A text or number as it is; '' when it is missing. */
export function plain(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

export function orNone(words: string): string {
  return words === '' ? '<none>' : words;
}

export function orUnset(value: unknown): string {
  return value === undefined || value === null ? '<unset>' : String(value);
}

/** `True`, `False`, as conditions have it. */
export function capitalTruth(value: unknown): string {
  return value === true ? 'True' : 'False';
}

/** An amount as it is written; `0` when it is missing. */
export function amount(value: unknown): string {
  return plain(value) || '0';
}

/** `a=b,c=d`, or `<none>`. */
export function labelsText(labels: unknown): string {
  return orNone(
    sortedTexts(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
  );
}

/** A label selector as a query: `app=web,tier in (a,b),!old`; '' selects everything, or nothing when it is missing. */
export function selectorText(selector: unknown): string {
  const {matchLabels, matchExpressions} = object(selector);
  const equal = sortedTexts(matchLabels).map(([key, value]) => ({key, words: `${key}=${value}`}));
  const others = objects(matchExpressions).map((one) => ({key: text(one['key']), words: requirementText(one)}));
  return [...equal, ...others]
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({words}) => words)
    .join(',');
}

function requirementText({key, operator, values}: Json): string {
  const among = `(${texts(values).toSorted().join(',')})`;
  switch (operator) {
    case 'In':
      return `${text(key)} in ${among}`;
    case 'NotIn':
      return `${text(key)} notin ${among}`;
    case 'DoesNotExist':
      return `!${text(key)}`;
    default:
      return text(key);
  }
}

/** `Kind/name` of the object's controller; '' when it has none. */
export function controllerText(meta: Json): string {
  const owner = objects(meta['ownerReferences']).find(({controller}) => controller === true);
  return owner === undefined ? '' : `${text(owner['kind'])}/${text(owner['name'])}`;
}

/** `RWO,ROX,RWX,RWOP`: those that are in a list, in this order. */
export function accessModesText(modes: unknown): string {
  const short = {ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP'};
  return Object.entries(short)
    .filter(([mode]) => list(modes).includes(mode))
    .map(([, word]) => word)
    .join(',');
}

/** The storage class of a volume or a claim; the annotation of old counts first. */
export function storageClassText(volume: unknown): string {
  const {metadata, spec} = object(volume);
  const beta = object(object(metadata)['annotations'])['volume.beta.kubernetes.io/storage-class'];
  return beta === undefined ? text(object(spec)['storageClassName']) : text(beta);
}

/** `address:port`, an IPv6 address in brackets. */
export function hostPort(host: string, port: string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

export function byText<T>(key: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}
