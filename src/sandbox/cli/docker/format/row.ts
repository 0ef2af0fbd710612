import {marshalJson, marshalText} from '../../template/marshal.ts';
import type {GoMethod, GoStruct, GoValue} from '../../template/value.ts';

/** The columns of a row, each worked out when it is asked for. */
export type Columns = Readonly<Record<string, () => GoValue>>;

/** What a listing shows of one thing: Go's formatter contexts, whose methods are the template's fields. */
export function row(type: string, columns: Columns, others: Readonly<Record<string, GoMethod>> = {}): GoStruct {
  const methods = Object.entries(columns).map(([name, call]): [string, GoMethod] => [name, {arity: 0, call}]);
  return {
    kind: 'struct',
    type,
    pointer: true,
    fields: new Map(),
    methods: new Map([...methods, ...Object.entries(others)]),
    toJson: () => rowJson(columns),
  };
}

function rowJson(columns: Columns): string {
  const options = {escapeHtml: true};
  const pairs = Object.keys(columns)
    .sort()
    .map((name) => `${marshalText(name, options)}:${marshalJson(columns[name]?.(), options)}`);
  return `{${pairs.join(',')}}`;
}

/** A method that takes one text. */
export function textMethod(call: (text: string) => GoValue): GoMethod {
  return {arity: 1, call: ([argument]) => call(typeof argument === 'string' ? argument : '')};
}

/** Labels as `a=b,c=d`, sorted. */
export function labelsText(labels: ReadonlyMap<string, string>): string {
  return [...labels]
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
}
