import {linesOf} from '../../bytes.ts';
import {text} from '../../cobra/flag-kinds.ts';
import {compileTemplate, type Template} from '../../template/execute.ts';
import {builtins, dockerFunctions} from '../../template/functions.ts';
import {defineCommand} from '../app.ts';
import {encodeFilters} from '../engine/query.ts';
import {ExitError, errorOf} from '../errors.ts';
import {plainFormat} from '../flags/format-flag.ts';
import {filter} from '../flags/kinds.ts';
import {decode, int, mapOf, optional, renamed, struct, text as textType} from '../inspect/go-type.ts';
import {type Json, object, textMap, text as textOf} from '../json.ts';
import {apiTimestamp} from '../timestamp.ts';

const flags = {
  filter: filter('filter', {short: 'f', usage: 'Filter output based on conditions provided'}),
  format: plainFormat(''),
  since: text('since', {usage: 'Show all events created since timestamp'}),
  until: text('until', {usage: 'Stream events until this timestamp'}),
};

const eventType = struct('events.Message', {
  Status: optional(textType, 'status'),
  ID: optional(textType, 'id'),
  From: optional(textType, 'from'),
  Type: textType,
  Action: textType,
  Actor: struct('events.Actor', {ID: textType, Attributes: mapOf(textType)}),
  Scope: optional(textType, 'scope'),
  Time: optional(int, 'time'),
  TimeNano: renamed('timeNano', int),
});

/** `docker events`. https://docs.docker.com/reference/cli/docker/system/events/ */
export const events = defineCommand({
  usage: '[OPTIONS]',
  short: 'Get real time events from the server',
  aliases: 'docker system events, docker events',
  flags: Object.values(flags),
  args: {kind: 'none'},
  async run({app, get}) {
    const format = get(flags.format);
    const template = format === '' || format === 'json' ? undefined : parse(format);
    const nowMs = app.context.clock.now();
    const {body} = await app.engine.call({
      path: '/events',
      query: {
        filters: encodeFilters(get(flags.filter)),
        since: get(flags.since) === '' ? undefined : apiTimestamp(get(flags.since), nowMs),
        until: get(flags.until) === '' ? undefined : apiTimestamp(get(flags.until), nowMs),
      },
    });
    for await (const line of linesOf(body)) {
      if (line.trim() === '') continue;
      if (format === '') await app.print(`${eventText(object(JSON.parse(line)), line)}\n`);
      else await app.print(`${execute(template, line)}\n`);
    }
    return 0;
  },
});

function parse(format: string): Template {
  try {
    return compileTemplate(format, new Map([...builtins, ...dockerFunctions]));
  } catch (error) {
    throw new ExitError(64, `Error parsing format: ${errorOf(error).message}`);
  }
}

function execute(template: Template | undefined, line: string): string {
  // Nanoseconds are more digits than a number has: they are put back as they came.
  const nanoseconds = /"timeNano":\s*(\d+)/.exec(line)?.[1] ?? '0';
  const value = decode(eventType, {...object(JSON.parse(line)), timeNano: 0});
  if (typeof value !== 'object' || value === null || value.kind !== 'struct') return '';
  const exact = {...value, pointer: true, fields: new Map([...value.fields, ['TimeNano', BigInt(nanoseconds)]])};
  const {toJson} = value;
  const json = {
    ...exact,
    toJson: (options: {readonly escapeHtml: boolean}) =>
      (toJson?.(options) ?? '').replace('"timeNano":0', `"timeNano":${nanoseconds}`),
  };
  try {
    return (template ?? compileTemplate('{{json .}}', dockerFunctions)).execute(json);
  } catch (error) {
    throw new ExitError(64, `Error parsing format: ${errorOf(error).message}`);
  }
}

/** `2026-11-27T16:07:50.099949413Z volume create name (driver=local)`. */
function eventText({Type, Action, Actor, time}: Json, line: string): string {
  const nanoseconds = /"timeNano":\s*(\d+)/.exec(line)?.[1];
  const when = nanoseconds === undefined ? secondsTime(time) : nanoTime(BigInt(nanoseconds));
  const attributes = [...textMap(object(Actor)['Attributes'])].map(([key, value]) => `${key}=${value}`).sort();
  const about = attributes.length === 0 ? '' : ` (${attributes.join(', ')})`;
  return `${when} ${textOf(Type)} ${textOf(Action)} ${textOf(object(Actor)['ID'])}${about}`;
}

function secondsTime(time: unknown): string {
  return nanoTime(BigInt(typeof time === 'number' ? time : 0) * 1_000_000_000n);
}

function nanoTime(ns: bigint): string {
  const whole = new Date(Number(ns / 1_000_000n)).toISOString().slice(0, 19);
  return `${whole}.${String(ns % 1_000_000_000n).padStart(9, '0')}Z`;
}
