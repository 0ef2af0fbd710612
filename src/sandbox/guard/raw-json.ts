/** A JSON object of Docker's, read narrowly: what the guard does not look at passes unchanged. */
export type Raw = {[key: string]: unknown};

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object itself, so that changes reach its parent; an empty one when it is anything else. */
export function object(value: unknown): Raw {
  return isRaw(value) ? value : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function objects(value: unknown): readonly Raw[] {
  return list(value).filter(isRaw);
}

export function texts(value: unknown): readonly string[] {
  return list(value).filter((item) => typeof item === 'string');
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** Go's zero values, which the CLI sends for every option the learner did not use. */
export function isUnset(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRaw(value) && Object.keys(value).length === 0;
}

/** What `text` says in JSON, or undefined when it is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Docker's `filters` parameter in either spelling, `{"k":{"v":true}}` (CLI) or `{"k":["v"]}`, as lists. */
export function readFilters(query: URLSearchParams): Record<string, string[]> {
  const filters: Record<string, string[]> = {};
  for (const [key, value] of Object.entries(object(parsed(query.get('filters') ?? '')))) {
    filters[key] = Array.isArray(value)
      ? [...texts(value)]
      : Object.keys(object(value)).filter((k) => object(value)[k]);
  }
  return filters;
}

/** Always in the CLI's spelling, which every version of the daemon reads. */
export function writeFilters(query: URLSearchParams, filters: Readonly<Record<string, readonly string[]>>): void {
  const spelled: Raw = {};
  for (const [key, values] of Object.entries(filters)) {
    spelled[key] = Object.fromEntries(values.map((value) => [value, true]));
  }
  query.set('filters', JSON.stringify(spelled));
}
