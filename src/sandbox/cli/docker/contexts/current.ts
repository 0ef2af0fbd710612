import type {CommandContext, Server} from '../../context.ts';
import type {GlobalOptions} from '../app.ts';
import type {ConfigFile} from '../config-file.ts';
import {configText} from '../config-file.ts';
import {defaultHost, parseHost, serverAt} from '../engine/host.ts';
import {contextStore} from './store.ts';

/** What decides which Engine is meant. */
export interface Choice {
  readonly context: CommandContext;
  readonly options: GlobalOptions;
  readonly config: ConfigFile;
}

/** The name of the context in use; `default` stands for DOCKER_HOST or the usual socket. */
export async function currentContext({context, options, config}: Choice): Promise<string> {
  if (options.context !== '') return options.context;
  if (options.host !== '' || context.env['DOCKER_HOST']) return 'default';
  return context.env['DOCKER_CONTEXT'] || (await configText(config, 'currentContext')) || 'default';
}

/** The address that `default` stands for. */
export function defaultEndpoint({context, options}: Pick<Choice, 'context' | 'options'>): string {
  const typed = options.host || context.env['DOCKER_HOST'] || '';
  const {os} = context.platform;
  return typed === '' ? defaultHost(os) : parseHost(typed, {os, tls: options.tls !== undefined});
}

/** The Engine that is meant. */
export async function currentServer(choice: Choice): Promise<Server> {
  const {context, options} = choice;
  const name = await currentContext(choice);
  if (name === 'default') return serverAt(defaultEndpoint(choice), context, options.tls);
  try {
    const {host} = await contextStore(context.files, options.configFolder).get(name);
    return await serverAt(parseHost(host, {os: context.platform.os, tls: false}), context, options.tls);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Failed to initialize: unable to resolve docker endpoint: ${reason}`);
  }
}
