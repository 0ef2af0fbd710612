import {badRequest} from '../api/refusal.ts';

/** A flag of a query as Docker reads it: `1`, `true`, `yes` and everything else but a few words for no. */
export function flagOf(query: URLSearchParams, name: string, absent = false): boolean {
  const value = query.get(name);
  if (value === null) return absent;
  return !['', '0', 'no', 'false', 'none'].includes(value.trim().toLowerCase());
}

/** A whole number of a query. Throws 400. */
export function numberOf(query: URLSearchParams, name: string, absent: number): number {
  const value = query.get(name);
  if (value === null || value === '') return absent;
  if (!/^-?\d{1,9}$/.test(value)) throw badRequest(`strconv.Atoi: parsing ${JSON.stringify(value)}: invalid syntax`);
  return Number(value);
}

/** '' when it is not there. */
export function textOf(query: URLSearchParams, name: string): string {
  return query.get(name) ?? '';
}
