import {absolutePath} from '../../../runtime/fs/path.ts';
import {parseSignal} from '../../../runtime/process/signals.ts';
import {badRequest} from '../../api/refusal.ts';
import type {ContainerConfig, Healthcheck} from '../../images/image.ts';
import {goDurationText} from '../dockerfile/go-duration.ts';
import {goQuote, goQuoteList, goQuoteNumber} from '../dockerfile/go-quote.ts';
import type {CommandLine, Order, OrderOf, Pair} from '../dockerfile/instruction.ts';
import {parsePortSpecs} from '../dockerfile/port-specs.ts';
import {type StageState, shellOf} from '../stage-state.ts';

/** An order that runs nothing and copies nothing. */
export type Setting = Exclude<Order, OrderOf<'run'> | OrderOf<'copy'> | OrderOf<'add'>>;

/** Changes what the image of a stage says of itself; gives what `docker history` shows. Throws 400 and LineFaults. */
export function change(state: StageState, order: Setting): string {
  switch (order.kind) {
    case 'env':
      state.config = {...state.config, Env: order.pairs.reduce(withVariable, state.config.Env ?? [])};
      return `ENV${order.pairs.map(pairText).join('')}`;
    case 'label':
      state.config = {...state.config, Labels: {...state.config.Labels, ...entriesOf(order.pairs)}};
      return `LABEL${order.pairs.map(pairText).join('')}`;
    case 'maintainer':
      state.author = order.author;
      return `MAINTAINER ${order.author}`;
    case 'onbuild':
      state.config = {...state.config, OnBuild: [...(state.config.OnBuild ?? []), order.trigger]};
      return `ONBUILD ${order.trigger}`;
    case 'cmd':
      return changeCommand(state, order.command);
    case 'entrypoint':
      return changeEntrypoint(state, order.command);
    case 'healthcheck':
      state.config = {...state.config, Healthcheck: order.check};
      return `HEALTHCHECK ${checkText(order.check)}`;
    case 'expose': {
      const ports = Object.fromEntries(parsePortSpecs(order.ports).map((port) => [port, {}]));
      state.config = {...state.config, ExposedPorts: {...state.config.ExposedPorts, ...ports}};
      return `EXPOSE ${order.ports.join(' ')}`;
    }
    case 'user':
      state.config = {...state.config, User: order.user};
      return `USER ${order.user}`;
    case 'volume':
      return changeVolumes(state, order.paths);
    case 'stopsignal':
      if (!parseSignal(order.signal)) throw badRequest(`Invalid signal: ${order.signal}`);
      state.config = {...state.config, StopSignal: order.signal};
      return `STOPSIGNAL ${order.signal}`;
    case 'arg':
      for (const argument of order.args) state.args.declare(argument);
      return `ARG ${order.args.map(({key, value}) => (value === undefined ? key : `${key}=${value}`)).join(' ')}`;
    case 'shell':
      state.config = {...state.config, Shell: order.shell};
      return `SHELL [${order.shell.join(' ')}]`;
    case 'workdir':
      if (order.path === '') throw badRequest('cannot normalize nothing');
      state.config = {...state.config, WorkingDir: absolutePath(order.path, state.config.WorkingDir || '/')};
      return `WORKDIR ${state.config.WorkingDir}`;
  }
}

/** A command with the shell of the stage before it, where it is for one. */
export function resolveCommand({words, forShell}: CommandLine, config: ContainerConfig): readonly string[] {
  return forShell ? [...shellOf(config), ...(words.length > 0 ? [words.join(' ')] : [])] : words;
}

function changeCommand(state: StageState, command: CommandLine): string {
  const words = resolveCommand(command, state.config);
  state.config = {...state.config, Cmd: words};
  if (command.words.length > 0) state.hasCommand = true;
  return `CMD ${goQuoteList(words)}`;
}

/** The command of the base was for another entry point: it goes, unless this stage has said another one. */
function changeEntrypoint(state: StageState, command: CommandLine | undefined): string {
  const words = command && resolveCommand(command, state.config);
  state.config = {...state.config, Entrypoint: words, ...(state.hasCommand ? {} : {Cmd: undefined})};
  return `ENTRYPOINT ${goQuoteList(words ?? [])}`;
}

function changeVolumes(state: StageState, paths: readonly string[]): string {
  if (paths.includes('')) throw badRequest('VOLUME specified can not be an empty string');
  const volumes = Object.fromEntries(paths.map((path) => [path, {}]));
  state.config = {...state.config, Volumes: {...state.config.Volumes, ...volumes}};
  return `VOLUME [${paths.join(' ')}]`;
}

function withVariable(env: readonly string[], pair: Pair): readonly string[] {
  const line = `${pair.key}=${pair.value}`;
  const at = env.findIndex((known) => known.split('=', 1)[0] === pair.key);
  return at < 0 ? [...env, line] : env.with(at, line);
}

function entriesOf(pairs: readonly Pair[]): {readonly [key: string]: string} {
  return Object.fromEntries(pairs.map(({key, value}) => [key, value]));
}

function pairText({key, value}: Pair): string {
  return ` ${key}=${value}`;
}

/** As Go prints the structure. */
function checkText({
  Test = [],
  Interval = 0,
  Timeout = 0,
  StartPeriod = 0,
  StartInterval,
  Retries = 0,
}: Healthcheck): string {
  const times = [Interval, Timeout, StartPeriod, ...(StartInterval === undefined ? [] : [StartInterval])];
  const shown = times.map((time) => goQuote(goDurationText(time))).join(' ');
  return `&{${goQuoteList(Test)} ${shown} ${goQuoteNumber(Retries)}}`;
}
