/** Composition root of our own `kubectl` command. */
import {runKubectl} from './sandbox/cli/kubectl/main.ts';
import {runOnNode} from './sandbox/cli/node.ts';

/** Ends the process when all output is written. */
export async function runAndExit(): Promise<void> {
  const code = await runOnNode(runKubectl, process.argv.slice(2));
  process.exitCode = code;
  process.stdout.write('', () => process.exit(code));
}
