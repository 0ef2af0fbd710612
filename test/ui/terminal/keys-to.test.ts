import {describe, expect, it} from 'vitest';
import {keyNames} from '../../../src/ui/terminal/key-names.ts';
import {encodeMouse, type MouseEvent} from '../../../src/ui/terminal/mouse.ts';
import {keysForShell, pasteForShell} from '../../../src/ui/terminal/to-shell.ts';

describe('keys for the shell', () => {
  const modes = {applicationCursor: true, bracketedPaste: false};
  it.each([
    ['\x1b[A', '\x1bOA'],
    ['\x1b[D\x1b[H\x1b[F', '\x1bOD\x1bOH\x1bOF'],
    ['\x1b[1;5A', '\x1b[1;5A'],
    ['\x1b[5~', '\x1b[5~'],
    ['\x1b[Z', '\x1b[Z'],
    ['ls \xff\r', 'ls \xff\r'],
  ])('%j becomes %j where cursor keys are in application mode', (from, to) => {
    expect(keysForShell(Buffer.from(from, 'latin1'), modes).toString('latin1')).toBe(to);
  });

  it('stay as they are in normal mode', () => {
    const bytes = Buffer.from('\x1b[A');
    expect(keysForShell(bytes, {...modes, applicationCursor: false})).toBe(bytes);
  });

  it('pasted end their lines as Enter does, and carry marks where these are understood', () => {
    const paste = Buffer.from('a\nb\r\nc', 'latin1');
    expect(pasteForShell(paste, modes).toString()).toBe('a\rb\rc');
    expect(pasteForShell(paste, {...modes, bracketedPaste: true}).toString()).toBe('\x1b[200~a\rb\rc\x1b[201~');
  });
});

describe('the name of a key', () => {
  it.each([
    ['a', 'a'],
    ['A', 'A'],
    ['?', '?'],
    ['镜', '镜'],
    [' ', 'space'],
    ['\r', 'enter'],
    ['\t', 'tab'],
    ['\x1b', 'esc'],
    ['\x7f', 'backspace'],
    ['\x03', 'ctrl-c'],
    ['\x1d', 'ctrl-]'],
    ['\x1bb', 'alt-b'],
    ['\x1b\x1b', 'esc esc'],
    ['\x1b[A', 'up'],
    ['\x1bOA', 'up'],
    ['\x1b[1;5D', 'ctrl-left'],
    ['\x1b[1;2A', 'shift-up'],
    ['\x1b[Z', 'shift-tab'],
    ['\x1b[H', 'home'],
    ['\x1b[1~', 'home'],
    ['\x1b[3~', 'delete'],
    ['\x1b[5~', 'page-up'],
    ['\x1b[6;2~', 'shift-page-down'],
    ['\x1bOP', 'f1'],
    ['\x1b[24~', 'f12'],
    ['ab\x1b[Bc', 'a b down c'],
    ['\x1b[99~', ''],
  ])('%j is %s', (bytes, names) => {
    expect(
      keyNames(Buffer.from(bytes))
        .map(({name}) => name)
        .join(' '),
    ).toBe(names);
  });

  it('comes with the text it stands for', () => {
    expect(keyNames(Buffer.from('a 镜\x1b[A')).map(({text}) => text)).toEqual(['a', ' ', '镜', '']);
  });
});

describe('the mouse for the program in the shell', () => {
  const press: MouseEvent = {kind: 'press', button: 0, x: 9, y: 4, modifiers: 0};
  const drag: MouseEvent = {...press, kind: 'move'};
  const release: MouseEvent = {...press, kind: 'release'};
  const wheel: MouseEvent = {...press, kind: 'wheel-up', button: 64};
  const encode = (event: MouseEvent, tracking: 'none' | 'x10' | 'vt200' | 'drag' | 'any', sgr = true) =>
    Buffer.from(encodeMouse(event, {tracking, sgr})).toString('latin1');

  it('is reported as it asked', () => {
    expect(encode(press, 'vt200')).toBe('\x1b[<0;10;5M');
    expect(encode(release, 'vt200')).toBe('\x1b[<0;10;5m');
    expect(encode({...press, modifiers: 16}, 'vt200')).toBe('\x1b[<16;10;5M');
    expect(encode(drag, 'drag')).toBe('\x1b[<32;10;5M');
    expect(encode(wheel, 'vt200')).toBe('\x1b[<64;10;5M');
    expect(encode(press, 'vt200', false)).toBe('\x1b[M *%');
    expect(encode(release, 'vt200', false)).toBe('\x1b[M#*%');
  });

  it('is not reported as it did not', () => {
    expect(encode(press, 'none')).toBe('');
    expect(encode(release, 'x10')).toBe('');
    expect(encode(drag, 'vt200')).toBe('');
    expect(encode({...drag, button: 3}, 'drag')).toBe('');
    expect(encode({...press, x: 300}, 'vt200', false)).toBe('');
  });
});
