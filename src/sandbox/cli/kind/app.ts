import {encodeText} from '../bytes.ts';
import type {Call, Command, Entry} from '../cobra/command.ts';
import type {CommandContext} from '../context.ts';
import {DockerCommands} from './docker/docker-command.ts';
import type {Voice} from './voice/voice.ts';

/** What all kind commands share. */
export interface Kind {
  readonly context: CommandContext;
  readonly docker: DockerCommands;
  readonly voice: Voice;
  /** Writes a line to stdout. */
  print(line: string): Promise<void>;
}

export type KindCommand = Command<Kind>;
export type KindCall = Call<Kind>;
export type KindEntry = Entry<Kind>;

/** Gives a command its type. */
export function defineCommand(command: KindCommand): KindCommand {
  return command;
}

export function createKind(context: CommandContext, voice: Voice): Kind {
  return {
    context,
    voice,
    docker: new DockerCommands(context),
    print: (line) => context.stdout.write(encodeText(`${line}\n`)),
  };
}
