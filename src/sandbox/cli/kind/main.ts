import type {CommandContext} from '../context.ts';
import {kindEntries} from './commands.ts';
import {globalFlags} from './flags.ts';
import {runKindProgram} from './program.ts';

/** The `kind` command: clusters out of containers, made over the Docker Engine API. Resolves with the exit code. */
export function runKind(context: CommandContext): Promise<number> {
  return runKindProgram({name: 'kind', flags: Object.values(globalFlags), entries: kindEntries}, context);
}
