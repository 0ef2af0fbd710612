import {absolutePath} from '../../runtime/fs/path.ts';
import {badRequest} from '../api/refusal.ts';
import type {Healthcheck, RunConfig} from './image.ts';

/**
 * A configuration with some Dockerfile instructions done to it, as `docker commit -c` and `docker import -c` take them.
 * Throws 400 in Docker's words.
 */
export function applyChanges<Config extends RunConfig>(config: Config, changes: readonly string[]): Config {
  let done = config;
  for (const line of changes.flatMap((change) => change.split('\n')).map((text) => text.trim()))
    if (line !== '' && !line.startsWith('#')) done = {...done, ...changeOf(done, line)};
  return done;
}

const shell = ['/bin/sh', '-c'];

function changeOf(config: RunConfig, line: string): RunConfig {
  const [, instruction = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(line) ?? [];
  switch (instruction.toLowerCase()) {
    case 'cmd':
      return {Cmd: command(rest)};
    case 'entrypoint':
      return {Entrypoint: command(rest)};
    case 'env':
      return {Env: withVariables(config.Env ?? [], pairs('ENV', rest))};
    case 'label':
      return {Labels: {...config.Labels, ...Object.fromEntries(pairs('LABEL', rest))}};
    case 'expose':
      return {ExposedPorts: {...config.ExposedPorts, ...Object.fromEntries(some('EXPOSE', words(rest)).map(portOf))}};
    case 'volume':
      return {
        Volumes: {...config.Volumes, ...Object.fromEntries(some('VOLUME', list(rest)).map((path) => [path, {}]))},
      };
    case 'user':
      return {User: one('USER', rest)};
    case 'workdir':
      return {WorkingDir: absolutePath(one('WORKDIR', rest), config.WorkingDir || '/')};
    case 'onbuild':
      return {OnBuild: [...(config.OnBuild ?? []), one('ONBUILD', rest)]};
    case 'healthcheck':
      return {Healthcheck: healthcheckOf(rest)};
    default:
      throw badRequest(`${instruction.toLowerCase()} is not a valid change command`);
  }
}

/** `["a", "b"]` as it is, anything else for the shell. */
function command(text: string): readonly string[] {
  return jsonList(text) ?? (text === '' ? [] : [...shell, text]);
}

function list(text: string): readonly string[] {
  return jsonList(text) ?? words(text);
}

function jsonList(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  } catch {
    // Not JSON: the shell's, as Docker takes it.
  }
  return undefined;
}

/** `A=b C="d e"`, or the old `A b`. */
function pairs(instruction: string, text: string): readonly (readonly [string, string])[] {
  const all = some(instruction, words(text));
  if (!all[0]?.includes('=')) {
    const [, name = '', value] = /^(\S+)\s+([\s\S]+)$/.exec(text) ?? [];
    if (value === undefined) throw badRequest(`${instruction} must have two arguments`);
    return [[name, value]];
  }
  return all.map((word) => {
    const equals = word.indexOf('=');
    if (equals < 0)
      throw badRequest(`Syntax error - can't find = in ${JSON.stringify(word)}. Must be of the form: name=value`);
    if (equals === 0) throw badRequest(`${instruction} names can not be blank`);
    return [word.slice(0, equals), word.slice(equals + 1)] as const;
  });
}

function withVariables(env: readonly string[], set: readonly (readonly [string, string])[]): readonly string[] {
  const names = new Map(set);
  const kept = env.map((line) => {
    const name = line.split('=', 1)[0] ?? '';
    const value = names.get(name);
    names.delete(name);
    return value === undefined ? line : `${name}=${value}`;
  });
  return [...kept, ...[...names].map(([name, value]) => `${name}=${value}`)];
}

function portOf(text: string): readonly [string, object] {
  const [, port = '', protocol = 'tcp'] = /^(\d{1,5}(?:-\d{1,5})?)(?:\/(tcp|udp|sctp))?$/i.exec(text) ?? [];
  if (port === '') throw badRequest(`invalid containerPort: ${text}`);
  return [`${port}/${protocol.toLowerCase()}`, {}];
}

const durations: {readonly [flag: string]: 'Interval' | 'Timeout' | 'StartPeriod' | 'StartInterval'} = {
  interval: 'Interval',
  timeout: 'Timeout',
  'start-period': 'StartPeriod',
  'start-interval': 'StartInterval',
};
const nanoseconds: {readonly [unit: string]: number} = {ms: 1e6, s: 1e9, m: 60e9, h: 3600e9};

function healthcheckOf(text: string): Healthcheck {
  if (/^none$/i.test(text)) return {Test: ['NONE']};
  let check: Healthcheck = {};
  let rest = text;
  for (let flag = /^--([a-z-]+)=(\S+)\s*/.exec(rest); flag; flag = /^--([a-z-]+)=(\S+)\s*/.exec(rest)) {
    const [whole, name = '', value = ''] = flag;
    rest = rest.slice(whole.length);
    const key = durations[name];
    if (key) check = {...check, [key]: durationOf(value)};
    else if (name === 'retries' && /^\d+$/.test(value)) check = {...check, Retries: Number(value)};
    else throw badRequest(`unknown flag: ${name}`);
  }
  const tested = /^cmd\s+([\s\S]+)$/i.exec(rest)?.[1];
  if (tested === undefined)
    throw badRequest(`Unknown type ${JSON.stringify(rest.split(/\s/, 1)[0])} in HEALTHCHECK (try CMD)`);
  const exec = jsonList(tested);
  return {...check, Test: exec ? ['CMD', ...exec] : ['CMD-SHELL', tested]};
}

function durationOf(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text)
    throw badRequest(`time: invalid duration ${JSON.stringify(text)}`);
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (nanoseconds[unit ?? ''] ?? 0), 0);
}

/** Words as a Dockerfile has them: quotes and backslashes taken away. */
function words(text: string): readonly string[] {
  const found: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\\' && quote !== "'" && at + 1 < text.length) {
      at += 1;
      word = `${word ?? ''}${text[at]}`;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word = `${word ?? ''}${character}`;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else word = `${word ?? ''}${character}`;
  }
  return word === undefined ? found : [...found, word];
}

function one(instruction: string, text: string): string {
  if (text === '') throw badRequest(`${instruction} requires exactly one argument`);
  return text;
}

function some(instruction: string, given: readonly string[]): readonly string[] {
  if (given.length === 0) throw badRequest(`${instruction} requires at least one argument`);
  return given;
}
