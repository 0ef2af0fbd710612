import {concat, decode} from '../../../bytes/bytes.ts';
import type {Outside} from '../../../outside.ts';
import {StartFault} from '../../containers/container-spec.ts';
import type {NodeContainer} from '../../containers/node-container.ts';
import {execFault} from '../exec-fault.ts';

/** What a command in a container came to. */
export type CommandResult =
  | {readonly kind: 'ended'; readonly code: number; readonly output: string}
  | {readonly kind: 'late'; readonly output: string}
  /** Nothing was started. */
  | {readonly kind: 'fault'; readonly why: string};

const mostOutput = 10 * 1024;

/** Runs a command in a container for a probe or a hook; what it writes to both streams is kept, up to a limit. */
export async function runCommand(given: {
  readonly container: NodeContainer;
  readonly argv: readonly string[];
  readonly outside: Pick<Outside, 'clock' | 'random'>;
  readonly timeoutMs: number;
}): Promise<CommandResult> {
  const {container, argv, timeoutMs} = given;
  const {clock, random} = given.outside;
  const parts: Uint8Array[] = [];
  let size = 0;
  const output = (): string => decode(concat(parts));
  try {
    const exec = container.exec({
      argv,
      tty: false,
      input: undefined,
      write: async (_, bytes) => {
        const kept = bytes.slice(0, Math.max(0, mostOutput - size));
        size += kept.length;
        if (kept.length > 0) parts.push(kept);
      },
    });
    let isLate = false;
    const cancel = clock.after(timeoutMs, () => {
      isLate = true;
      exec.process.kill('SIGKILL', 'outside');
    });
    const {code} = await exec.ended;
    cancel();
    return isLate ? {kind: 'late', output: output()} : {kind: 'ended', code, output: output()};
  } catch (error) {
    if (error instanceof StartFault) return {kind: 'fault', why: execFault(random, error)};
    throw error;
  }
}
