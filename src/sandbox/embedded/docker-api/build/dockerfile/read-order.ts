import {LineFault} from './fault.ts';
import {readFlags} from './flags.ts';
import {goQuote} from './go-quote.ts';
import {readHealthcheck} from './health-flags.ts';
import type {Argument, Base, CommandLine, Order, Pair} from './instruction.ts';
import type {ParsedLine} from './parsed-line.ts';
import {trimSpace} from './white-space.ts';

/** What an instruction says. Throws a LineFault in the daemon's words: also for one there is not. */
export function readOrder(line: ParsedLine): Order | Base {
  const read = Object.hasOwn(readers, line.name) ? readers[line.name] : undefined;
  if (!read) throw new LineFault(`unknown instruction: ${line.name.toUpperCase()}`);
  return read(line);
}

/** Every instruction there is: a new one is a line here. */
const readers: {readonly [name: string]: (line: ParsedLine) => Order | Base} = {
  add: (line) => {
    const {chown, chmod, paths} = copying(line, 'ADD', ['chown', 'chmod']);
    return {kind: 'add', chown, chmod, ...paths};
  },
  arg: ({args}) => ({kind: 'arg', args: atLeastOne(args, 'ARG').map(argument)}),
  cmd: (line) => ({kind: 'cmd', command: command(line)}),
  copy: (line) => {
    const {chown, chmod, from, paths} = copying(line, 'COPY', ['chown', 'from', 'chmod']);
    return {kind: 'copy', chown, chmod, from, ...paths};
  },
  entrypoint: (line) => {
    const said = command(line);
    return {kind: 'entrypoint', command: said.words.length === 0 ? undefined : said};
  },
  env: (line) => ({kind: 'env', pairs: pairs(line, 'ENV')}),
  expose: ({args, flags}) => {
    const ports = [...atLeastOne(args, 'EXPOSE')].sort();
    readFlags(flags, []);
    return {kind: 'expose', ports};
  },
  from: readBase,
  healthcheck: (line) => ({kind: 'healthcheck', check: readHealthcheck(line)}),
  label: (line) => ({kind: 'label', pairs: pairs(line, 'LABEL'), isVerbatim: false}),
  maintainer: (line) => ({kind: 'maintainer', author: exactlyOne(line, 'MAINTAINER')}),
  onbuild: readTrigger,
  run: (line) => {
    const mounts = readFlags(line.flags, ['mount']).has('mount');
    return {kind: 'run', command: commandOf(line), mounts};
  },
  shell: (line) => {
    readFlags(line.flags, []);
    const shell = atLeastOne(line.args, 'SHELL');
    if (!line.isJson) throw new LineFault('SHELL requires the arguments to be in JSON form');
    return {kind: 'shell', shell};
  },
  // The real parser looks at no flags here.
  stopsignal: (line) => ({kind: 'stopsignal', signal: exactlyOne({...line, flags: []}, 'STOPSIGNAL')}),
  user: (line) => ({kind: 'user', user: exactlyOne(line, 'USER')}),
  volume: ({args, flags}) => {
    atLeastOne(args, 'VOLUME');
    readFlags(flags, []);
    const paths = args.map((path) => trimSpace(path));
    if (paths.includes('')) throw new LineFault('VOLUME specified can not be an empty string');
    return {kind: 'volume', paths};
  },
  workdir: (line) => ({kind: 'workdir', path: exactlyOne(line, 'WORKDIR')}),
};

function readBase({args, flags}: ParsedLine): Base {
  const [base = '', as = '', asked = ''] = args;
  const isNamed = args.length === 3 && as.toLowerCase() === 'as';
  const name = isNamed ? asked.toLowerCase() : '';
  if (isNamed && !/^[a-z][a-z0-9-_.]*$/.test(name))
    throw new LineFault(
      `invalid name for build stage: ${goQuote(asked)}, name can't start with a number or contain symbols`,
    );
  if (!isNamed && args.length !== 1) throw new LineFault('FROM requires either one or three arguments');
  return {kind: 'from', base, name, platform: readFlags(flags, ['platform']).get('platform') ?? ''};
}

function readTrigger({args, flags, source}: ParsedLine): Order {
  const name = trimSpace(atLeastOne(args, 'ONBUILD')[0] ?? '').toUpperCase();
  readFlags(flags, []);
  if (name === 'ONBUILD') throw new LineFault("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
  if (name === 'MAINTAINER' || name === 'FROM') throw new LineFault(`${name} isn't allowed as an ONBUILD trigger`);
  return {kind: 'onbuild', trigger: source.replace(/^\s*ONBUILD\s*/i, '')};
}

function copying(
  {args, flags}: ParsedLine,
  name: string,
  known: readonly string[],
): {
  readonly chown: string;
  readonly chmod: string;
  readonly from: string;
  readonly paths: {readonly sources: readonly string[]; readonly goal: string};
} {
  if (args.length < 2)
    throw new LineFault(
      `${name} requires at least two arguments, but only one was provided. Destination could not be determined`,
    );
  const given = readFlags(flags, known);
  return {
    chown: given.get('chown') ?? '',
    chmod: given.get('chmod') ?? '',
    from: given.get('from') ?? '',
    paths: {sources: args.slice(0, -1), goal: args.at(-1) ?? ''},
  };
}

function command(line: ParsedLine): CommandLine {
  readFlags(line.flags, []);
  return commandOf(line);
}

function commandOf({args, isJson}: ParsedLine): CommandLine {
  return {words: args, forShell: !isJson};
}

function pairs({args, flags}: ParsedLine, name: string): readonly Pair[] {
  readFlags(flags, []);
  atLeastOne(args, name);
  const found: Pair[] = [];
  for (let at = 0; at < args.length; at += 2) {
    const [key = '', value = ''] = args.slice(at, at + 2);
    if (key === '') throw new LineFault(`${name} names can not be blank`);
    found.push({key, value});
  }
  return found;
}

function argument(text: string): Argument {
  const equals = text.indexOf('=');
  if (equals === 0) throw new LineFault('ARG names can not be blank');
  return equals < 0 ? {key: text, value: undefined} : {key: text.slice(0, equals), value: text.slice(equals + 1)};
}

function exactlyOne({args, flags}: ParsedLine, name: string): string {
  const [only, ...more] = args;
  if (only === undefined || more.length > 0) throw new LineFault(`${name} requires exactly one argument`);
  readFlags(flags, []);
  return only;
}

function atLeastOne(args: readonly string[], name: string): readonly string[] {
  if (args.length === 0) throw new LineFault(`${name} requires at least one argument`);
  return args;
}
