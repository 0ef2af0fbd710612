/** Composition root of our own `kind` command. */
import {runKind} from './sandbox/cli/kind/main.ts';
import {runOnNode} from './sandbox/cli/node.ts';

/** Ends the process when all output is written. */
export async function runAndExit(): Promise<void> {
  const code = await runOnNode(runKind, process.argv.slice(2));
  process.exitCode = code;
  process.stdout.write('', () => process.exit(code));
}
