import {isSystemError} from '../../system-error.ts';
import {baseName} from '../fs/path.ts';
import type {Process, Program} from '../process/process.ts';
import type {Applet} from './applet.ts';
import {applets} from './applets/index.ts';
import {Call} from './call.ts';
import {Failure, UsageError} from './failure.ts';
import {Options, parseOptions} from './options.ts';
import {busyboxUsage, usageOf} from './usage.ts';

/** Names that are no applets' when `--help` is asked: to them it is a word like any other. */
const withoutHelp: ReadonlySet<string> = new Set(['test', '[', '[[', 'true', 'false', 'echo']);

/** Busybox without a shell. */
export const busyboxProgram: Program = busyboxWith([]);

/** Busybox with more programs among its applets, by their names: the shell is one. */
export function busyboxWith(more: readonly {readonly names: readonly string[]; readonly program: Program}[]): Program {
  const others = new Map(more.flatMap(({names, program}) => names.map((name) => [name, program] as const)));
  const own = new Map(applets.flatMap((applet) => applet.names.map((name) => [name, applet] as const)));
  const names = [...own.keys(), ...others.keys()].sort();

  async function dispatch(process: Process, depth = 0): Promise<number> {
    const name = baseName(process.argv[0] ?? '').replace(/^-/, '');
    const other = others.get(name);
    if (other) return other.main(process);
    const applet = own.get(name);
    if (applet) return runApplet(process, applet, name);
    if (!name.startsWith('busybox')) {
      await process.complain(`${name}: applet not found`);
      return 127;
    }
    const [first] = process.argv.slice(1);
    if (first === undefined || first === '--help') return shown(process, busyboxUsage(names));
    if (first === '--list') return shown(process, `${names.join('\n')}\n`);
    if (first === '--list-full') return shown(process, names.map((each) => `bin/${each}\n`).join(''));
    if (depth > 0 || first.startsWith('-')) {
      await process.complain(`${first}: applet not found`);
      return 127;
    }
    process.argv = process.argv.slice(1);
    return dispatch(process, first.startsWith('busybox') ? 0 : 1);
  }

  return {name: 'busybox', main: (process) => dispatch(process)};
}

/** The names of all applets, for the links of an image. */
export function appletNames(): readonly string[] {
  return applets.flatMap(({names}) => names).sort();
}

async function shown(process: Process, text: string): Promise<number> {
  await process.print(text);
  return 0;
}

async function runApplet(process: Process, applet: Applet, name: string): Promise<number> {
  const args = process.argv.slice(1);
  if (args[0] === '--help' && args.length === 1 && !withoutHelp.has(name)) {
    await process.complain(usageOf(name, applet.usage));
    return 0;
  }
  let call = new Call(process, {name, options: new Options([], args)});
  try {
    call = new Call(process, {name, options: readOptions(applet, args)});
    const code = await applet.run(call);
    await call.out.flush();
    return code;
  } catch (error) {
    return failed(call, applet, error);
  }
}

function readOptions(applet: Applet, args: readonly string[]): Options {
  const words = applet.rewrite?.(args) ?? args;
  const options = applet.options ? parseOptions(words, applet.options) : new Options([], words);
  const [least, most] = applet.operands ?? [0];
  const count = options.operands.length;
  if (count < least || (most !== undefined && count > most)) throw new UsageError('');
  return options;
}

async function failed(
  call: Call,
  {usage, failureCode = 1, usageCode = failureCode}: Applet,
  error: unknown,
): Promise<number> {
  if (error instanceof UsageError) {
    await call.out.flush();
    if (error.message !== '') await call.complain(error.message);
    await call.process.complain(usageOf(call.name, usage));
    return usageCode;
  }
  if (error instanceof Failure) {
    if (error.message !== '') await call.complain(error.message);
    else await call.out.flush();
    return error.code === 1 ? failureCode : error.code;
  }
  if (isSystemError(error)) {
    await call.complain(error.subject === '' ? error.message : `${error.subject}: ${error.message}`);
    return failureCode;
  }
  throw error;
}
