import {encodeText} from '../bytes.ts';
import type {Call, Command, Entry} from '../cobra/command.ts';
import type {CommandContext} from '../context.ts';
import type {Discovery} from './client/discovery.ts';
import type {KubeApi} from './client/kube-api.ts';
import type {GlobalOptions} from './global-options.ts';
import type {ClientConfig} from './kubeconfig/client-config.ts';

/** What all kubectl commands share. */
export interface Kubectl {
  readonly context: CommandContext;
  readonly options: GlobalOptions;
  /** The command as it was called: `kubectl rollout status`. */
  readonly path: string;
  readonly api: KubeApi;
  readonly discovery: Discovery;
  /** Where the API is, who we are there, in which namespace; read once. */
  clientConfig(): Promise<ClientConfig>;
  /** The namespace of `-n`, else of the context, else `default`. */
  namespace(): Promise<string>;
  /** Writes text to stdout. */
  print(text: string): Promise<void>;
  /** Writes text to stderr. */
  warn(text: string): Promise<void>;
}

export type KubectlCommand = Command<Kubectl>;
export type KubectlCall = Call<Kubectl>;
export type KubectlEntry = Entry<Kubectl>;

/** Gives a command its type. */
export function defineCommand(command: KubectlCommand): KubectlCommand {
  return command;
}

/** Everything but what the context does by itself. */
export function createKubectl(parts: Omit<Kubectl, 'print' | 'warn' | 'namespace'>): Kubectl {
  const {stdout, stderr} = parts.context;
  return {
    ...parts,
    namespace: async () => (await parts.clientConfig()).namespace,
    print: (text) => stdout.write(encodeText(text)),
    warn: (text) => stderr.write(encodeText(text)),
  };
}
