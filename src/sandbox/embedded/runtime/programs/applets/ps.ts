import {defineApplet} from '../applet.ts';
import {ProcessTable} from '../processes/columns.ts';

export const ps = defineApplet({
  names: ['ps'],
  usage: `[-o COL1,COL2=HEADER] [-T]

Show processes

	-o COL1,COL2=HEADER	What to show of them`,
  options: {short: 'Zo:aAdeflT'},
  // The letters of `ps aux` are taken and mean nothing, as in the real one.
  async run(call) {
    const asked = call.options.values('o');
    const table = new ProcessTable(call, asked.length > 0 ? asked : ['pid,user,time,args']);
    const width = call.process.descriptor(1)?.terminal?.columns;
    const cut = (line: string): string => `${width === undefined ? line : line.slice(0, width - 1)}\n`;
    await call.print(cut(table.header()));
    for (const process of call.process.space.processes()) await call.print(cut(table.line(process)));
    return 0;
  },
});
