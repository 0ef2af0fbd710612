import {isSystemError} from '../../../system-error.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure, UsageError} from '../failure.ts';
import {ownerNames} from '../files/users.ts';
import {filesBelow} from '../files/walk.ts';
import {executablePath} from '../processes/running.ts';

export const lsof = defineApplet({
  names: ['lsof'],
  usage: '\n\nShow which processes have which files open',
  options: {short: ''},
  async run(call) {
    for (const process of call.process.space.processes()) {
      const {fds, pid} = process;
      for (const {descriptor} of [...fds].sort(([one], [other]) => one - other).map(([, file]) => file))
        await call.print(`${pid}\t${executablePath(process)}\t${descriptor.name}\n`);
    }
    return 0;
  },
});

export const logger = defineApplet({
  names: ['logger'],
  usage: `[-s] [-t TAG] [-p PRIO] [MESSAGE]

Log MESSAGE, or standard input; without a system log it goes to standard error

	-t TAG	Instead of the name of the user`,
  options: {short: 'sp:t:'},
  async run(call) {
    const {process} = call;
    const tag = call.options.value('t') ?? ownerNames(process.files).user(process.user.uid) ?? String(process.user.uid);
    if (call.operands.length > 0) {
      await process.complain(`${tag}: ${call.operands.join(' ')}`);
      return 0;
    }
    return call.eachInput([], async (input) => {
      for (let line = await input.line(); line !== undefined; line = await input.line())
        await process.complain(`${tag}: ${line}`);
    });
  },
});

const settingsFolder = '/proc/sys';

export const sysctl = defineApplet({
  names: ['sysctl'],
  usage: `[-enq] { -a | -p [FILE] | KEY[=VALUE]... }

Print settings of the kernel; a container may not change them

	-n	Without their names
	-e	Do not complain about unknown ones
	-a	All`,
  options: {short: '+neawqp'},
  async run(call) {
    const keys = call.has('a') ? await allSettings(call) : call.operands;
    if (keys.length === 0) throw new UsageError('');
    let code = 0;
    for (const word of keys) {
      const equals = word.indexOf('=');
      const key = equals < 0 ? word : word.slice(0, equals);
      const path = `${settingsFolder}/${key.replaceAll('.', '/')}`;
      const isDone =
        equals < 0
          ? await printSetting(call, key, path)
          : await changeSetting(call, key, [path, word.slice(equals + 1)]);
      if (!isDone) code = 1;
    }
    return code;
  },
});

async function allSettings(call: Call): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const {path, stat} of filesBelow(call, settingsFolder))
    if (stat.kind === 'file') keys.push(path.slice(settingsFolder.length + 1).replaceAll('/', '.'));
  return keys;
}

async function printSetting(call: Call, key: string, path: string): Promise<boolean> {
  try {
    const value = call.process.files.readText(path).trimEnd();
    await call.print(call.has('n') ? `${value}\n` : `${key} = ${value}\n`);
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (!call.has('e')) await call.complain(`error reading key '${key}': ${error.message}`);
    return call.has('e');
  }
}

function changeSetting(call: Call, key: string, [path, value]: readonly [string, string]): Promise<boolean> {
  return call.trying(
    (reason) => `error setting key '${key}': ${reason}`,
    () => call.process.files.write(path, `${value}\n`),
  );
}

export const chroot = defineApplet({
  names: ['chroot'],
  usage: 'NEWROOT [PROG ARGS]\n\nRun PROG with another root directory; not in this simulation',
  options: {short: '+'},
  operands: [1],
  async run(call) {
    const [path = ''] = call.operands;
    call.process.files.requireStat(path);
    throw new Failure(
      `can't change root directory to '${path}': Operation not permitted (not part of this simulation)`,
    );
  },
});

/** Programs that would need rights a container does not have. */
export const forbidden = defineApplet({
  names: [
    'unshare',
    'nsenter',
    'pivot_root',
    'switch_root',
    'insmod',
    'modprobe',
    'rmmod',
    'swapon',
    'swapoff',
    'losetup',
    'halt',
    'poweroff',
    'reboot',
  ],
  usage: '[ARG]...\n\nA container may not do this',
  async run() {
    throw new Failure('Operation not permitted');
  },
});
