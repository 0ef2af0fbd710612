import {isSystemError} from '../../../../system-error.ts';
import type {Listener} from '../../../net/stack.ts';
import type {Process, Program} from '../../../process/process.ts';
import {acceptAll, listenOn} from '../listening-socket.ts';
import type {Registry} from './call.ts';
import {ConfigFault, parseRegistryConfig, type RegistryConfig} from './config.ts';
import {collectGarbage} from './garbage.ts';
import {RegistryLog, registryVersion} from './log.ts';
import {serveRegistry} from './serve.ts';
import {RegistryStorage} from './storage.ts';
import {Uploads} from './uploads.ts';

/** The image registry `distribution` 2.8. https://distribution.github.io/distribution/ */
export const registryProgram: Program = {name: 'registry', memoryBytes: 12 << 20, main: runRegistry};

async function runRegistry(process: Process): Promise<number> {
  const [command, ...args] = process.argv.slice(1);
  switch (command) {
    case 'serve':
      return wantsHelp(args) ? say(process, serveUsage) : serve(process, args);
    case 'garbage-collect':
      return wantsHelp(args) ? say(process, garbageUsage) : collect(process, args);
    case '-v':
    case '--version':
      return say(process, `registry github.com/docker/distribution ${registryVersion}\n`);
    case undefined:
    case 'help':
    case '-h':
    case '--help':
      return say(process, usage);
    default:
      await process.complain(`Error: unknown command "${command}" for "registry"\nRun 'registry --help' for usage.`);
      return 1;
  }
}

const usage = `Usage:
  registry [flags]
  registry [command]

Available Commands:
  garbage-collect \`garbage-collect\` deletes layers not referenced by any manifests
  help            Help about any command
  serve           \`serve\` stores and distributes Docker images

Flags:
  -h, --help      help for registry
  -v, --version   show the version and exit

Use "registry [command] --help" for more information about a command.
`;

const serveUsage = `\`serve\` stores and distributes Docker images.

Usage:
  registry serve <config> [flags]

Flags:
  -h, --help   help for serve
`;

const garbageUsage = `\`garbage-collect\` deletes layers not referenced by any manifests

Usage:
  registry garbage-collect <config> [flags]

Flags:
  -m, --delete-untagged   delete manifests that are not currently referenced via tag
  -d, --dry-run           do everything except remove the blobs
  -h, --help              help for garbage-collect
`;

function wantsHelp(args: readonly string[]): boolean {
  return args.includes('-h') || args.includes('--help');
}

async function say(process: Process, text: string): Promise<number> {
  await process.print(text);
  return 0;
}

/** The configuration of a command line; undefined, and the reason on standard error, when it cannot be used. */
async function configOf(process: Process, path: string | undefined, help: string): Promise<RegistryConfig | undefined> {
  const refuse = async (reason: string): Promise<undefined> => {
    const short = help.slice(help.indexOf('Usage:')).trimEnd();
    await process.complain(`configuration error: ${reason}\n${short}`);
  };
  const from = path ?? process.env.get('REGISTRY_CONFIGURATION_PATH');
  if (from === undefined) return refuse('configuration path unspecified');
  try {
    return parseRegistryConfig(process.files.readText(from), process.env);
  } catch (error) {
    if (error instanceof ConfigFault) return refuse(`error parsing ${from}: ${error.message}`);
    if (isSystemError(error)) return refuse(`open ${from}: ${error.message.toLowerCase()}`);
    throw error;
  }
}

async function serve(process: Process, [path]: readonly string[]): Promise<number> {
  const config = await configOf(process, path, serveUsage);
  if (!config) return 1;
  const log = new RegistryLog(process, config);
  const [unable] = config.notSimulated;
  if (unable !== undefined) {
    await log.start('fatal', `${unable} is not simulated by k8s-learn`);
    return 1;
  }
  await log.start('warning', noSecret);
  await log.start('info', 'redis not configured');
  await log.start('info', 'using inmemory blob descriptor cache');
  const listener = await listen(process, config, log);
  if (!listener) return 1;
  await log.start('info', `listening on [::]:${listener.port}`);
  const storage = new RegistryStorage(process, config.rootDirectory);
  const registry: Registry = {config, storage, uploads: new Uploads(storage), log};
  process.onSignal('SIGPIPE', 'ignore');
  // Go's own handler: a server that asks for no signal ends with 2, also as the first process.
  const ended = new Promise<number>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.onSignal(name, () => resolve(2));
  });
  void acceptAll(process, listener, (connection) => serveRegistry(registry, connection));
  return process.wait(ended);
}

const noSecret =
  'No HTTP secret provided - generated random secret. This may cause problems with uploads if multiple registries are ' +
  'behind a load-balancer. To provide a shared secret, fill in http.secret in the configuration file or set the ' +
  'REGISTRY_HTTP_SECRET environment variable.';

async function listen(process: Process, {address}: RegistryConfig, log: RegistryLog): Promise<Listener | undefined> {
  const [, host = '', port] = /^(.*):(\d{1,5})$/.exec(address) ?? [];
  if (port === undefined) {
    await log.start('fatal', `listen tcp: address ${address}: missing port in address`);
    return undefined;
  }
  try {
    return listenOn(process, Number(port), host === '' || host.includes(':') ? '0.0.0.0' : host).listener;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const reason = error.code === 'EADDRINUSE' ? 'address already in use' : 'cannot assign requested address';
    await log.start('fatal', `listen tcp ${address}: bind: ${reason}`);
    return undefined;
  }
}

async function collect(process: Process, args: readonly string[]): Promise<number> {
  const path = args.find((arg) => !arg.startsWith('-'));
  const config = await configOf(process, path, garbageUsage);
  if (!config) return 1;
  await collectGarbage(new RegistryStorage(process, config.rootDirectory), new RegistryLog(process, config), {
    dryRun: args.some((arg) => /^(--dry-run|-[dm]*d[dm]*)$/.test(arg)),
    deleteUntagged: args.some((arg) => /^(--delete-untagged(=true)?|-[dm]*m[dm]*)$/.test(arg)),
  });
  return 0;
}
