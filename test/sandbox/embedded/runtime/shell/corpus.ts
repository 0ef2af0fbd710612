import {readdirSync, readFileSync} from 'node:fs';

/** A script, and what a real busybox said to it. */
export interface Recorded {
  readonly script: string;
  /** How the shell gets it: by `-c` when absent, as the file `t.sh`, on standard input. */
  readonly as?: 'file' | 'input' | undefined;
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** Where scripts run: an empty folder of a machine that has busybox in /bin and nothing else. */
export const corpusFolder = '/srv';
export const corpusPasswd = 'root:x:0:0:root:/root:/bin/sh\n';
export const corpusEnvironment = {PATH: '/bin', HOME: '/root'};

const folder = new URL('./corpus/', import.meta.url);

/** The recordings by topic. */
export function readCorpus(): ReadonlyMap<string, readonly Recorded[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(
    names.map((name) => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(corpusFile(name), 'utf8'))]),
  );
}

export function corpusFile(name: string): URL {
  return new URL(name, folder);
}

/** The command line that gives a shell the script. */
export function commandLine({script, as}: Pick<Recorded, 'script' | 'as'>): readonly string[] {
  return as === undefined ? ['sh', '-c', script] : as === 'file' ? ['sh', 't.sh'] : ['sh'];
}
