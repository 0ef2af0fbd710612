import type {CommandContext} from '../context.ts';
import {kubectlEntries} from './commands.ts';
import {globalFlags} from './global-flags.ts';
import {homeFolder} from './kubeconfig/kubeconfig.ts';
import {runKubectlProgram} from './program.ts';

/** The `kubectl` command: a client of the Kubernetes API. Resolves with the exit code. */
export function runKubectl(context: CommandContext): Promise<number> {
  const flags = globalFlags(homeFolder(context));
  const program = {name: 'kubectl', flags: Object.values(flags), entries: kubectlEntries};
  return runKubectlProgram(program, context, flags);
}
