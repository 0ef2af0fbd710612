/** Composition root of our own `docker` command. */
import {runDocker} from './sandbox/cli/docker/main.ts';
import {runOnNode} from './sandbox/cli/node.ts';

/** Ends the process when all output is written. */
export async function runAndExit(): Promise<void> {
  const code = await runOnNode(runDocker, process.argv.slice(2));
  process.exitCode = code;
  process.stdout.write('', () => process.exit(code));
}
