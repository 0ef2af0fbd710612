import {badRequest} from '../refusal.ts';
import {type LabelRequirement, type Labels, meetsRequirement} from '../values/label-selector.ts';
import {type LabelToken, labelTokens} from './label-tokens.ts';

/**
 * The conditions of `labelSelector`, as `-l` has them: `app=web,tier in (a,b),!old`. Throws 400 in upstream's words.
 * https://pkg.go.dev/k8s.io/apimachinery/pkg/labels#Parse
 */
export function parseLabelSelector(selector: string): readonly LabelRequirement[] {
  const reader = new TokenReader(labelTokens(selector));
  const requirements: LabelRequirement[] = [];
  for (;;) {
    const {kind, text} = reader.peek();
    if (kind === 'end') return requirements;
    if (!isWord(kind) && kind !== '!') throw badRequest(`found '${text}', expected: !, identifier, or 'end of string'`);
    requirements.push(parseRequirement(reader));
    const after = reader.next();
    if (after.kind === 'end') return requirements;
    if (after.kind !== ',') throw badRequest(`found '${after.text}', expected: ',' or 'end of string'`);
    const next = reader.peek();
    if (!isWord(next.kind) && next.kind !== '!')
      throw badRequest(`found '${next.text}', expected: identifier after ','`);
  }
}

/** Whether labels meet all conditions. */
export function meetsAll(labels: Labels, requirements: readonly LabelRequirement[]): boolean {
  return requirements.every((requirement) => meetsRequirement(labels, requirement));
}

class TokenReader {
  readonly #tokens: readonly LabelToken[];
  #at = 0;

  constructor(tokens: readonly LabelToken[]) {
    this.#tokens = tokens;
  }

  peek(): LabelToken {
    return this.#tokens[this.#at] ?? {kind: 'end', text: ''};
  }

  next(): LabelToken {
    const token = this.peek();
    this.#at += 1;
    return token;
  }
}

/** `in` and `notin` are names as well, where no operator may stand. */
function isWord(kind: LabelToken['kind']): boolean {
  return kind === 'word' || kind === 'in' || kind === 'notin';
}

function parseRequirement(reader: TokenReader): LabelRequirement {
  const negated = reader.peek().kind === '!';
  if (negated) reader.next();
  const {kind, text: key} = reader.next();
  if (!isWord(kind)) throw unable(`found '${key}', expected: identifier`);
  refuseKey(key);
  const next = reader.peek().kind;
  if (negated || next === 'end' || next === ',')
    return {key, operator: negated ? 'DoesNotExist' : 'Exists', values: []};
  return parseComparison(reader, key);
}

const comparisons: {readonly [sign: string]: LabelRequirement['operator']} = {
  in: 'In',
  notin: 'NotIn',
  '=': 'Equals',
  '==': 'Equals',
  '!=': 'NotIn',
  '>': 'Gt',
  '<': 'Lt',
};

function parseComparison(reader: TokenReader, key: string): LabelRequirement {
  const {kind, text} = reader.next();
  const operator = comparisons[kind];
  if (!operator) throw unable(`found '${text}', expected: in, notin, =, ==, !=, gt, lt`);
  const values = kind === 'in' || kind === 'notin' ? parseValues(reader) : [parseValue(reader)];
  for (const [index, value] of values.entries()) refuseValue(key, value, {index, operator});
  return {key, operator, values};
}

function parseValue(reader: TokenReader): string {
  const {kind} = reader.peek();
  if (kind === 'end' || kind === ',') return '';
  const {text} = reader.next();
  if (!isWord(kind)) throw unable(`found '${text}', expected: identifier`);
  return text;
}

function parseValues(reader: TokenReader): readonly string[] {
  const open = reader.next();
  if (open.kind !== '(') throw unable(`found '${open.text}' expected: '('`);
  const first = reader.peek();
  if (first.kind !== ')' && first.kind !== ',' && !isWord(first.kind))
    throw unable(`found '${first.text}', expected: ',', ')' or identifier`);
  const values = new Set<string>();
  let value = '';
  for (;;) {
    const {kind, text} = reader.next();
    if (isWord(kind) && value === '') value = text;
    else if (isWord(kind)) throw unable(`found '${text}', expected: ',' or ')'`);
    else if (kind === ',' || kind === ')') {
      values.add(value);
      value = '';
      if (kind === ')') return [...values].sort();
    } else throw unable(`found '${text}', expected: ${value === '' ? "',', or identifier" : "',' or ')'"}`);
  }
}

function unable(why: string): Error {
  return badRequest(`unable to parse requirement: ${why}`);
}

const namePart = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const prefixPart = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

const nameRule =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric " +
  "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " +
  "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const prefixRule =
  "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must " +
  "start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const qualifiedRule =
  "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
  "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " +
  "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
const valueRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
  "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

function refuseKey(key: string): void {
  const fault = faultOfKey(key);
  if (fault !== undefined) throw unable(`<nil>: Invalid value: ${JSON.stringify(key)}: ${fault}`);
}

function faultOfKey(key: string): string | undefined {
  const parts = key.split('/');
  if (parts.length > 2) return qualifiedRule;
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? parts[0] : undefined;
  if (prefix === '') return 'prefix part must be non-empty';
  if (prefix !== undefined && !prefixPart.test(prefix)) return prefixRule;
  if (name === '') return `name part must be non-empty; ${nameRule}`;
  if (name.length > 63) return 'name part must be no more than 63 characters';
  return namePart.test(name) ? undefined : nameRule;
}

function refuseValue(
  key: string,
  value: string,
  {index, operator}: {readonly index: number; readonly operator: LabelRequirement['operator']},
): void {
  const quoted = JSON.stringify(value);
  if ((operator === 'Gt' || operator === 'Lt') && !/^[-+]?\d+$/.test(value))
    throw unable(`values[${index}]: Invalid value: ${quoted}: for 'Gt', 'Lt' operators, the value must be an integer`);
  const fault =
    value.length > 63 ? 'must be no more than 63 characters' : labelValue.test(value) ? undefined : valueRule;
  if (fault !== undefined) throw unable(`values[${index}][${key}]: Invalid value: ${quoted}: ${fault}`);
}
