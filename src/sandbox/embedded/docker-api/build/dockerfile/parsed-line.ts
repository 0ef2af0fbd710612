import {LineFault} from './fault.ts';
import {goQuote} from './go-quote.ts';
import {jsonList} from './json-list.ts';
import type {Escape} from './logical-lines.ts';
import {gap, splitCommand} from './split-command.ts';
import {cutAtSpace, trimSpace} from './white-space.ts';
import {splitWords} from './words.ts';

/** An instruction taken apart; nobody has asked yet whether there is one of that name. */
export interface ParsedLine {
  /** In small letters. */
  readonly name: string;
  readonly flags: readonly string[];
  /** Of ENV and LABEL names and values in turn; of ONBUILD the name of the trigger first. */
  readonly args: readonly string[];
  /** They were written as a JSON list. */
  readonly isJson: boolean;
  /** The whole instruction as a step shows it. */
  readonly source: string;
}

interface Arguments {
  readonly args: readonly string[];
  readonly isJson?: boolean;
}

/** Takes an instruction apart as its name asks for. Throws a LineFault. */
export function parseLine(text: string, escaper: Escape): ParsedLine {
  const {name, flags, rest} = splitCommand(text);
  const {args, isJson = false} = argumentsOf(name, rest, escaper);
  return {name, flags, args, isJson, source: trimSpace(text)};
}

function argumentsOf(name: string, rest: string, escaper: Escape): Arguments {
  switch (name) {
    case 'add':
    case 'copy':
    case 'volume':
      return listed(rest) ?? {args: separated(rest)};
    case 'cmd':
    case 'entrypoint':
    case 'run':
    case 'shell':
      return listed(rest) ?? {args: whole(rest)};
    case 'env':
    case 'label':
      return {args: namesAndValues(name.toUpperCase(), rest, escaper)};
    case 'arg':
      return {args: splitWords(rest, escaper)};
    case 'expose':
    case 'from':
      return {args: separated(rest)};
    case 'healthcheck':
      return healthcheck(rest);
    case 'maintainer':
    case 'stopsignal':
    case 'user':
    case 'workdir':
      return {args: whole(rest)};
    case 'onbuild':
      return {args: trigger(rest, escaper)};
    default:
      return {args: []};
  }
}

function listed(rest: string): Arguments | undefined {
  const args = jsonList(rest);
  return args && {args, isJson: true};
}

function whole(rest: string): readonly string[] {
  return rest === '' ? [] : [rest];
}

function separated(rest: string): readonly string[] {
  return rest === '' ? [] : rest.split(gap);
}

/** `a=b c="d e"`, or the old `a b`, where everything behind the name is the value. */
function namesAndValues(name: string, rest: string, escaper: Escape): readonly string[] {
  const words = splitWords(rest, escaper);
  const [first] = words;
  if (first === undefined) return [];
  if (!first.includes('=')) {
    const found = gap.exec(rest);
    if (!found) throw new LineFault(`${name} must have two arguments`);
    return [rest.slice(0, found.index), rest.slice(found.index + found[0].length)];
  }
  return words.flatMap((word) => {
    const equals = word.indexOf('=');
    if (equals < 0)
      throw new LineFault(`Syntax error - can't find = in ${goQuote(word)}. Must be of the form: name=value`);
    return [word.slice(0, equals), word.slice(equals + 1)];
  });
}

function healthcheck(rest: string): Arguments {
  const {first: type, rest: command} = cutAtSpace(rest);
  if (type === '') return {args: []};
  const {args, isJson} = listed(command) ?? {args: whole(command)};
  return {args: [type, ...args], ...(isJson === undefined ? {} : {isJson})};
}

function trigger(rest: string, escaper: Escape): readonly string[] {
  if (rest === '') return [];
  const {name, args} = parseLine(rest, escaper);
  return [name, ...args];
}
