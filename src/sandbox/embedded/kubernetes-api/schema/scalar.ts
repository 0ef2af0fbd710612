import type {ScalarKind} from './field.ts';

const quantityForm = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const timeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** `type` when JSON has another kind of value there, or the sentence of whoever reads such values in upstream. */
export function wrongScalar(value: unknown, kind: ScalarKind): string | undefined {
  switch (kind) {
    case 'any':
      return undefined;
    case 'string':
      return typeof value === 'string' ? undefined : 'type';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'type';
    case 'int32':
      return isInteger(value, 2 ** 31) ? undefined : 'type';
    case 'int64':
      return isInteger(value, 2 ** 63) ? undefined : 'type';
    case 'double':
      return typeof value === 'number' ? undefined : 'type';
    case 'int-or-string':
      return typeof value === 'string' || isInteger(value, 2 ** 31) ? undefined : 'type';
    case 'bytes':
      return typeof value === 'string' ? wrongBase64(value) : 'type';
    case 'quantity':
      return wrongQuantity(value);
    case 'time':
    case 'micro-time':
      return typeof value === 'string' ? wrongTime(value) : 'type';
    case 'duration':
      return typeof value === 'string' ? undefined : 'type';
  }
}

function isInteger(value: unknown, limit: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= -limit && value < limit;
}

function wrongBase64(text: string): string | undefined {
  const plain = text.replaceAll(/[\r\n]/g, '');
  const bad = /[^A-Za-z0-9+/=]/.exec(plain);
  if (bad) return `illegal base64 data at input byte ${bad.index}`;
  const [, body = '', padding = ''] = /^([^=]*)(.*)$/.exec(plain) ?? [];
  const fits = (body.length + padding.length) % 4 === 0 && /^={0,2}$/.test(padding);
  if (fits) return undefined;
  return `illegal base64 data at input byte ${padding === '' ? body.length - (body.length % 4) : body.length}`;
}

function wrongQuantity(value: unknown): string | undefined {
  if (typeof value === 'number') return undefined;
  if (typeof value === 'string' && quantityForm.test(value)) return undefined;
  return `quantities must match the regular expression '${quantityForm.source}'`;
}

function wrongTime(text: string): string | undefined {
  if (timeForm.test(text)) return undefined;
  const layout = '2006-01-02T15:04:05Z07:00';
  const first = /^\d{4}/.test(text) ? layout.slice(4, 5) : layout.slice(0, 4);
  const rest = /^\d{4}/.test(text) ? text.slice(4) : text;
  return `parsing time ${JSON.stringify(text)} as "${layout}": cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(first)}`;
}
