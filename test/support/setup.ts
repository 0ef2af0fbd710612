import type {TestProject} from 'vitest/node';
import {probeDocker, type RealDocker} from './probe-docker.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly realDocker: RealDocker;
  }
}

/** Looks for Docker once a run, before any test is collected. */
export async function setup(project: TestProject): Promise<void> {
  project.provide('realDocker', await probeDocker());
}
