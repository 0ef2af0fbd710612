import {defineApplet} from '../applet.ts';
import {numberWithin, wholeNumber} from '../text/numbers.ts';

export const rev = defineApplet({
  names: ['rev'],
  usage: '[FILE]...\n\nReverse every line of FILEs, or of standard input',
  options: {short: ''},
  run: (call) =>
    call.eachInput(call.operands, async (input) => {
      for (let line = await input.line(); line !== undefined; line = await input.line())
        await call.print(`${[...line].reverse().join('')}${input.isLineEnded ? '\n' : ''}`);
    }),
});

export const nl = defineApplet({
  names: ['nl'],
  usage: `[OPTIONS] [FILE]...

Number the lines of FILEs, or of standard input

	-b STYLE	Which lines: a all, t not empty, n none
	-i N		Count in steps of N
	-s STRING	What separates number and line
	-v N		Begin with N
	-w N		Width of the numbers`,
  options: {short: 'ps:v:i:w:b:', long: {'body-numbering': 'b'}},
  async run(call) {
    const text = (letter: string, usual: string): string => call.options.value(letter) ?? usual;
    const style = text('b', 't');
    const width = wholeNumber(text('w', '6'));
    const separator = text('s', '\t');
    const step = wholeNumber(text('i', '1'));
    let number = wholeNumber(text('v', '1'));
    return call.eachInput(call.operands, async (input) => {
      for (let line = await input.line(); line !== undefined; line = await input.line()) {
        const isCounted = style === 'a' || (style === 't' && line !== '');
        const empty = ' '.repeat(width + separator.length);
        await call.print(`${isCounted ? `${String(number).padStart(width)}${separator}` : empty}${line}\n`);
        if (isCounted) number += step;
      }
    });
  },
});

export const fold = defineApplet({
  names: ['fold'],
  usage: `[-bs] [-w WIDTH] [FILE]...

Wrap the lines of FILEs, or of standard input

	-b	Count bytes, not columns
	-s	Break at spaces
	-w N	Width, 80 otherwise`,
  options: {short: 'bsw:'},
  rewrite: (args) => args.map((word) => (/^-\d+$/.test(word) ? `-w${word.slice(1)}` : word)),
  async run(call) {
    const width = numberWithin(call.options.value('w') ?? '80', 1, 10_000);
    return call.eachInput(call.operands, async (input) => {
      for (let line = await input.line(); line !== undefined; line = await input.line())
        await call.print(
          `${foldLine(line, {width, atSpaces: call.has('s'), bytes: call.has('b')})}${input.isLineEnded ? '\n' : ''}`,
        );
    });
  },
});

function foldLine(
  line: string,
  {width, atSpaces, bytes}: {readonly width: number; readonly atSpaces: boolean; readonly bytes: boolean},
): string {
  const rows: string[] = [];
  let row = '';
  let column = 0;
  for (const character of line) {
    let next = bytes ? column + 1 : columnBehind(character, column);
    if (next > width && row !== '') {
      const space = atSpaces ? row.lastIndexOf(' ') : -1;
      rows.push(space < 0 ? row : row.slice(0, space + 1));
      row = space < 0 ? '' : row.slice(space + 1);
      column = [...row].reduce((at, each) => (bytes ? at + 1 : columnBehind(each, at)), 0);
      next = bytes ? column + 1 : columnBehind(character, column);
    }
    row += character;
    column = next;
  }
  return [...rows, row].join('\n');
}

function columnBehind(character: string, column: number): number {
  if (character === '\t') return column + 8 - (column % 8);
  if (character === '\b') return Math.max(0, column - 1);
  return character === '\r' ? 0 : column + 1;
}

export const expand = defineApplet({
  names: ['expand'],
  usage: `[-i] [-t N] [FILE]...

Replace tabs by spaces

	-i	Only those at the beginning of lines
	-t N	A tab every N columns`,
  options: {short: 'it:', long: {initial: 'i', tabs: 't'}},
  async run(call) {
    const every = numberWithin(call.options.value('t') ?? '8', 1, 10_000);
    return call.eachInput(call.operands, async (input) => {
      for (let line = await input.line(); line !== undefined; line = await input.line())
        await call.print(`${expandLine(line, every, call.has('i'))}${input.isLineEnded ? '\n' : ''}`);
    });
  },
});

function expandLine(line: string, every: number, onlyAtStart: boolean): string {
  let result = '';
  let column = 0;
  for (const [index, character] of [...line].entries()) {
    if (onlyAtStart && character !== '\t' && character !== ' ') return result + [...line].slice(index).join('');
    const text = character === '\t' ? ' '.repeat(every - (column % every)) : character;
    result += text;
    column += [...text].length;
  }
  return result;
}

export const unexpand = defineApplet({
  names: ['unexpand'],
  usage: `[-fa] [-t N] [FILE]...

Replace spaces at the beginning of lines by tabs

	-a	All of them
	-f	Only at the beginning
	-t N	A tab every N columns`,
  options: {short: 'ft:a', long: {'first-only': 'f', all: 'a', tabs: 't'}},
  async run(call) {
    const every = numberWithin(call.options.value('t') ?? '8', 1, 10_000);
    const all = call.has('a', 't') && !call.has('f');
    return call.eachInput(call.operands, async (input) => {
      for (let line = await input.line(); line !== undefined; line = await input.line())
        await call.print(`${unexpandLine(line, every, all)}${input.isLineEnded ? '\n' : ''}`);
    });
  },
});

function unexpandLine(line: string, every: number, all: boolean): string {
  let result = '';
  let column = 0;
  let blanks = 0;
  const settle = (): void => {
    const start = column - blanks;
    let at = start;
    while (blanks > 1 && at + every - (at % every) <= column) {
      result += '\t';
      at += every - (at % every);
    }
    result += ' '.repeat(column - at);
    blanks = 0;
  };
  for (const [index, character] of [...line].entries()) {
    if (character === ' ' || character === '\t') {
      const wide = character === '\t' ? every - (column % every) : 1;
      column += wide;
      blanks += wide;
      continue;
    }
    settle();
    if (!all) return result + [...line].slice(index).join('');
    result += character;
    column += 1;
  }
  settle();
  return result;
}
