import {faultOfSubdomain} from '../objects/names.ts';
import type {At} from './at.ts';

const namePart =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric " +
  "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " +
  "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const namePattern = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const valuePattern = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

/** What is wrong with a key of labels, annotations and taints: `app`, `example.com/app`. */
export function faultsOfQualifiedName(text: string): readonly string[] {
  const parts = text.split('/');
  if (parts.length > 2)
    return [
      `a qualified ${namePart.replace('name part', 'name')} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  const [name = '', prefix] = parts.reverse();
  const faults: string[] = [];
  if (prefix === '') faults.push('prefix part must be non-empty');
  else if (prefix !== undefined) {
    const fault = faultOfSubdomain(prefix);
    if (fault !== undefined) faults.push(`prefix part ${fault}`);
  }
  if (name === '') faults.push('name part must be non-empty');
  else if (name.length > 63) faults.push('name part must be no more than 63 characters');
  if (!namePattern.test(name)) faults.push(namePart);
  return faults;
}

export function checkQualifiedName(at: At, text = at.text): void {
  for (const fault of faultsOfQualifiedName(text)) at.invalid(fault, text);
}

const labelValue =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
  "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

export function checkLabelValue(at: At, text = at.text): void {
  if (text.length > 63) at.invalid('must be no more than 63 characters', text);
  if (!valuePattern.test(text)) at.invalid(labelValue, text);
}

/** Labels, selectors of a map, node selectors: every key and every value. */
export function checkLabels(at: At): void {
  for (const [key, value] of at.entries()) {
    checkQualifiedName(at, key);
    checkLabelValue(at, value.text);
  }
}

/** A named thing whose rule is one of those in objects/names.ts. */
export function checkName(at: At, faultOf: (name: string) => string | undefined, text = at.text): void {
  const fault = faultOf(text);
  if (fault !== undefined) at.invalid(fault, text);
}

/** `http` in a container's ports. */
export function faultsOfPortName(name: string): readonly string[] {
  const faults: string[] = [];
  if (name.length > 15) faults.push('must be no more than 15 characters');
  if (!/^[-a-z0-9]*$/.test(name) || name === '')
    faults.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(name)) faults.push('must contain at least one letter (a-z)');
  if (name.includes('--')) faults.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) faults.push('must not begin or end with a hyphen');
  return faults;
}

export function checkPortNumber(at: At): void {
  const {number} = at;
  if (number !== undefined && (number < 1 || number > 65_535)) at.invalid('must be between 1 and 65535, inclusive');
}

/** `80` or `http`. */
export function checkPortNumberOrName(at: At): void {
  if (typeof at.value === 'number') checkPortNumber(at);
  else for (const fault of faultsOfPortName(at.text)) at.invalid(fault);
}

/** A key of a ConfigMap or Secret. */
export function checkConfigKey(at: At, key = at.text): void {
  if (!/^[-._a-zA-Z0-9]+$/.test(key))
    at.invalid(
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  " +
        "or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      key,
    );
  else if (key.length > 253) at.invalid('must be no more than 253 characters', key);
  else if (key === '.') at.invalid("must not be '.'", key);
  else if (key === '..') at.invalid("must not be '..'", key);
  else if (key.startsWith('..')) at.invalid("must not start with '..'", key);
}

export function checkEnvName(at: At): void {
  if (!/^[ -<>-~]+$/.test(at.text))
    at.invalid("a valid environment variable name must consist only of printable ASCII characters other than '='");
}

export function checkNotNegative(at: At): void {
  if (at.number !== undefined && at.number < 0) at.invalid('must be greater than or equal to 0');
}

/** One of a few words; absent is said to be missing. */
export function checkWord(at: At, words: readonly string[]): void {
  if (at.text === '') at.required();
  else if (!words.includes(at.text)) at.unsupported(words);
}

/** The same, where it may be absent. */
export function checkOptionalWord(at: At, words: readonly string[]): void {
  if (at.isSet && !words.includes(at.text)) at.unsupported(words);
}
