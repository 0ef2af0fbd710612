import {execFileSync} from 'node:child_process';
import {existsSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestProject} from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the one cluster of a run; two runs at once have one each. */
    readonly clusterName: string;
  }
}

const name = `k8sl-test-${process.pid}`;

export function kubeconfigOf(cluster: string): string {
  return join(tmpdir(), `${cluster}.kubeconfig`);
}

/** The begin of a run, as vitest calls it. */
export function setup(project: TestProject): void {
  project.provide('clusterName', name);
}

/** The end of a run: the cluster goes, if any suite made it. */
export function teardown(): void {
  const kubeconfig = kubeconfigOf(name);
  if (!existsSync(kubeconfig)) return;
  try {
    execFileSync('kind', ['delete', 'cluster', '--name', name], {stdio: 'ignore', timeout: 60_000});
  } catch {
    // A Docker that ended on the way has taken it along.
  }
  rmSync(kubeconfig, {force: true});
}
