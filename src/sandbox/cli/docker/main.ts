import {runProgram} from '../cobra/run.ts';
import type {CommandContext} from '../context.ts';
import {dockerEntries} from './commands.ts';
import {configFolderOf, dockerDialect} from './dialect.ts';
import {globalFlags} from './global-flags.ts';

/** The `docker` command: a client of the Docker Engine API. Resolves with the exit code. */
export function runDocker(context: CommandContext): Promise<number> {
  const flags = globalFlags(configFolderOf(context));
  const program = {name: 'docker', flags: Object.values(flags), entries: dockerEntries};
  return runProgram(program, context.argv, dockerDialect(context, flags));
}
