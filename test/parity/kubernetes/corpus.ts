/** One command line of a scene, as it is typed into a shell. */
export interface KubectlStep {
  readonly run: string;
  readonly stdin?: string;
  /** Why the outputs may differ here; only the exit codes are compared then. */
  readonly differs?: string;
}

/** Commands that belong together: run one after the other in a namespace of their own, which `kubectl` looks into by itself. */
export interface KubectlScene {
  readonly name: string;
  /** Files of the working folder, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly steps: readonly (string | KubectlStep)[];
  /** What happens to be there or not at the end: events whose reason is one of these are not compared. */
  readonly passing?: readonly string[];
  /** Why the objects at the end are not compared. */
  readonly objectsDiffer?: string;
  /** The nodes it needs, the control plane's included. */
  readonly nodes?: number;
  /** It changes the cluster itself, so it plays alone; these commands put everything back. */
  readonly restore?: readonly string[];
}

/** A line of a scene in full. */
export function asKubectlStep(step: string | KubectlStep): KubectlStep {
  return typeof step === 'string' ? {run: step} : step;
}
