import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createInputSplitter, type InputEvent} from '../../../src/ui/terminal/input.ts';
import {type ManualClock, manualClock} from '../manual-clock.ts';

function splitter(): {take: (text: string | Uint8Array) => void; events: InputEvent[]; clock: ManualClock} {
  const clock = manualClock();
  const events: InputEvent[] = [];
  const {take} = createInputSplitter({emit: (event) => events.push(event), clock});
  return {take: (text) => take(typeof text === 'string' ? Buffer.from(text, 'latin1') : text), events, clock};
}

/** Everything meant for the shell, in order. */
function bytesOf(events: readonly InputEvent[]): string {
  return events.map((event) => (event.type === 'bytes' ? event.bytes.toString('latin1') : `{${event.type}}`)).join('');
}

/** Every key a terminal sends that Ink's own input loses or changes, and then some. */
const keyTable: readonly string[] = [
  ...Array.from({length: 0x1d}, (_, code) => String.fromCharCode(code)).filter((key) => key !== '\x1b'),
  '\x1b',
  '\x1c',
  '\x1e',
  '\x1f',
  ' ',
  'a',
  'Z',
  '~',
  '\x7f',
  '\x80',
  '\xff',
  '\xc3\xa9',
  '\xe9\x95\x9c',
  '\xf0\x9f\x98\x80',
  ...'ABCDEFHPQRSZ'
    .split('')
    .flatMap((final) => [`\x1b[${final}`, `\x1bO${final}`, `\x1b[1;5${final}`, `\x1b[1;2${final}`]),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 11, 15, 17, 24].flatMap((number) => [`\x1b[${number}~`, `\x1b[${number};3~`]),
  '\x1ba',
  '\x1b\x7f',
  '\x1b\r',
  '\x1b\x1b',
  '\x1b\x1b[A',
  '\x1b[I',
  '\x1b[O',
  '\x1b[200',
  '\x1b[201~',
  '\x1b[24;80R',
  '\x1b[97;5u',
];

describe('keys', () => {
  it.each(keyTable)('%j reaches the shell unchanged', (key) => {
    const {take, events, clock} = splitter();
    take(key);
    clock.advance(25);
    expect(bytesOf(events)).toBe(key);
  });

  it('reach it unchanged in whatever pieces they come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...keyTable.filter((key) => key !== '\x1b[200')), {maxLength: 12}),
        fc.infiniteStream(fc.integer({min: 1, max: 6})),
        (keys, sizes) => {
          const {take, events, clock} = splitter();
          let rest = keys.join('');
          for (const size of sizes) {
            if (rest === '') break;
            take(rest.slice(0, size));
            rest = rest.slice(size);
          }
          clock.advance(25);
          expect(bytesOf(events)).toBe(keys.join(''));
        },
      ),
      {numRuns: 300},
    );
  });

  it('random bytes without anything of ours reach it unchanged', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({maxLength: 40}), {maxLength: 6}), (chunks) => {
        const {take, events, clock} = splitter();
        const clean = chunks.map((chunk) => chunk.filter((byte) => byte !== 0x1d && byte !== 0x1b));
        for (const chunk of clean) take(chunk);
        clock.advance(25);
        expect(bytesOf(events)).toBe(Buffer.concat(clean).toString('latin1'));
      }),
    );
  });

  it('a lone Esc is late by 20 ms and no more', () => {
    const {take, events, clock} = splitter();
    take('\x1b');
    expect(events).toEqual([]);
    clock.advance(20);
    expect(bytesOf(events)).toBe('\x1b');
    expect(clock.waiting).toBe(0);
  });

  it('nothing is held back of what is complete', () => {
    const {take, events, clock} = splitter();
    take('ls -l\r\x1b[A');
    expect(bytesOf(events)).toBe('ls -l\r\x1b[A');
    expect(clock.waiting).toBe(0);
  });
});

describe('the focus key', () => {
  it('is ours, wherever it stands', () => {
    const {take, events} = splitter();
    take('ls\x1dx');
    expect(bytesOf(events)).toBe('ls{focus}x');
  });

  it('pressed twice at once is meant for the program in the shell', () => {
    const {take, events, clock} = splitter();
    take('\x1d');
    clock.advance(300);
    take('\x1d');
    clock.advance(10);
    take('\x1d');
    expect(bytesOf(events)).toBe('{focus}{focus-key-itself}{focus}');
  });

  it('takes two presses with another key between them for two single ones', () => {
    const {take, events} = splitter();
    for (const key of ['\x1d', 't', '\x1d', '\x1d']) take(key);
    expect(bytesOf(events)).toBe('{focus}t{focus}{focus-key-itself}');
  });

  it('pressed twice slowly goes there and back', () => {
    const {take, events, clock} = splitter();
    take('\x1d');
    clock.advance(500);
    take('\x1d');
    expect(bytesOf(events)).toBe('{focus}{focus}');
  });
});

describe('a paste', () => {
  const body = 'line one\nline\ttwo \x1d \x1b[A \x1b[201 \xe9\x95\x9c';
  const whole = `before\x1b[200~${body}\x1b[201~after`;

  it('is one event, whatever is in it, for every way to cut it in two', () => {
    for (let cut = 0; cut <= whole.length; cut++) {
      const {take, events, clock} = splitter();
      take(whole.slice(0, cut));
      if (whole.slice(cut) !== '') take(whole.slice(cut));
      clock.advance(25);
      const pasted = events.filter((event) => event.type === 'paste').map((event) => event.bytes.toString('latin1'));
      expect(pasted).toEqual([body]);
      expect(bytesOf(events)).toBe('before{paste}after');
    }
  });

  it('comes whole byte by byte', () => {
    const {take, events, clock} = splitter();
    for (const byte of whole) take(byte);
    clock.advance(25);
    expect(bytesOf(events)).toBe('before{paste}after');
  });

  it('of a megabyte is taken in pieces as they come', () => {
    const {take, events} = splitter();
    const big = Buffer.alloc(1 << 20, 'docker run \x1b[');
    take('\x1b[200~');
    for (let at = 0; at < big.length; at += 4095) take(big.subarray(at, at + 4095));
    take('\x1b[201~');
    expect(events).toHaveLength(1);
    expect(events[0]?.type === 'paste' && events[0].bytes.equals(big)).toBe(true);
  });
});

describe('mouse and answers', () => {
  it('a mouse report is an event in cells from 0', () => {
    const {take, events} = splitter();
    take('a\x1b[<0;10;5Mb\x1b[<0;10;5m\x1b[<65;1;1M\x1b[<52;3;4M');
    expect(events).toEqual([
      {type: 'bytes', bytes: Buffer.from('a')},
      {type: 'mouse', mouse: {kind: 'press', button: 0, x: 9, y: 4, modifiers: 0}},
      {type: 'bytes', bytes: Buffer.from('b')},
      {type: 'mouse', mouse: {kind: 'release', button: 0, x: 9, y: 4, modifiers: 0}},
      {type: 'mouse', mouse: {kind: 'wheel-down', button: 65, x: 0, y: 0, modifiers: 0}},
      {type: 'mouse', mouse: {kind: 'move', button: 0, x: 2, y: 3, modifiers: 20}},
    ]);
  });

  it('cut anywhere is still one', () => {
    const report = '\x1b[<0;10;5M';
    for (let cut = 1; cut < report.length; cut++) {
      const {take, events} = splitter();
      take(report.slice(0, cut));
      take(report.slice(cut));
      expect(bytesOf(events)).toBe('{mouse}');
    }
  });

  it('an answer of the terminal never reaches the shell', () => {
    const {take, events} = splitter();
    take('x\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\\x1b[?62;c');
    take('\x1b]11;rgb:ffff/ffff');
    take('/ffff\x07y');
    expect(events.map((event) => (event.type === 'reply' ? event.text : event.type))).toEqual([
      'bytes',
      '\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\',
      '\x1b[?62;c',
      '\x1b]11;rgb:ffff/ffff/ffff\x07',
      'bytes',
    ]);
  });
});
