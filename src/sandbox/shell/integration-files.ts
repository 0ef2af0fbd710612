import type {EnvironmentChanges} from './environment.ts';

export interface IntegrationOptions {
  /** Absolute path of the learner's shell. */
  readonly shell: string;
  /** Private folder of this program for start files and shell history. */
  readonly folder: string;
  /** Made again after the learner's own start files, which may export a KUBECONFIG or DOCKER_HOST of their own. */
  readonly environment: EnvironmentChanges;
  /** The environment the shell is started with; a ZDOTDIR in it is the learner's own. */
  readonly variables: {readonly [name: string]: string};
  readonly colour: boolean;
}

/** What a shell's integration consists of: file name → content, and how the shell is made to read them. */
export interface IntegrationFiles {
  readonly files: {readonly [name: string]: string};
  readonly args: readonly string[];
  readonly variables: {readonly [name: string]: string};
}
