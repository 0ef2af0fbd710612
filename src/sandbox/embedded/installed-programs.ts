import {enginePrograms} from './engine-programs.ts';
import type {Backplane} from './node/backplane.ts';
import {createBackplane, kubernetesPrograms} from './node/programs.ts';
import type {Program} from './runtime/process/process.ts';

/** Everything an executable in an image can run, by its name there. */
export function installedPrograms({
  downloadPace = 1,
  backplane = createBackplane({downloadPace}),
}: {
  readonly downloadPace?: number;
  /** What the programs of clusters share; tests look into it. */
  readonly backplane?: Backplane;
} = {}): ReadonlyMap<string, Program> {
  const programs = [...enginePrograms(), ...kubernetesPrograms(backplane)];
  return new Map(programs.map((program) => [program.name, program]));
}
