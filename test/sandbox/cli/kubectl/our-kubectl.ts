import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {runKubectl} from '../../../../src/sandbox/cli/kubectl/main.ts';
import {type Client, functionClient, type Outcome, splitWords} from '../../../parity/run.ts';
import {temporaryFolder} from '../../../support/temporary-folder.ts';

/** Our kubectl in a folder of its own. */
export interface OurKubectl {
  readonly folder: string;
  /** Runs a command line without its first word: `get pods -o wide`. */
  run(line: string, how?: {readonly stdin?: string; readonly client?: Client}): Promise<Outcome>;
  write(path: string, text: string): Promise<void>;
  read(path: string): Promise<string>;
  remove(): Promise<void>;
}

export const ourClient: Client = functionClient('ours', runKubectl);

/** `kubeconfig` is what KUBECONFIG is set to, from the folder; a home without any file otherwise. */
export async function ourKubectl({kubeconfig = ''}: {readonly kubeconfig?: string} = {}): Promise<OurKubectl> {
  const {path: folder, remove} = await temporaryFolder('kl-kubectl-');
  const paths = kubeconfig.split(':').filter(Boolean);
  const env = {HOME: folder, KUBECONFIG: paths.map((path) => join(folder, path)).join(':'), TZ: 'UTC'};
  return {
    folder,
    remove,
    run: (line, {stdin = '', client = ourClient} = {}) => client.run({argv: splitWords(line), stdin, folder, env}),
    write: (path, text) => writeFile(join(folder, path), text),
    read: (path) => readFile(join(folder, path), 'utf8'),
  };
}
