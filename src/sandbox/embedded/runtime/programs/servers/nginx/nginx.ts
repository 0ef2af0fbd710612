import {isSystemError, SystemError} from '../../../../system-error.ts';
import {nullDescriptor} from '../../../process/descriptor.ts';
import type {Process, Program} from '../../../process/process.ts';
import type {SignalName} from '../../../process/signals.ts';
import {encodeBytes} from '../../text/codec.ts';
import {errorNumberText} from '../error-number.ts';
import {ConfigProblem, placed} from './config/problem.ts';
import {type LoadedConfig, loadConfig} from './load.ts';
import {NginxLog, StartLog} from './log.ts';
import {Master} from './master.ts';
import {
  type NginxOptions,
  type NginxSignal,
  nginxBuild,
  nginxUsage,
  OptionProblem,
  parseNginxOptions,
} from './options.ts';
import {openGeneration, Sockets, writePidFile} from './start.ts';
import type {Generation} from './worker.ts';

/** The web server, under the name its executable carries. */
export function nginxOf(name: string, version: string): Program {
  return {name, memoryBytes: 3 << 20, main: (process) => runNginx(process, version)};
}

export const nginxPrograms: readonly Program[] = [nginxOf('nginx', '1.27.5'), nginxOf('nginx-1.26', '1.26.3')];

async function runNginx(process: Process, version: string): Promise<number> {
  let options: NginxOptions;
  try {
    options = parseNginxOptions(process.argv.slice(1));
  } catch (error) {
    if (!(error instanceof OptionProblem)) throw error;
    await process.complain(`nginx: ${error.message}`);
    return 1;
  }
  if (options.version !== 'none') {
    const extra = options.help ? nginxUsage : options.version === 'long' ? nginxBuild : '';
    await process.write(2, `nginx version: nginx/${version}\n${extra}`);
    return 0;
  }
  const log = await StartLog.open(process, options.errorLog);
  const loaded = await load(process, options, log);
  if (options.test) return report(process, options, {loaded, log, version});
  if (!loaded) return 1;
  if (options.signal) return sendSignal(process, options.signal, {pidPath: loaded.main.pidPath, log});
  return start(process, options, {loaded, log, version});
}

async function load(process: Process, options: NginxOptions, log: StartLog): Promise<LoadedConfig | undefined> {
  const warnings: string[] = [];
  const flush = async (): Promise<void> => {
    for (const message of warnings.splice(0)) await log.write('warn', message);
  };
  try {
    const loaded = await loadConfig(process, options, (message) => warnings.push(message));
    await flush();
    return loaded;
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    await flush();
    await log.write('emerg', error.text);
    return undefined;
  }
}

interface Loaded {
  readonly loaded: LoadedConfig | undefined;
  readonly log: StartLog;
  readonly version: string;
}

/** What `-t` and `-T` say. */
async function report(process: Process, {configPath, quiet, dump}: NginxOptions, given: Loaded): Promise<number> {
  const {loaded, log} = given;
  const say = (line: string): Promise<void> => process.complain(`nginx: ${line}`);
  if (loaded && !quiet) await say(`the configuration file ${configPath} syntax is ok`);
  const isFit = await openForTest(process, given);
  const hasEvents = loaded?.main.hasEvents ?? true;
  if (!hasEvents) await log.write('emerg', 'no "events" section in configuration');
  if (!loaded || !isFit || !hasEvents) {
    await say(`configuration file ${configPath} test failed`);
    return 1;
  }
  if (!quiet) await say(`configuration file ${configPath} test is successful`);
  if (dump)
    for (const {path, text} of loaded.files)
      await process.print(encodeBytes(`# configuration file ${path}:\n${text}\n`));
  return 0;
}

/** A test opens what it would use, but its sockets. */
async function openForTest(process: Process, {loaded, log, version}: Loaded): Promise<boolean> {
  if (!loaded) return false;
  try {
    const http = loaded.main.http && {...loaded.main.http, listeners: []};
    openGeneration(process, {...loaded, main: {...loaded.main, http}}, {sockets: new Sockets(), version});
    return true;
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    await log.write('emerg', error.text);
    return false;
  }
}

const signalNames: {readonly [signal in NginxSignal]: SignalName} = {
  stop: 'SIGTERM',
  quit: 'SIGQUIT',
  reopen: 'SIGUSR1',
  reload: 'SIGHUP',
};

/** `nginx -s reload`: to the process whose number is in the file. */
async function sendSignal(
  process: Process,
  signal: NginxSignal,
  {pidPath, log}: {readonly pidPath: string; readonly log: StartLog},
): Promise<number> {
  await log.notice('signal process started');
  let text: string;
  try {
    text = process.files.readText(pidPath).trimEnd();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await log.write('error', `open() "${pidPath}" failed (${errorNumberText(error)})`);
    return 1;
  }
  if (!/^\d{1,9}$/.test(text)) {
    await log.write('error', `invalid PID number "${text}" in "${pidPath}"`);
    return 1;
  }
  const target = process.space.processes().find(({pid, state}) => pid === Number(text) && state !== 'ended');
  if (!target) {
    const error = new SystemError('ESRCH');
    await log.write('alert', `kill(${text}, ${signalNames[signal]}) failed (${errorNumberText(error)})`);
    return 1;
  }
  target.kill(signalNames[signal]);
  return 0;
}

const uselessUser =
  'the "user" directive makes sense only if the master process runs with super-user privileges, ignored';

/** How often, and how far apart, an address that is taken is tried. */
const bindTries = 5;
const bindMs = 500;

async function start(process: Process, options: NginxOptions, {loaded, log, version}: Loaded): Promise<number> {
  if (!loaded) return 1;
  const {main} = loaded;
  if (process.user.uid !== 0 && main.userPlace) await log.write('warn', placed(uselessUser, main.userPlace));
  const sockets = new Sockets();
  const generation = await openPatiently(process, {loaded, log, version, sockets});
  if (!generation) return 1;
  if (!main.hasEvents) {
    await log.write('emerg', 'no "events" section in configuration');
    return 1;
  }
  process.onSignal('SIGPIPE', 'ignore');
  const started = new NginxLog(process, generation.logs, main.errorLogs);
  for (const line of [
    'using the "epoll" event method',
    `nginx/${version}`,
    'built by k8s-learn (a simulation)',
    'OS: Linux 6.6.0-k8s-learn',
    'getrlimit(RLIMIT_NOFILE): 1048576:1048576',
  ])
    await started.write('notice', line);
  const title = `nginx: master process ${process.argv.join(' ')}`;
  const run = async (master: Process): Promise<number> => {
    master.argv = [title];
    try {
      writePidFile(master, main.pidPath, master.pid);
    } catch (error) {
      if (!(error instanceof ConfigProblem)) throw error;
      await log.write('emerg', error.text);
      return 1;
    }
    return new Master(master, options, {generation, sockets}).run();
  };
  if (!main.isDaemon) return run(process);
  process.fork(
    (daemon) => {
      for (const fd of [0, 1]) daemon.adopt(nullDescriptor(), fd);
      return run(daemon);
    },
    {group: 'own'},
  );
  return 0;
}

async function openPatiently(
  process: Process,
  given: Loaded & {readonly sockets: Sockets},
): Promise<Generation | undefined> {
  const {loaded, log, sockets, version} = given;
  if (!loaded) return undefined;
  for (let tries = 0; tries < bindTries; tries += 1) {
    try {
      return openGeneration(process, loaded, {sockets, version});
    } catch (error) {
      if (!(error instanceof ConfigProblem)) throw error;
      await log.write('emerg', error.text);
      if (!error.message.startsWith('bind()') || !error.message.includes('(98:')) return undefined;
      await log.notice('try again to bind() after 500ms');
      await process.sleep(bindMs);
    }
  }
  await log.write('emerg', 'still could not bind()');
  return undefined;
}
