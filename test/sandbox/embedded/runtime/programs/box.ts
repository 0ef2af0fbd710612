import {procMount} from '../../../../../src/sandbox/embedded/runtime/fs/proc.ts';
import {sysMount} from '../../../../../src/sandbox/embedded/runtime/fs/sys.ts';
import type {Program} from '../../../../../src/sandbox/embedded/runtime/process/process.ts';
import {appletNames, busyboxProgram} from '../../../../../src/sandbox/embedded/runtime/programs/busybox.ts';
import {createMachine, type Machine} from '../../rig.ts';
import {parseCommand} from './corpus/corpus.ts';

/** The first process of a container, which does nothing. */
const first: Program = {name: 'first', main: (process) => process.wait(new Promise<number>(() => {}))};

/** As much of a shell as applets need that run a command line: one simple command. */
const plainShell: Program = {
  name: 'plain-shell',
  async main(process) {
    const {argv} = parseCommand(process.argv[2] ?? '');
    if (argv[0] === 'exit') return Number(argv[1]);
    return process.exec(argv);
  },
};

/** A container with busybox in /bin, every applet a link, and a first process that does nothing. */
export function createBox(
  options: Omit<Parameters<typeof createMachine>[0], 'programs'> & {readonly programs?: readonly Program[]} = {},
): Machine {
  const {programs = [], ...rest} = options;
  const box = createMachine({...rest, programs: [busyboxProgram, first, plainShell, ...programs]});
  box.space.mounts.mount(procMount(box.space));
  box.space.mounts.mount(sysMount(box.space));
  box.lay({'/bin/first': 'program:first', '/bin/busybox': 'program:busybox', '/bin/sh': 'program:plain-shell'});
  box.lay(Object.fromEntries(appletNames().map((name) => [`/bin/${name}`, 'program:busybox'])));
  box.start(['first']);
  return box;
}
