import type {CurlOptions} from './curl-options.ts';
import {OptionFailure} from './failure.ts';

interface Flag {
  readonly long: string;
  readonly short?: string;
  readonly set: (options: CurlOptions, on: boolean) => void;
}

interface Valued {
  readonly long: string;
  readonly short?: string;
  /** `word` is how it was written. */
  readonly set: (options: CurlOptions, value: string, word: string) => void;
}

const nothing = (): void => {};

type Switch = {[Key in keyof CurlOptions]-?: CurlOptions[Key] extends boolean ? Key : never}[keyof CurlOptions];

const turn =
  (key: Switch): Flag['set'] =>
  (options, on) => {
    options[key] = on;
  };

/** Options without a value; each can also be taken back by `--no-`. */
export const flags: readonly Flag[] = [
  {long: 'silent', short: 's', set: turn('silent')},
  {long: 'show-error', short: 'S', set: turn('showError')},
  {long: 'fail', short: 'f', set: (options, on) => Object.assign(options, {fail: on ? 'yes' : 'no'})},
  {long: 'fail-with-body', set: (options, on) => Object.assign(options, {fail: on ? 'with body' : 'no'})},
  {long: 'fail-early', set: turn('failEarly')},
  {long: 'include', short: 'i', set: turn('include')},
  {long: 'show-headers', set: turn('include')},
  {long: 'head', short: 'I', set: turn('isHead')},
  {long: 'location', short: 'L', set: turn('location')},
  {long: 'location-trusted', set: turn('location')},
  {long: 'remote-name', short: 'O', set: (options) => options.outputs.push('remote name')},
  {long: 'remote-name-all', set: (options) => options.outputs.push(...Array<'remote name'>(64).fill('remote name'))},
  {long: 'get', short: 'G', set: turn('dataInUrl')},
  {long: 'verbose', short: 'v', set: turn('verbose')},
  {long: 'insecure', short: 'k', set: nothing},
  {long: 'compressed', set: turn('compressed')},
  {long: 'globoff', short: 'g', set: (options, on) => Object.assign(options, {globs: !on})},
  {long: 'path-as-is', set: turn('pathAsIs')},
  {long: 'create-dirs', set: turn('createsFolders')},
  {long: 'progress-bar', short: '#', set: (options, on) => Object.assign(options, {meter: on ? 'bar' : 'usual'})},
  {long: 'progress-meter', set: (options, on) => Object.assign(options, {meter: on ? 'usual' : 'none'})},
  {long: 'retry-connrefused', set: turn('retriesRefused')},
  {long: 'retry-all-errors', set: turn('retriesAll')},
  {long: 'http1.0', short: '0', set: turn('isOld')},
  {long: 'http1.1', set: nothing},
  {long: 'http2', set: nothing},
  {long: 'ipv4', short: '4', set: nothing},
  {long: 'ipv6', short: '6', set: nothing},
  {long: 'buffer', short: 'N', set: nothing},
  {long: 'no-buffer', set: nothing},
  {long: 'disable', short: 'q', set: nothing},
  {long: 'remote-time', short: 'R', set: nothing},
  {long: 'styled-output', set: nothing},
  {long: 'tcp-nodelay', set: nothing},
  {long: 'keepalive', set: nothing},
  {long: 'version', short: 'V', set: (options) => Object.assign(options, {mode: 'version'})},
];

/** Options with a value. */
export const values: readonly Valued[] = [
  {long: 'url', set: (options, value) => options.urls.push(value)},
  {long: 'output', short: 'o', set: (options, path) => options.outputs.push({path})},
  {long: 'output-dir', set: (options, value) => Object.assign(options, {outputFolder: value})},
  {long: 'request', short: 'X', set: (options, method) => Object.assign(options, {method})},
  {long: 'header', short: 'H', set: (options, value) => options.headers.push(value)},
  {long: 'data', short: 'd', set: (options, value) => addData(options, value, false)},
  {long: 'data-ascii', set: (options, value) => addData(options, value, false)},
  {long: 'data-binary', set: (options, value) => addData(options, value, true)},
  {long: 'data-raw', set: (options, text) => options.data.push({kind: 'text', text})},
  {long: 'data-urlencode', set: (options, text) => options.data.push({kind: 'encoded', text})},
  {
    long: 'json',
    set(options, value) {
      addData(options, value, true);
      options.isJson = true;
    },
  },
  {long: 'form', short: 'F', set: (options, value) => options.form.push(value)},
  {long: 'form-string', set: (options, value) => options.form.push(value)},
  {long: 'upload-file', short: 'T', set: (options, upload) => Object.assign(options, {upload})},
  {long: 'dump-header', short: 'D', set: (options, dumpHeader) => Object.assign(options, {dumpHeader})},
  {long: 'write-out', short: 'w', set: (options, writeOut) => Object.assign(options, {writeOut})},
  {long: 'user-agent', short: 'A', set: (options, agent) => Object.assign(options, {agent})},
  {long: 'referer', short: 'e', set: (options, referer) => Object.assign(options, {referer})},
  {long: 'cookie', short: 'b', set: (options, cookie) => Object.assign(options, {cookie})},
  {long: 'user', short: 'u', set: (options, user) => Object.assign(options, {user})},
  {long: 'range', short: 'r', set: (options, range) => Object.assign(options, {range})},
  {
    long: 'max-time',
    short: 'm',
    set: (options, value, word) => Object.assign(options, {maxTimeMs: seconds(value, word)}),
  },
  {
    long: 'connect-timeout',
    set: (options, value, word) => Object.assign(options, {connectTimeoutMs: seconds(value, word)}),
  },
  {long: 'retry', set: (options, value, word) => Object.assign(options, {retries: count(value, word)})},
  {long: 'retry-delay', set: (options, value, word) => Object.assign(options, {retryDelayMs: seconds(value, word)})},
  {long: 'retry-max-time', set: (_options, value, word) => void seconds(value, word)},
  {long: 'max-redirs', set: (options, value, word) => Object.assign(options, {mostRedirects: redirects(value, word)})},
  {long: 'resolve', set: resolve},
  {long: 'help', short: 'h', set: (options) => Object.assign(options, {mode: 'help'})},
  {long: 'limit-rate', set: nothing},
  {long: 'cacert', set: nothing},
  {long: 'interface', set: nothing},
  {long: 'keepalive-time', set: nothing},
];

function addData(options: CurlOptions, value: string, binary: boolean): void {
  if (value.startsWith('@')) options.data.push({kind: 'file', path: value.slice(1), binary});
  else options.data.push({kind: 'text', text: value});
}

function seconds(value: string, word: string): number {
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(value))
    throw new OptionFailure(`option ${word}: expected a proper numerical parameter`);
  return Number(value) * 1000;
}

function count(value: string, word: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new OptionFailure(`option ${word}: expected a proper numerical parameter`);
  return Number(value);
}

function redirects(value: string, word: string): number {
  return value === '-1' ? Number.POSITIVE_INFINITY : count(value, word);
}

/** `host:port:address` */
function resolve(options: CurlOptions, value: string): void {
  const [, place, address] = /^\+?([^:]+:\d+):(.+)$/.exec(value) ?? [];
  if (place === undefined || address === undefined)
    throw new OptionFailure(`(49) Could not parse CURLOPT_RESOLVE entry '${value}'`, 49);
  options.resolved.set(place.toLowerCase(), address);
}
