import {fullNameOf, resolveName} from '../../net/resolve.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {machine, memoryFacts, uptimeMs} from '../processes/machine.ts';
import {civilTime, formatTime} from '../text/calendar.ts';
import {humanSize} from '../text/numbers.ts';

export const uname = defineApplet({
  names: ['uname'],
  usage: `[-amnrspvio]

Print what the system says of itself

	-a	Everything
	-m	The kind of machine
	-n	Its name
	-r	The release of its kernel
	-s	The name of its kernel
	-v	The version of its kernel
	-o	The name of the system`,
  options: {short: 'snrvmpioa'},
  operands: [0, 0],
  async run(call) {
    const facts: readonly (readonly [string, string])[] = [
      ['s', machine.system],
      ['n', call.process.space.hostname],
      ['r', machine.release],
      ['v', machine.version],
      ['m', machine.architecture],
      ['p', 'unknown'],
      ['i', 'unknown'],
      ['o', 'Linux'],
    ];
    const isBare = !facts.some(([letter]) => call.has(letter)) && !call.has('a');
    const shown = facts.filter(([letter]) =>
      call.has('a') ? letter !== 'p' && letter !== 'i' : isBare ? letter === 's' : call.has(letter),
    );
    await call.print(`${shown.map(([, text]) => text).join(' ')}\n`);
    return 0;
  },
});

export const arch = defineApplet({
  names: ['arch'],
  usage: '\n\nPrint the kind of machine',
  async run(call) {
    await call.print(`${machine.architecture}\n`);
    return 0;
  },
});

export const nproc = defineApplet({
  names: ['nproc'],
  usage: '[--all] [--ignore=N]\n\nPrint how many CPUs there are',
  options: {short: '', long: {all: '', ignore: ':'}},
  async run(call) {
    await call.print(`${Math.max(1, machine.cpus - Number(call.options.value('ignore') ?? 0))}\n`);
    return 0;
  },
});

export const hostname = defineApplet({
  names: ['hostname'],
  usage: `[-sidf] [HOSTNAME | -F FILE]

Print the name of the host

	-s	Up to the first dot
	-i	Its addresses
	-d	What is behind the first dot
	-f	All of it`,
  options: {short: 'dfisF:'},
  operands: [0, 1],
  async run(call) {
    const {space} = call.process;
    if (call.operands.length > 0 || call.has('F')) throw new Failure('sethostname: Operation not permitted');
    const full = fullNameOf(call.process.files, space.hostname);
    const [short = ''] = space.hostname.split('.');
    if (call.has('i')) await call.print(`${(await ownAddresses(call)).join(' ')}\n`);
    else if (call.has('s')) await call.print(`${short}\n`);
    else if (call.has('d')) await call.print(`${domainOf(full)}\n`);
    else if (call.has('f')) await call.print(`${full}\n`);
    else await call.print(`${space.hostname}\n`);
    return 0;
  },
});

function domainOf(full: string): string {
  return full.split('.').slice(1).join('.');
}

async function ownAddresses(call: Call): Promise<readonly string[]> {
  const {files, space} = call.process;
  const seeker = {files, fabric: space.fabric, network: space.network};
  const found = await call.process.wait(resolveName(seeker, space.hostname));
  if (found.status === 'found') return found.addresses;
  throw new Failure(`${space.hostname}: ${found.status === 'failed' ? 'Try again' : 'Name does not resolve'}`);
}

export const dnsdomainname = defineApplet({
  names: ['dnsdomainname'],
  usage: '\n\nPrint what is behind the first dot of the name of the host',
  async run(call) {
    await call.print(`${domainOf(fullNameOf(call.process.files, call.process.space.hostname))}\n`);
    return 0;
  },
});

export const uptime = defineApplet({
  names: ['uptime'],
  usage: '\n\nPrint the time, how long the machine runs, and how busy it is',
  async run(call) {
    const {process} = call;
    const minutes = Math.floor(uptimeMs(process) / 60_000);
    const days = Math.floor(minutes / 1440);
    const hours = Math.floor(minutes / 60) % 24;
    const since =
      hours > 0 ? `${String(hours).padStart(2)}:${String(minutes % 60).padStart(2, '0')}` : `${minutes % 60} min`;
    const now = formatTime('%H:%M:%S', civilTime(process.now(), process.env.get('TZ')));
    const long = days > 0 ? `${days} day${days === 1 ? '' : 's'}, ` : '';
    await call.print(` ${now} up ${long}${since},  0 users,  load average: 0.00, 0.00, 0.00\n`);
    return 0;
  },
});

export const free = defineApplet({
  names: ['free'],
  usage: `[-bkmgh]

Print how much memory is used and free, in kilobytes otherwise

	-b,-k,-m,-g	In bytes, kilobytes, megabytes, gigabytes
	-h	Sizes like 1K 243M 2G`,
  options: {short: 'bkmgh'},
  async run(call) {
    const {total, used} = memoryFacts(call.process);
    const unit = call.options.lastOf('b', 'k', 'm', 'g', 'h') ?? 'k';
    const sizes: {readonly [letter: string]: number} = {b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3};
    const shown = (bytes: number): string =>
      (unit === 'h' ? humanSize(bytes) : String(Math.floor(bytes / (sizes[unit] ?? 1024)))).padStart(12);
    const unused = total - used;
    await call.print('              total        used        free      shared  buff/cache   available\n');
    await call.print(`Mem:   ${[total, used, unused, 0, 0, unused].map(shown).join('')}\n`);
    await call.print(`Swap:  ${[0, 0, 0].map(shown).join('')}\n`);
    return 0;
  },
});

export const dmesg = defineApplet({
  names: ['dmesg'],
  usage: '[-cr] [-n LEVEL] [-s SIZE]\n\nPrint the messages of the kernel',
  options: {short: 'cs:n:r'},
  async run(call) {
    await call.print('[    0.000000] k8s-learn: this kernel is simulated and has no other messages\n');
    return 0;
  },
});
