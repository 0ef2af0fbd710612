import {encodeText} from '../bytes.ts';
import type {Call, Command} from '../cobra/command.ts';
import type {CommandContext} from '../context.ts';
import type {ConfigFile} from './config-file.ts';
import type {Engine} from './engine/engine.ts';

/** What the program was called with before the command. */
export interface GlobalOptions {
  /** `-H`; '' when it was not given. */
  readonly host: string;
  /** `--context`; '' when it was not given. */
  readonly context: string;
  readonly debug: boolean;
  /** The folder of config.json. */
  readonly configFolder: string;
  /** Undefined talks in the clear. */
  readonly tls: TlsOptions | undefined;
}

/** How to talk so that nobody listens. */
export interface TlsOptions {
  readonly verify: boolean;
  /** Paths of PEM files; those that are not there are not used. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** What all docker commands share. */
export interface Docker {
  readonly context: CommandContext;
  readonly engine: Engine;
  readonly options: GlobalOptions;
  readonly config: ConfigFile;
  /** Writes text to stdout. */
  print(text: string): Promise<void>;
  /** Writes text to stderr. */
  warn(text: string): Promise<void>;
}

export type DockerCommand = Command<Docker>;
export type DockerCall = Call<Docker>;

/** Gives a command its type. */
export function defineCommand(command: DockerCommand): DockerCommand {
  return command;
}

/** Everything but what the caller knows already. */
export function createDocker(parts: Omit<Docker, 'print' | 'warn'>): Docker {
  const {stdout, stderr} = parts.context;
  return {
    ...parts,
    print: (text) => stdout.write(encodeText(text)),
    warn: (text) => stderr.write(encodeText(text)),
  };
}
