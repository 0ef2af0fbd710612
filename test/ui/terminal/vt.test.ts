import {describe, expect, it} from 'vitest';
import {search, spanBetween, textIn} from '../../../src/ui/terminal/selection.ts';
import {createPane, type Pane, type PaneOptions} from '../../../src/ui/terminal/vt.ts';
import {withoutEscapes} from '../../../src/ui/terminal/width.ts';

async function pane(text: string, options: Partial<PaneOptions> = {}): Promise<Pane> {
  const created = createPane({columns: 20, rows: 4, events: {}, ...options});
  await write(created, text);
  return created;
}

function write(target: Pane, text: string): Promise<void> {
  return new Promise((resolve) => target.write(text, resolve));
}

const paint = {columns: 20, originX: 30, depth: 'truecolour'} as const;
const rows = (target: Pane) => Array.from({length: target.rows}, (_, y) => withoutRow(target.row(y, paint)));
const withoutRow = (row: string) => withoutEscapes(row.replace(/\x1b\[\d+G/g, '')).trimEnd();

describe('a row', () => {
  it('has one code for a run of one style and ends in none', async () => {
    const target = await pane('ab\x1b[1;31mcd\x1b[0mef\x1b[44mg');
    expect(target.row(0, paint)).toBe('ab\x1b[0;1;31mcd\x1b[0mef\x1b[0;44mg\x1b[0m             ');
  });

  it.each([
    ['bold, dim, italic', '\x1b[1;2;3mx', '\x1b[0;1;2;3mx\x1b[0m'],
    ['underline, blink, inverse', '\x1b[4;5;7mx', '\x1b[0;4;5;7mx\x1b[0m'],
    ['hidden, struck, overline', '\x1b[8;9;53mx', '\x1b[0;8;9;53mx\x1b[0m'],
    ['bright', '\x1b[97;100mx', '\x1b[0;97;100mx\x1b[0m'],
    ['256 colours', '\x1b[38;5;215;48;5;17mx', '\x1b[0;38;5;215;48;5;17mx\x1b[0m'],
    ['true colour', '\x1b[38;2;1;2;3mx', '\x1b[0;38;2;1;2;3mx\x1b[0m'],
  ])('keeps %s', async (_, text, wanted) => {
    expect((await pane(text)).row(0, {...paint, columns: 1})).toBe(wanted);
  });

  it.each([
    ['256', '\x1b[38;2;255;135;0mx', '\x1b[0;38;5;208mx\x1b[0m'],
    ['256', '\x1b[38;2;10;10;10mx', '\x1b[0;38;5;232mx\x1b[0m'],
    ['16', '\x1b[38;2;250;10;10mx', '\x1b[0;91mx\x1b[0m'],
    ['16', '\x1b[38;5;208;48;5;17mx', '\x1b[0;33;40mx\x1b[0m'],
    ['256', '\x1b[31mx', '\x1b[0;31mx\x1b[0m'],
    ['none', '\x1b[1;31mx', '\x1b[0;1mx\x1b[0m'],
  ] as const)('has its colours brought down to %s', async (depth, text, wanted) => {
    expect((await pane(text)).row(0, {...paint, columns: 1, depth})).toBe(wanted);
  });

  it('sets the column anew after clusters terminals disagree about', async () => {
    const target = await pane('e\u0301x😀y①z镜w');
    expect(target.row(0, {...paint, columns: 10})).toBe('e\u0301\x1b[32Gx😀\x1b[35Gy①\x1b[37Gz镜w');
  });

  it('is as wide as asked: longer rows are cut, a wide character in half becomes a blank', async () => {
    const target = await pane('ab镜');
    expect(target.row(0, {...paint, columns: 3})).toBe('ab ');
    expect(target.row(0, {...paint, columns: 24})).toBe(`ab镜${' '.repeat(20)}`);
  });
});

describe('what the program asks of its terminal', () => {
  it('is known', async () => {
    const target = await pane('\x1b[?1h\x1b[?2004h\x1b[?1002h\x1b[?1006h\x1b[?25l\x1b[?1049h\x1b[?2026h');
    expect(target.modes).toEqual({
      keyboard: {applicationCursor: true, bracketedPaste: true},
      mouse: {tracking: 'drag', sgr: true},
      alternateScreen: true,
      cursorVisible: false,
      holding: true,
    });
    expect(target.cursor()).toBeUndefined();
    await write(target, '\x1bc');
    expect(target.modes.cursorVisible).toBe(true);
    expect(target.modes.mouse).toEqual({tracking: 'none', sgr: false});
  });

  it('is passed on: bell, cursor shape, clipboard, title', async () => {
    const told: unknown[] = [];
    await pane('\x07\x1b[5 q\x1b]52;c;aGk=\x07\x1b]52;c;?\x07\x1b]2;web\x07', {
      events: {
        bell: () => told.push('bell'),
        cursorShape: (shape) => told.push(shape),
        clipboard: (base64) => told.push(base64),
        title: (title) => told.push(title),
      },
    });
    expect(told).toEqual(['bell', 5, 'aGk=', 'web']);
  });

  it('is answered: where the cursor is, what the terminal is, what its background is', async () => {
    const replies: string[] = [];
    const events = {reply: (bytes: Uint8Array) => replies.push(Buffer.from(bytes).toString())};
    await pane('ab\x1b[6n\x1b[c\x1b]11;?\x07', {events, background: () => 0x1e1e2e});
    expect(replies).toEqual(['\x1b[1;3R', expect.stringMatching(/^\x1b\[\?/), '\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\']);
  });

  it('shell integration tells commands and exit codes', async () => {
    const marks: unknown[] = [];
    await pane(
      '\x1b]133;A\x07$ \x1b]133;B\x07\x1b]633;E;echo a\\x3b b \\\\n\x07\x1b]133;C\x07\x1b]133;D;42\x07\x1b]133;D\x07',
      {
        events: {mark: (mark) => marks.push(mark)},
      },
    );
    expect(marks).toEqual([
      {type: 'prompt'},
      {type: 'input'},
      {type: 'line', line: 'echo a; b \\n'},
      {type: 'running'},
      {type: 'done', exitCode: 42},
      {type: 'done', exitCode: undefined},
    ]);
  });
});

describe('scrollback', () => {
  const many = Array.from({length: 30}, (_, line) => `line ${line}`).join('\r\n');

  it('is scrolled, and the cursor is out of sight then', async () => {
    const target = await pane(many);
    expect(rows(target)).toEqual(['line 26', 'line 27', 'line 28', 'line 29']);
    expect(target.cursor()).toEqual({x: 7, y: 3});
    target.scroll(-10);
    expect(rows(target)[0]).toBe('line 16');
    expect(target.scrolledBack).toBe(10);
    expect(target.cursor()).toBeUndefined();
    target.scrollToEnd();
    expect(target.scrolledBack).toBe(0);
  });

  it('is searched upwards and downwards, round the ends, capitals only when asked', async () => {
    const target = await pane(many);
    const end = {line: target.lines.count, x: 0};
    const first = search(target.lines, 'LINE 1', end, 'older');
    expect(first).toBeUndefined();
    const older = search(target.lines, 'line 1', end, 'older');
    expect(older).toEqual({from: {line: 19, x: 0}, to: {line: 19, x: 5}});
    expect(search(target.lines, 'line 1', {line: 1, x: 0}, 'older')?.from.line).toBe(19);
    expect(search(target.lines, 'line 1', {line: 19, x: 0}, 'newer')?.from.line).toBe(1);
    expect(search(target.lines, 'nowhere', end, 'older')).toBeUndefined();
  });

  it('a match is brought into sight and shown inverted', async () => {
    const target = await pane(many);
    target.mark(search(target.lines, 'ne 3', {line: 25, x: 0}, 'older'));
    const shown = Array.from({length: 4}, (_, y) => target.row(y, paint)).find((row) => row.includes('\x1b[0;7m'));
    expect(shown).toContain('li\x1b[0;7mne 3\x1b[0m');
    target.mark(undefined);
    expect(rows(target)).toContain('line 3');
  });

  it('a selection joins lines the terminal broke and counts wide characters in cells', async () => {
    const target = await pane('0123456789012345678 镜像 abc\r\nnext   \r\nlast');
    expect(rows(target)).toEqual(['0123456789012345678', '镜像 abc', 'next', 'last']);
    const span = spanBetween({line: 2, x: 1}, {line: 0, x: 17});
    expect(textIn(target.lines, span)).toBe('78 镜像 abc\nne');
    expect(textIn(target.lines, spanBetween({line: 1, x: 2}, {line: 1, x: 4}))).toBe('像 ');
  });
});

it('a tiny or resized pane does not break', async () => {
  const target = await pane('text', {columns: 0, rows: 0});
  expect([target.columns, target.rows]).toEqual([2, 1]);
  for (const [columns, rows_] of [
    [200, 80],
    [1, 1],
    [5, 2],
    [80, 24],
  ] as const)
    target.resize(columns, rows_);
  expect([target.columns, target.rows]).toEqual([80, 24]);
});

it('binary on the screen does not break it', async () => {
  const target = await pane('');
  const bytes = Uint8Array.from({length: 60_000}, (_, at) => (at * 7919 + (at >> 3)) & 255);
  await new Promise<void>((resolve) => target.write(bytes, resolve));
  for (let y = 0; y < target.rows; y++) expect(target.row(y, paint)).not.toMatch(/[\x00-\x1a\x1c-\x1f]/);
});
