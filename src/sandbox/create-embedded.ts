import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {ensurePrivateFolder, ensureSocketFolder} from '../private-folder.ts';
import type {SandboxOptions} from './create.ts';
import {createSandbox} from './create.ts';
import {startEngine} from './embedded/edge/start.ts';
import {putAside} from './kubernetes/put-aside.ts';
import type {Refusal, Sandbox} from './sandbox.ts';

export interface EmbeddedOptions
  extends Pick<SandboxOptions, 'paths' | 'env' | 'courseImages' | 'clusterImages' | 'context' | 'clock'> {
  /** Why it is not a real Docker. */
  readonly refusals: readonly Refusal[];
  /** Real time a simulated download takes: 1 as believable, 0 not at all. */
  readonly downloadPace: number;
}

/** A sandbox on the embedded engine, in this process. The same guard stands before it, so that calls and resets are the same. */
export async function createEmbeddedSandbox({downloadPace, refusals, ...options}: EmbeddedOptions): Promise<Sandbox> {
  const {paths, clock} = options;
  ensurePrivateFolder(paths.work);
  ensureSocketFolder(paths.runtime);
  // What an engine that is gone had made is gone as well, its cluster too.
  for (const file of [paths.embeddedLedger, paths.embeddedKeys, paths.embeddedBase]) rmSync(file, {force: true});
  if (options.context === undefined || options.context === '') putAside(paths);
  const socketPath = join(paths.runtime, 'engine.sock');
  const engine = await startEngine({socketPath, bindFolder: paths.work, downloadPace});
  const sandbox = await createSandbox({
    ...options,
    paths: {...paths, clusterKeys: paths.embeddedKeys, clusterBase: paths.embeddedBase},
    endpoint: {
      host: `unix://${socketPath}`,
      found: 'default socket',
      context: 'default',
      transport: 'socket',
      socketPath,
    },
    version: engine.version,
    embedded: {stateSince: clock.now(), refusals},
  });
  return {
    ...sandbox,
    async stop() {
      await sandbox.stop();
      await engine.stop();
    },
  };
}
