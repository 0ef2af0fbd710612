import type {TerminalDevice} from '../../process/descriptor.ts';
import {cookedModes, rawModes} from '../../terminal/terminal.ts';
import {defineApplet} from '../applet.ts';
import type {Call} from '../call.ts';
import {Failure} from '../failure.ts';
import {numberWithin} from '../text/numbers.ts';

export const tty = defineApplet({
  names: ['tty'],
  usage:
    '[-s]\n\nPrint the name of the terminal that is standard input\n\n\t-s\tOnly say by the exit code whether it is one',
  options: {short: 's'},
  async run(call) {
    const terminal = call.process.descriptor(0)?.terminal;
    if (!call.has('s')) await call.print(terminal ? '/dev/pts/0\n' : 'not a tty\n');
    return terminal ? 0 : 1;
  },
});

type Modes = TerminalDevice['modes'];

/** Every setting that means something here; a dash before it turns it off. */
const settings: {readonly [name: string]: (isOn: boolean) => Partial<Modes>} = {
  echo: (echo) => ({echo}),
  icanon: (canonical) => ({canonical}),
  isig: (signals) => ({signals}),
  icrnl: (returnIsNewline) => ({returnIsNewline}),
  opost: (newlineReturns) => ({newlineReturns}),
  onlcr: (newlineReturns) => ({newlineReturns}),
  raw: (isOn) => (isOn ? {...rawModes, echo: true} : {...cookedModes}),
  cbreak: (isOn) => ({canonical: !isOn}),
  cooked: (isOn) => (isOn ? {...cookedModes} : rawModes),
  sane: () => ({...cookedModes}),
};

/** Settings of real terminals that change nothing here. */
const ignored: ReadonlySet<string> = new Set(
  'echoe echok echonl echoctl echoke noflsh iexten tostop ixon ixoff ixany brkint ignbrk parenb cs8 hupcl cstopb cread clocal igncr inlcr imaxbel iutf8 istrip inpck'.split(
    ' ',
  ),
);

export const stty = defineApplet({
  names: ['stty'],
  usage: `[-a|g] [-F DEVICE] [SETTING]...

Print what is unusual about the terminal, or change it

	-a	Print everything
	-g	In a form that can be given back
SETTINGs: size, raw, cooked, sane, [-]echo, [-]icanon, [-]isig, [-]icrnl, [-]opost, rows N, columns N`,
  async run(call) {
    const terminal = call.process.descriptor(0)?.terminal;
    if (!terminal) throw new Failure('standard input: Not a tty');
    const words = [...call.operands];
    if (words.length === 0 || words[0] === '-a') await call.print(shown(terminal, words[0] === '-a'));
    else if (words[0] === '-g') await call.print(`${JSON.stringify(terminal.modes).replace(/["{}]/g, '')}\n`);
    else
      for (let word = words.shift(); word !== undefined; word = words.shift())
        await apply(call, terminal, [word, words]);
    return 0;
  },
});

/** One setting; its number is taken from the words behind it. */
async function apply(call: Call, terminal: TerminalDevice, [word, rest]: readonly [string, string[]]): Promise<void> {
  if (word === 'size') return call.print(`${terminal.rows} ${terminal.columns}\n`);
  if (word === 'speed') return call.print('38400\n');
  if (word === 'rows' || word === 'cols' || word === 'columns') {
    const number = numberWithin(rest.shift() ?? '', 0, 10_000);
    return terminal.resize(word === 'rows' ? terminal.columns : number, word === 'rows' ? number : terminal.rows);
  }
  const saved = parseSaved(word);
  const isOn = !word.startsWith('-');
  const name = isOn ? word : word.slice(1);
  const make = Object.hasOwn(settings, name) ? settings[name] : undefined;
  if (saved) terminal.modes = {...terminal.modes, ...saved};
  else if (make) terminal.modes = {...terminal.modes, ...make(isOn)};
  else if (!ignored.has(name)) throw new Failure(`invalid argument '${word}'`);
}

function parseSaved(word: string): Partial<Modes> | undefined {
  if (!word.includes(':')) return undefined;
  const flags = new Map(word.split(',').map((part) => [part.split(':')[0] ?? '', part.split(':')[1] ?? ''] as const));
  const flag = (name: string): boolean => flags.get(name) === 'true';
  return {
    canonical: flag('canonical'),
    echo: flag('echo'),
    signals: flag('signals'),
    returnIsNewline: flag('returnIsNewline'),
    newlineReturns: flag('newlineReturns'),
  };
}

function shown({modes, rows, columns}: TerminalDevice, all: boolean): string {
  const flag = (name: string, isOn: boolean, usual: boolean): string =>
    all || isOn !== usual ? `${isOn ? '' : '-'}${name}` : '';
  const flags = [
    flag('icrnl', modes.returnIsNewline, true),
    flag('opost', modes.newlineReturns, true),
    flag('isig', modes.signals, true),
    flag('icanon', modes.canonical, true),
    flag('echo', modes.echo, true),
  ].filter((text) => text !== '');
  const size = all
    ? ` rows ${rows}; columns ${columns};\nintr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; susp = ^Z; werase = ^W;`
    : '';
  return `speed 38400 baud;${size}\n${flags.length > 0 ? `${flags.join(' ')}\n` : ''}`;
}
