import fc from 'fast-check';
import {expect} from 'vitest';
import {type Machine, manualClock} from '../../rig.ts';
import {createBox} from './box.ts';

/** Runs commands one after the other in a container whose time is moved by hand; one that does not end is killed. */
export function arena(): {
  readonly box: Machine;
  readonly run: (argv: readonly string[]) => Promise<string>;
  readonly faults: unknown[];
} {
  const clock = manualClock();
  const box = createBox({clock, limits: {memoryBytes: 256 << 20, nanoCpus: 0, pids: 50}});
  box.lay({'/in/a.txt': 'one two three\nabc abc\n\nüñí 12 -3.5\n', '/in/b.txt': 'x=1\ny=2', '/in/d/c': ''});
  const faults: unknown[] = [];
  box.kernel.onFault = (error, argv) => faults.push([argv, error]);
  const run = async (argv: readonly string[]): Promise<string> => {
    const {process, err} = box.start(argv, {folder: '/in', input: 'stdin text\nmore\n'});
    for (let turn = 0; turn < 4 && process.state !== 'ended'; turn += 1) await clock.advance(5);
    for (const other of box.space.processes()) if (other.pid !== 1) other.kill('SIGKILL', 'outside');
    await clock.settle();
    await process.ended;
    return err();
  };
  return {box, run, faults};
}

/** What some programs say beside complaints in their own name. */
const sayings: {readonly [name: string]: RegExp} = {
  awk: /^sh: |^cat: /,
  dd: /^\d+\+\d+ records in\n/,
  find: /^(echo|f): /,
  sort: /^Check line \d+\n/,
  /** Its -t shows commands. */
  xargs: /\n$/,
};

/** Nothing but what a program says in its own name, its usage, and what is known of it. */
function isClear(name: string, err: string): boolean {
  return (
    err === '' || err.startsWith(`${name}: `) || err.startsWith('BusyBox v') || (sayings[name]?.test(err) ?? false)
  );
}

/** How many random commands a property is tried with; K8S_LEARN_FUZZ_CASES makes it so many for each. */
export function cases(usual: number): number {
  return Number(process.env['K8S_LEARN_FUZZ_CASES'] ?? usual);
}

/** Runs an applet with random arguments: it ends, or can be killed, and says nothing but clear errors. */
export async function fuzz(name: string, argv: fc.Arbitrary<readonly string[]>, numRuns: number): Promise<void> {
  const {run, faults} = arena();
  await fc.assert(
    fc.asyncProperty(argv, async (args) => {
      const err = await run([name, ...args]);
      expect(faults).toEqual([]);
      expect(isClear(name, err), err).toBe(true);
    }),
    {numRuns: cases(numRuns)},
  );
}
