import {defineApplet} from '../applet.ts';
import {UsageError} from '../failure.ts';
import {parseOptions} from '../options.ts';

export const getopt = defineApplet({
  names: ['getopt'],
  usage: `[OPTIONS] [--] OPTSTRING PARAMS

Put the options of a script in order

	-o OPTSTRING	Short options
	-l LONGOPTS	Long options
	-n NAME		The name in messages
	-q		Say nothing
	-Q		Print nothing
	-u		Without quotes
	-T		4 says that this is the new getopt`,
  options: {
    short: '+o:n:qQs:Tual:',
    long: {
      options: 'o',
      longoptions: 'l',
      quiet: 'q',
      'quiet-output': 'Q',
      shell: 's',
      test: 'T',
      unquoted: 'u',
      name: 'n',
      alternative: 'a',
    },
  },
  async run(call) {
    if (call.has('T')) return 4;
    const isOld = !call.has('o');
    const [short = '', ...params] = isOld ? call.operands : [call.options.value('o') ?? '', ...call.operands];
    if (isOld && call.operands.length === 0) throw new UsageError('');
    const isBare = call.has('u') || isOld;
    const quoted = (text: string): string => (isBare ? text : `'${text.replaceAll("'", "'\\''")}'`);
    try {
      const {given, operands} = parseOptions(params, {short, long: longForm(call.options.values('l'))});
      const options = given.map(([name, value]) => {
        const dashed = name.length > 1 ? `--${name}` : `-${name}`;
        return ` ${dashed}${value === undefined ? '' : ` ${quoted(value)}`}`;
      });
      if (!call.has('Q'))
        await call.print(`${options.join('')} --${operands.map((word) => ` ${quoted(word)}`).join('')}\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      if (!call.has('q')) await call.process.complain(`${call.options.value('n') ?? 'getopt'}: ${error.message}`);
      if (!call.has('Q')) await call.print(' --\n');
      return 1;
    }
  },
});

function longForm(lists: readonly string[]): {readonly [name: string]: string} {
  const names = lists.flatMap((list) => list.split(/[,\s]+/)).filter((name) => name !== '');
  return Object.fromEntries(names.map((name) => [name.replace(/:+$/, ''), /:+$/.exec(name)?.[0] ?? '']));
}
