import {execFileSync} from 'node:child_process';
import {existsSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** The one cluster of a test run. */
export const name = 'k8sl-test';
export const kubeconfig = join(tmpdir(), `${name}.kubeconfig`);

/** The end of a run, as vitest calls it: the cluster goes, if any suite made it. */
export function teardown(): void {
  if (!existsSync(kubeconfig)) return;
  try {
    execFileSync('kind', ['delete', 'cluster', '--name', name], {stdio: 'ignore', timeout: 60_000});
  } catch {
    // A Docker that ended on the way has taken it along.
  }
  rmSync(kubeconfig, {force: true});
}
