/** The parameters of a request; undefined and false are left out, true is `1`. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** A query string with its `?`, keys sorted as Go sorts them; '' when there is nothing to say. */
export function encodeQuery(query: Query): string {
  const pairs = Object.entries(query)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, value]) => valuesOf(value).map((one) => `${escapeQuery(key)}=${escapeQuery(one)}`));
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function valuesOf(value: Query[string]): readonly string[] {
  if (value === undefined || value === false) return [];
  if (value === true) return ['1'];
  return typeof value === 'object' ? value : [String(value)];
}

function escapeQuery(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

/** A name as a part of a path; what names of images have in them stays readable. */
export function pathPart(name: string): string {
  return encodeURIComponent(name).replaceAll('%2F', '/').replaceAll('%3A', ':').replaceAll('%40', '@');
}

/** Filters as the Engine takes them: `{"label":{"a=b":true}}`; undefined when there are none. */
export function encodeFilters(filters: ReadonlyMap<string, readonly string[]>): string | undefined {
  if (filters.size === 0) return undefined;
  const sorted = [...filters].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(
    Object.fromEntries(
      sorted.map(([key, values]) => [key, Object.fromEntries(values.toSorted().map((value) => [value, true]))]),
    ),
  );
}
