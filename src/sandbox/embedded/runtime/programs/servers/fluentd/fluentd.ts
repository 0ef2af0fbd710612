import {isSystemError} from '../../../../system-error.ts';
import type {Process, Program} from '../../../process/process.ts';
import {ConfigProblem, formatConfig, parseConfig, type Section} from './config.ts';
import {fluentLog} from './log.ts';
import {Router} from './router.ts';
import {type Source, sourceOf} from './sources.ts';

const version = '1.16.2';
const usage = `Usage: fluentd [options]
    -c, --config PATH                config file path (default: /etc/fluent/fluent.conf)
        --dry-run                    Check fluentd setup is correct or not
    -p, --plugin DIR                 add plugin directory
    -q, --quiet                      decrease verbose level
    -v, --verbose                    increase verbose level
        --version
`;

/** Collects logs: a supervisor and a worker. https://docs.fluentd.org */
export const fluentdProgram: Program = {name: 'fluentd', memoryBytes: 38 << 20, main: runFluentd};

interface Setup {
  readonly router: Router;
  readonly sources: readonly Source[];
  readonly config: Section;
}

async function runFluentd(process: Process): Promise<number> {
  const args = process.argv.slice(1);
  if (args.includes('--version')) return said(process, `fluentd ${version}\n`, 0);
  if (args.includes('-h') || args.includes('--help')) return said(process, usage, 0);
  const path = optionOf(args, '-c', '--config') ?? '/etc/fluent/fluent.conf';
  const isQuiet = args.includes('-q') || args.includes('--quiet');
  const log = fluentLog(process);
  const tell = async (text: string): Promise<void> => (isQuiet ? undefined : log.say('info', text));
  process.argv = ['/usr/bin/ruby', '/usr/bin/fluentd', ...args];
  try {
    await tell('init supervisor logger path=nil rotate_age=nil rotate_size=nil');
    const setup = setUp(process, path);
    await tell(`parsing config file is succeeded path="${path}"`);
    await tell(`gem 'fluentd' version '${version}'`);
    if (args.includes('--dry-run')) {
      await tell('finished dry run mode');
      return 0;
    }
    await tell(`using configuration file: ${formatConfig(setup.config).trimEnd()}`);
    await tell(`starting fluentd-${version} pid=${process.pid} ruby="3.2.2"`);
    return await supervise(process, setup, isQuiet);
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    const words = JSON.stringify(error.message);
    await log.say('error', `config error file="${path}" error_class=Fluent::ConfigError error=${words}`);
    return 1;
  }
}

async function said(process: Process, text: string, code: number): Promise<number> {
  await process.print(text);
  return code;
}

function optionOf(args: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    if (names.includes(arg)) return args[index + 1];
    const long = names.find((name) => arg.startsWith(`${name}=`));
    if (long !== undefined) return arg.slice(long.length + 1);
  }
  return undefined;
}

/** Throws ConfigProblem. */
function setUp(process: Process, path: string): Setup {
  const config = parseConfig(configText(process, path), path.split('/').at(-1) ?? path);
  const router = new Router(config);
  const sources = config.sections.filter(({name}) => name === 'source').map(sourceOf);
  for (const {label} of sources) if (label !== '') router.requireLabel(label);
  return {config, router, sources};
}

function configText(process: Process, path: string): string {
  try {
    return process.files.readText(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigProblem(`${error.message} @ rb_sysopen - ${path}`);
  }
}

async function supervise(process: Process, setup: Setup, isQuiet: boolean): Promise<number> {
  const log = fluentLog(process);
  const worker = process.fork((child) => work(child, setup, isQuiet));
  for (const name of ['SIGTERM', 'SIGINT'] as const)
    process.onSignal(name, () => {
      void log.say('info', 'Received graceful stop').catch(() => {});
      worker.kill('SIGTERM');
    });
  const status = await process.waitFor(worker);
  const how = status.signal ? `with signal ${status.signal}` : `with status ${status.code}`;
  await log.say('info', `Worker 0 finished ${how}`);
  return status.code;
}

async function work(process: Process, {router, sources, config}: Setup, isQuiet: boolean): Promise<number> {
  const log = fluentLog(process, '#0 ');
  const tell = async (text: string): Promise<void> => (isQuiet ? undefined : log.say('info', text));
  const told = new Promise<'stop'>((resolve) => process.onSignal('SIGTERM', () => resolve('stop')));
  process.onSignal('SIGINT', 'ignore');
  for (const {name, argument, values} of config.sections)
    if (name === 'match' || name === 'filter')
      await tell(`adding ${name}${name === 'match' ? '' : 'ing'} pattern="${argument}" type="${values.get('@type')}"`);
  for (const {type, warnings} of sources) {
    await tell(`adding source type="${type}"`);
    for (const warning of warnings) await log.say('warn', warning);
  }
  await tell(`starting fluentd worker pid=${process.pid} ppid=${process.parent?.pid ?? 0} worker=0`);
  const failed = Promise.all(
    sources.map((source) => source.run(process, log, router.emitTo(source.label, process, log))),
  ).then(() => told);
  try {
    await tell('fluentd worker is now running worker=0');
    await process.wait(Promise.race([told, failed]));
    await tell('fluentd worker is now stopping worker=0');
    await tell('shutting down fluentd worker worker=0');
    for (const {type} of sources) await tell(`shutting down input plugin type=:${type} plugin_id="object:${type}"`);
    return 0;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await log.say('error', `unexpected error error_class=Errno::${error.code} error="${error.message}"`);
    return 1;
  }
}
